"""The demonstration's pages: there and only there, and what they let one do."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from crm_portal.core import clock
from crm_portal.core.errors import Refused
from crm_portal.core.models import Heartbeat
from crm_portal.demonstration import people
from crm_portal.demonstration.models import DemoMail
from members.models import User
from tests.demonstration.conftest import MORNING, address

pytestmark = pytest.mark.django_db
PAGES = ["mailbox", "mail", "clock", "accounts"]
ACTS = ["clock-move", "sign-in"]


@pytest.mark.parametrize("page", PAGES)
def test_elsewhere_a_page_does_not_exist(canada, demonstration, page):
    demonstration.DEMONSTRATION = False

    assert (
        canada.get(address(page, **({"pk": 1} if page == "mail" else {}))).status_code
        == 404
    )


@pytest.mark.parametrize("act", ACTS)
def test_elsewhere_an_act_does_not_exist(canada, demonstration, act):
    demonstration.DEMONSTRATION = False

    answer = canada.post(address(act), {"move": "day", "account": "mexico@example.org"})

    assert answer.status_code == 404
    assert clock.now() == MORNING


def test_elsewhere_nothing_is_routed():
    with pytest.raises(NoReverseMatch):
        reverse("demonstration:mailbox", urlconf="crm_portal.urls")


def test_the_frame_of_every_page_leads_to_them(canada):
    page = canada.get(address("clock")).content.decode()

    assert 'href="/es/demostracion/buzon/"' in page
    assert 'href="/es/demostracion/reloj/"' in page


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_by_following_a_link(canada, act):
    assert canada.get(address(act)).status_code == 405


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("page", ["mailbox", "clock", "accounts"])
def test_pages_open_in_both_languages(canada, language, page):
    answer = canada.get(address(page, language))

    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.content.decode()
    assert "style=" not in answer.content.decode()


def test_the_clock_is_for_those_who_signed_in(cast, client):
    assert client.get(address("clock")).status_code == 302
    assert client.post(address("clock-move"), {"move": "day"}).status_code == 302
    assert clock.now() == MORNING


@pytest.mark.parametrize(
    ("data", "by"),
    [
        ({"move": "hour"}, timedelta(hours=1)),
        ({"move": "day"}, timedelta(days=1)),
        ({"move": "custom", "days": "2", "hours": "3"}, timedelta(days=2, hours=3)),
        ({"move": "custom", "days": "", "hours": "5"}, timedelta(hours=5)),
    ],
)
def test_the_clock_moves_by_what_was_asked_and_sweeps(canada, data, by):
    answer = canada.post(address("clock-move"), data)

    assert answer.status_code == 302
    assert clock.now() == MORNING + by
    assert Heartbeat.objects.get(component="clock").beat_at == MORNING + by


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"move": "back"},
        {"move": "custom"},
        {"move": "custom", "days": "0", "hours": "0"},
        {"move": "custom", "days": "-1"},
        {"move": "custom", "days": "400"},
        {"move": "deadline"},
        {"move": "before_deadline"},
        {"move": "reminder"},
    ],
)
def test_a_move_that_leads_nowhere_is_refused_on_the_page_of_the_clock(canada, data):
    answer = canada.post(address("clock-move"), data, follow=True)

    assert answer.redirect_chain[-1][0] in ("../", address("clock"))
    assert answer.request["PATH_INFO"] == address("clock")
    assert 'role="alert"' in answer.content.decode()
    assert clock.now() == MORNING


def test_a_failing_sweep_is_said(canada, demonstration):
    demonstration.SWEEPS = ["tests.demonstration.test_demonstration_pages.fails"]

    page = canada.post(
        address("clock-move"), {"move": "hour"}, follow=True
    ).content.decode()

    assert "tests.demonstration.test_demonstration_pages.fails" in page


def fails() -> None:
    """A sweep that breaks."""
    raise RuntimeError("broken on purpose")


def test_moving_by_a_week_signs_nobody_out(canada, demonstration):
    demonstration.SESSION_IDLE_SECONDS = 3650 * 24 * 60 * 60
    demonstration.SESSION_LONGEST_SECONDS = demonstration.SESSION_IDLE_SECONDS
    demonstration.SESSION_LONGEST_SECONDS = 3650 * 24 * 60 * 60
    canada.get(address("clock"))

    canada.post(address("clock-move"), {"move": "custom", "days": "7"})

    assert canada.get(address("clock")).status_code == 200


def test_an_account_that_is_not_invented_moves_no_clock(canada, cast):
    User.objects.filter(pk=cast["canada"].pk).update(is_demonstration=False)

    canada.post(address("clock-move"), {"move": "day"})

    assert clock.now() == MORNING


def test_the_clock_cannot_move_where_it_may_not(canada, settings):
    settings.CLOCK_MAY_MOVE = False

    canada.post(address("clock-move"), {"move": "day"})

    assert clock.now() == MORNING
    with pytest.raises(Refused):
        clock.make_movable()


def test_one_signs_in_with_a_click_and_lands_in_ones_language(cast, client):
    answer = client.post(address("sign-in"), {"account": "canada@example.org"})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/en/")
    assert client.get("/es/intranet/").content.decode() == "canada@example.org"


def test_one_changes_persons_with_a_click(canada):
    canada.post(address("sign-in"), {"account": "mexico@example.org"})

    assert canada.get("/es/intranet/").content.decode() == "mexico@example.org"


@pytest.mark.parametrize("account", ["", "nobody@example.org", "real@example.org"])
def test_only_invented_people_are_signed_in_without_a_password(cast, client, account):
    User.objects.create_user("real@example.org", "x" * 14, full_name="Real", language="es")

    answer = client.post(address("sign-in"), {"account": account})

    assert answer.status_code == 404
    assert client.get("/es/intranet/").status_code == 302


def test_signing_in_takes_a_token_against_forgery(cast):
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(address("sign-in"), {"account": "canada@example.org"})

    assert answer.status_code == 403


def test_the_accounts_are_listed_with_their_password(cast, client):
    page = client.get(address("accounts")).content.decode()

    assert people.PASSWORD in page
    assert all(user.email in page for user in cast.values())


def test_an_empty_mailbox_page_is_not_found(cast, client):
    assert client.get(address("mail", pk=DemoMail.objects.count() + 1)).status_code == 404
