"""S5: a link in a letter shows a page to whoever fetches it, and does one thing once."""

import logging
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.urls import reverse

from crm_portal.core import clock
from crm_portal.core.access import Role
from crm_portal.core.logs import LineFormatter
from crm_portal.core.models import AuditEntry
from members import services, tokens
from members.access import viewer_for
from members.tokens import LASTS, Purpose
from tests.cast import MORNING, Cast, conference
from tests.factories import MandateFactory, UserFactory, since

PAGES = {
    Purpose.INVITATION: "members:invitation",
    Purpose.CONTACT: "members:contact",
    Purpose.ADDRESS: "members:address",
    Purpose.RECOVERY: "members:recover",
}
PASSWORD = "tres lapas sobre el volcán"
TYPED = {"password": PASSWORD, "again": PASSWORD}
SCANNERS = 10
AT_ONCE, EACH = 10, 5


def set_up(cast: Cast, purpose: Purpose):
    """Return an account for which a link of ``purpose`` waits."""
    if purpose is Purpose.CONTACT:
        return cast.bruno
    if purpose is Purpose.INVITATION:
        nora = UserFactory(email="nora@example.org", password="!nothing")
        MandateFactory(user=nora, party=cast.parties["DO"], institution=cast.voices["DO"])
        return nora
    if purpose is Purpose.ADDRESS:
        services.ask_address_change(
            cast.bruno.pk, "b@example.org", reason="Nota.", by=cast.viewer("elena")
        )
        return cast.bruno
    return recovered(cast)


def recovered(cast: Cast):
    esteban = UserFactory(email="esteban@example.org")
    MandateFactory(
        user=esteban, party=cast.parties["ST"], role=Role.SECRETARIAT, institution=None
    )
    Authenticator.objects.create(user=cast.bruno, type="totp", data={"secret": "-"})
    case = services.open_recovery(
        cast.bruno.pk, asked_by="Él", call_back="Sí", by=cast.viewer("elena")
    )
    services.approve_recovery(case.pk, by=viewer_for(esteban, MORNING))
    cast.bruno.refresh_from_db()
    return cast.bruno


def address(user, purpose: Purpose, at=MORNING) -> str:
    return reverse(PAGES[purpose], args=[tokens.issue(user, purpose, at)])


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", Purpose)
def test_reading_a_link_consumes_nothing(cast, purpose):
    page = address(set_up(cast, purpose), purpose)
    before = AuditEntry.objects.count()
    for _scanner in range(SCANNERS):
        assert Client().get(page).status_code == 200
        assert Client().head(page).status_code == 200
        assert Client().options(page).status_code == 405
    assert AuditEntry.objects.count() == before

    client = Client()
    client.get(page)
    assert client.post(page, TYPED).status_code in {200, 302}
    assert AuditEntry.objects.count() == before + 1


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_does_not_outlive_its_days(cast, purpose):
    page = address(set_up(cast, purpose), purpose)
    clock.set_to(MORNING + LASTS[purpose] - timedelta(microseconds=1), frozen=True)
    assert Client().get(page).status_code == 200
    clock.set_to(MORNING + LASTS[purpose], frozen=True)

    assert Client().get(page).status_code == 410
    assert Client().post(page, TYPED).status_code == 410


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_is_for_one_purpose_and_is_not_to_be_changed(cast, purpose):
    user = set_up(cast, purpose)
    token = tokens.issue(user, purpose, MORNING)
    for other in set(Purpose) - {purpose}:
        page = reverse(PAGES[other], args=[token])
        assert Client().get(page).status_code == 410, other
        assert Client().post(page, TYPED).status_code == 410, other
    for broken in (token[:-1], token[1:], token.swapcase(), "x", token + "A"):
        assert (
            Client().post(reverse(PAGES[purpose], args=[broken]), TYPED).status_code == 410
        )


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", Purpose)
def test_somebody_elses_session_makes_a_link_worth_no_more(cast, purpose):
    """Who is signed in does not matter: the link names the account it acts on."""
    user = set_up(cast, purpose)
    client = Client()
    client.force_login(cast.ana)
    before = {"email": cast.ana.email, "password": cast.ana.password}

    client.post(address(user, purpose), TYPED)

    cast.ana.refresh_from_db()
    assert {"email": cast.ana.email, "password": cast.ana.password} == before


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", Purpose)
def test_a_closed_account_has_no_links(cast, purpose):
    user = set_up(cast, purpose)
    page = address(user, purpose)
    services.close_account(user.pk, reason="Se fue.", by=cast.viewer("elena"))

    assert Client().get(page).status_code == 410
    assert Client().post(page, TYPED).status_code == 410


@pytest.mark.django_db
def test_after_the_mandate_an_invitation_opens_an_account_that_is_nobody(cast):
    user = set_up(cast, Purpose.INVITATION)
    page = address(user, Purpose.INVITATION)
    user.mandates.update(during=since(end=MORNING))
    client = Client()
    client.post(page, TYPED)
    client.post(
        reverse("account_login"), {"login": "nora@example.org", "password": PASSWORD}
    )

    assert client.get(reverse("members:account")).status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("purpose", Purpose)
def test_of_fifty_posts_at_once_one_wins(purpose):
    cast = conference()
    page = address(set_up(cast, purpose), purpose)
    before = AuditEntry.objects.count()
    if purpose is Purpose.CONTACT:
        clock.set_to(MORNING + timedelta(minutes=1), frozen=True)
    together = Barrier(AT_ONCE)

    def press(_worker: int) -> Counter[int]:
        together.wait()
        try:
            return Counter(Client().post(page, TYPED).status_code for _ in range(EACH))
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        statuses = sum(pool.map(press, range(AT_ONCE)), Counter())

    assert statuses.pop(410) == AT_ONCE * EACH - 1
    assert statuses.total() == 1
    assert AuditEntry.objects.count() == before + 1


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What the portal's own log holds of the test, as its formatter writes it."""
    lines = StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(LineFormatter())
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", Purpose)
def test_a_token_is_in_no_log_and_in_no_referer(cast, purpose, written):
    page = address(set_up(cast, purpose), purpose)
    token = page.rstrip("/").rpartition("/")[2]
    client = Client(enforce_csrf_checks=True)
    answer = client.get(page)
    assert client.post(page, TYPED).status_code == 403
    assert client.put(page).status_code in {403, 405}

    assert page.partition(token)[0] in written.getvalue(), "that somebody asked is written"
    assert token not in written.getvalue()
    assert token.partition(":")[0] not in written.getvalue()
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    for leaves in ("href=", "src=", "action="):
        for part in answer.content.decode().split(leaves)[1:]:
            assert urlsplit(part[1:].split(part[0])[0]).netloc == ""


@pytest.mark.django_db
def test_the_key_of_a_new_password_is_in_no_log(client, cast, written):
    link = "/es/cuenta/contrasena/reset/key/9-c2x4ab-0123456789abcdef/"
    client.get(link)

    assert "c2x4ab" not in written.getvalue()
