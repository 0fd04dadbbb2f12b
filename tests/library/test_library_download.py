"""The stored bytes are handed over as they are, to whom they may be, and never rendered again."""

import hashlib

import pytest

from crm_portal.core import clock
from tests.cast import MORNING
from tests.library import making

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_rendered(monkeypatch):
    def render_pdf(*_args, **_options):
        raise AssertionError("a download must not render")

    monkeypatch.setattr("crm_portal.library.services.papers.render_pdf", render_pdf)


def address(document, language="es"):
    return f"/{language}/v/{document.printed_code}.pdf"


def issued(**changes):
    times = {"rendered_at": MORNING, "issued_at": MORNING}
    return making.document(**{**times, **changes})


def test_a_public_pdf_is_sent_byte_for_byte_and_sealed(client):
    clock.set_to(MORNING, frozen=True)
    document = issued(published_at=MORNING)

    response = client.get(address(document))

    assert hashlib.sha256(response.content).hexdigest() == document.pdf_id
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["ETag"] == f'"{document.pdf_id}"'
    assert response["Cache-Control"] == "public, no-cache"


def test_a_copy_already_held_is_not_sent_again(client):
    clock.set_to(MORNING, frozen=True)
    document = issued(published_at=MORNING)

    response = client.get(
        address(document), headers={"if-none-match": f'"{document.pdf_id}"'}
    )

    assert response.status_code == 304
    assert response.content == b""


@pytest.mark.parametrize(
    ("audience", "who", "status"),
    [
        ("members", None, 404),
        ("members", "bruno", 200),
        ("members", "elena", 200),
        ("members", "oscar", 404),
        ("members", "admin", 404),
        ("circulation", "oscar", 200),
        ("closed", "bruno", 404),
        ("closed", "elena", 404),
    ],
)
def test_a_pdf_that_is_not_published_is_for_its_audience(
    client, cast, audience, who, status
):
    document = issued(audience=audience)
    if who:
        client.force_login(cast.people[who])

    response = client.get(address(document))

    assert response.status_code == status
    if status == 200:
        assert response["Cache-Control"] == "private, no-store"


def test_the_refusal_of_a_document_is_the_same_as_its_absence(client):
    clock.set_to(MORNING, frozen=True)
    document = issued()
    hidden = client.get(address(document))
    absent = client.get("/es/v/AAAA-BBBB-CCCC.pdf")

    assert hidden.status_code == absent.status_code == 404
    told = hidden.content.decode().replace(document.printed_code, "AAAA-BBBB-CCCC")
    assert told == absent.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_document_is_only_read(client, method):
    document = issued(published_at=MORNING)

    assert getattr(client, method)(address(document)).status_code == 405
