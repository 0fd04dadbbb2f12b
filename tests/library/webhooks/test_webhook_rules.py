"""Where a webhook may lead, how it is signed, when it is tried again: by rule."""

import ipaddress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as properties
from hypothesis import strategies as st

from crm_portal.core.errors import Invalid
from crm_portal.library import rules

AT = datetime(2026, 12, 4, tzinfo=UTC)
ANY = st.ip_addresses()
# Ranges that belong to somebody's own network or to nobody (RFC 6890 and those after it).
INSIDE = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/128",
    "::1/128",
    "::ffff:0:0/96",
    "64:ff9b::/96",
    "2001::/32",
    "2002::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
]


@pytest.mark.parametrize("network", INSIDE)
@properties(max_examples=15)
@given(data=st.data())
def test_nothing_inside_somebodys_own_network_is_reached(network, data):
    parsed = ipaddress.ip_network(network)
    address = data.draw(st.ip_addresses(network=parsed))

    assert not rules.may_reach(address)
    if not address.is_loopback:
        assert not rules.may_reach(address, loopback=True)


@given(ANY)
def test_letting_this_machine_be_reached_lets_nothing_else_be(address):
    assert rules.may_reach(address, loopback=True) == (
        rules.may_reach(address) or address.is_loopback
    )


def test_the_public_internet_is_reached():
    for each in ("8.8.8.8", "200.119.0.1", "2606:4700::1111", "2800:3f0::1"):
        assert rules.may_reach(ipaddress.ip_address(each))


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/hook",
        "ftp://example.org/",
        "https://",
        "https://./",
        "https://user:secret@example.org/",
        "https://example.org/#part",
        "https://example.org/\x00",
        "https://example.org/a b",
        "https://exämple.org/",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://[::1/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::ffff:10.0.0.1]/",
        "https://example.org/" + "a" * 500,
        "",
    ],
)
def test_an_address_that_leads_nowhere_public_is_refused(address):
    with pytest.raises(Invalid):
        rules.place_of(address)


def test_an_address_is_read_as_it_is():
    place = rules.place_of("https://hooks.example.org:8443/crm?key=a%20b")

    assert (place.host, place.port) == ("hooks.example.org", 8443)
    assert place.path == "/crm?key=a%20b"
    assert rules.place_of("https://example.org").path == "/"


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text):
    for address in (text, f"https://{text}"):
        try:
            place = rules.place_of(address)
        except Invalid:
            continue
        assert place.is_secure
        assert place.host


def test_the_signature_is_that_of_the_standard():
    """The example of the Standard Webhooks libraries."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'

    signed = rules.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)

    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(st.integers(0, 10_000))
def test_a_system_that_fails_rests_ever_longer_up_to_an_hour(failures):
    rest, next_rest = rules.pause(failures), rules.pause(failures + 1)

    assert timedelta(seconds=30) <= rest <= next_rest <= timedelta(hours=1)


def test_what_does_not_arrive_is_given_up_after_two_days_and_its_system_after_five():
    second = timedelta(seconds=1)
    for over, limit in ((rules.gives_up, 48), (rules.stops, 5 * 24)):
        end = AT + timedelta(hours=limit)
        assert not over(AT, end)
        assert over(AT, end + second)
