"""A POST to somebody else's machine: in its time, to a public address, and led nowhere else."""

import datetime
import socket
import ssl
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crm_portal.library.models.webhooks import Outcome
from crm_portal.library.posting import post
from tests.library.webhooks.receiver import babbling, dripping, listening, redirecting

BODY, HEADERS = b"{}", {"webhook-id": "1"}
LOCAL = ("127.0.0.1", 0)


def sent(address, **options):
    return post(address, BODY, HEADERS, loopback=True, **options)


def leads_to(*addresses):
    """A resolver that says so, and counts how often it was asked."""
    asked = []

    def resolve(host, port):
        asked.append(host)
        return [(0, 0, 0, "", (each, port)) for each in addresses]

    resolve.asked = asked
    return resolve


def test_what_is_posted_arrives_as_it_is(receiver):
    assert sent(receiver.address) == (Outcome.ACCEPTED, 200)

    path, headers, body = receiver.got[0]
    assert (path, body) == ("/hook?key=1", BODY)
    assert headers["webhook-id"] == "1"
    assert headers["host"] == f"127.0.0.1:{receiver.port}"


@pytest.mark.parametrize("status", [400, 404, 410, 500, 503])
def test_only_2xx_is_received(receiver, status):
    receiver.answers.append(status)

    assert sent(receiver.address) == (Outcome.STATUS, status)


def test_a_redirection_is_not_followed(receiver):
    receiver.answers.append(redirecting(receiver.address))

    assert sent(receiver.address) == (Outcome.STATUS, 302)
    assert len(receiver.got) == 1


def test_an_answer_that_never_ends_ends_in_time(receiver):
    receiver.answers.append(dripping)
    began = time.monotonic()

    assert sent(receiver.address, seconds=0.2) == (Outcome.TIMEOUT, None)
    assert time.monotonic() - began < 2


def test_a_machine_that_says_nothing_is_left_in_time():
    with socket.create_server(LOCAL) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert sent(address, seconds=0.2) == (Outcome.TIMEOUT, None)


def test_what_is_not_http_is_said_to_be_so(receiver):
    receiver.answers.append(babbling)

    assert sent(receiver.address) == (Outcome.GARBLED, None)


def test_where_nobody_listens_there_is_no_connection():
    with socket.create_server(LOCAL) as gone:
        port = gone.getsockname()[1]

    assert sent(f"http://127.0.0.1:{port}/") == (Outcome.UNREACHABLE, None)


def test_in_earnest_this_machine_is_not_reached_by_any_name(receiver):
    for host in ("127.0.0.1", "localhost", "2130706433", "127.1", "0x7f.1"):
        told = post(f"https://{host}:{receiver.port}/", BODY, HEADERS)
        assert told == (Outcome.FORBIDDEN, None)
    assert receiver.got == []


def test_a_name_that_leads_inside_besides_is_not_used(receiver):
    resolve = leads_to("93.184.216.34", "10.0.0.1")

    told = post("https://hooks.example.org/", BODY, HEADERS, resolve=resolve)

    assert told == (Outcome.FORBIDDEN, None)


def test_a_name_is_resolved_once_and_that_address_is_used(receiver):
    """Whoever answers differently the second time is not asked a second time."""
    resolve = leads_to("127.0.0.1")

    told = sent(f"http://hooks.invalid:{receiver.port}/hook", resolve=resolve)

    assert told == (Outcome.ACCEPTED, 200)
    assert resolve.asked == ["hooks.invalid"]
    assert receiver.got[0][1]["host"] == f"hooks.invalid:{receiver.port}"


def test_a_name_that_nobody_knows_is_said_to_be_so():
    def unknown(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    told = post("https://hooks.invalid/", BODY, HEADERS, resolve=unknown)

    assert told == (Outcome.UNREACHABLE, None)


def test_over_tls_the_certificate_must_be_of_the_name(tmp_path, monkeypatch, settings):
    context, named = secured(tmp_path, "hooks.example.org")
    resolve = leads_to("127.0.0.1")
    with listening(context) as receiver:
        address = f"https://hooks.example.org:{receiver.port}/hook"
        assert sent(address, resolve=resolve) == (Outcome.TLS, None)

        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        assert sent(address, resolve=resolve) == (Outcome.ACCEPTED, 200)
        other = address.replace("hooks.", "other.")
        assert sent(other, resolve=resolve) == (Outcome.TLS, None)
        assert named[1:] == ["hooks.example.org", "other.example.org"]
        assert len(receiver.got) == 1


def secured(folder, name):
    """Return the context of a server with its own certificate, and the names it is asked by."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(built.public_bytes(pem))
    shape = serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(pem, shape, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    named = []
    context.sni_callback = lambda _socket, asked, _context: named.append(asked)
    return context, named
