"""An account is closed, reopened and readdressed by officers; its past stays."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core import audit, clock, notifications
from crm_portal.core.access import Role
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.models import Notice
from members import services, tokens
from members.models import AddressChange, Mandate
from members.services.accounts import Invitee
from members.tokens import Purpose
from tests.cast import MORNING
from tests.decisions.scene import Scene
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "bruno.nuevo@example.org"


def link_in(letter, part):
    line = next(line for line in letter.body.splitlines() if part in line)
    return line.removeprefix("http://127.0.0.1:8000")


def ask(cast, by="elena", email=NEW):
    return services.ask_address_change(
        cast.bruno.pk, email, reason="Nota 12 del ministerio.", by=cast.viewer(by)
    )


def test_a_new_address_holds_once_its_reader_confirms_it(client, cast):
    ask(cast)
    notifications.deliver_due()
    to_new, to_old = sorted(mail.outbox, key=lambda letter: letter.to != [NEW])
    assert to_old.to == ["bruno@example.org"]
    assert NEW not in to_old.body
    page = link_in(to_new, "/intranet/")

    for _ in range(3):
        assert client.get(page).status_code == 200
        assert client.head(page).status_code == 200
    cast.bruno.refresh_from_db()
    assert cast.bruno.email == "bruno@example.org", "reading confirms nothing"

    EmailAddress.objects.create(user=cast.bruno, email="bruno@example.org", primary=True)
    clock.set_to(MORNING + timedelta(hours=1), frozen=True)
    assert client.post(page).status_code == 200
    cast.bruno.refresh_from_db()
    assert cast.bruno.email == NEW
    assert cast.bruno.verified_at == MORNING + timedelta(hours=1)
    assert not EmailAddress.objects.filter(user=cast.bruno).exists()
    assert client.post(page).status_code == 410

    mail.outbox.clear()
    notifications.deliver_due()
    assert [letter.to for letter in mail.outbox] == [["bruno@example.org"]]


def test_a_later_request_replaces_the_earlier_and_time_ends_it(cast):
    ask(cast)
    cast.bruno.refresh_from_db()
    first = tokens.issue(cast.bruno, Purpose.ADDRESS, MORNING)
    ask(cast, email="otra@example.org")
    second = tokens.issue(cast.bruno, Purpose.ADDRESS, MORNING)

    for token, at in (
        (first, MORNING),
        (second, MORNING + tokens.LASTS[Purpose.ADDRESS]),
        (tokens.issue(cast.bruno, Purpose.CONTACT, MORNING), MORNING),
    ):
        with pytest.raises(Conflict):
            services.confirm_address(token, by=cast.viewer("oscar", at))
    assert services.confirm_address(second, by=cast.viewer("oscar")).email == (
        "otra@example.org"
    )


@pytest.mark.parametrize("who", ["bruno", "carla", "ana", "oscar", "admin", "sara"])
def test_only_the_secretariat_changes_an_address(cast, who):
    with pytest.raises(Refused):
        ask(cast, by=who)
    assert not AddressChange.objects.exists()


def test_no_officer_changes_their_own_address(cast):
    with pytest.raises(Refused):
        services.ask_address_change(
            cast.elena.pk, NEW, reason="Porque sí.", by=cast.viewer("elena")
        )


@pytest.mark.parametrize("email", ["no-es", "bruno@example.org", "ANA@example.org", ""])
def test_an_address_that_is_wrong_or_taken_is_refused(cast, email):
    with pytest.raises((Invalid, Conflict)):
        ask(cast, email=email)
    assert not Notice.objects.exists()


def test_closing_an_account_ends_its_sessions_at_once_and_keeps_its_past(client, cast):
    client.force_login(cast.bruno)
    page = reverse("members:account")
    assert client.get(page).status_code == 200
    token = tokens.issue(cast.bruno, Purpose.CONTACT, MORNING)

    services.close_account(cast.bruno.pk, reason="Dejó el cargo.", by=cast.viewer("elena"))

    assert client.get(page).url.startswith(reverse("account_login"))
    assert client.get("/api/v1/consultations").status_code == 403
    assert client.get(reverse("members:contact", args=[token])).status_code == 410
    client.cookies.clear()
    client.post(
        reverse("account_login"), {"login": "bruno@example.org", "password": PASSWORD}
    )
    assert "_auth_user_id" not in client.session
    assert Mandate.objects.filter(user=cast.bruno).exists()
    assert audit.of(cast.bruno).last().data["reason"] == "Dejó el cargo."
    notifications.deliver_due()
    assert [letter.to for letter in mail.outbox] == [["bruno@example.org"]]


def test_a_reopened_account_is_taken_by_a_link_and_its_old_sessions_stay_over(client, cast):
    client.force_login(cast.bruno)
    elena = cast.viewer("elena")
    services.close_account(cast.bruno.pk, reason="Por error.", by=elena)
    services.reopen_account(cast.bruno.pk, reason="Fue un error.", by=elena)

    assert client.get(reverse("members:account")).url.startswith(reverse("account_login"))
    notifications.deliver_due()
    [letter] = [each for each in mail.outbox if "/invit" in each.body]
    assert letter.to == ["bruno@example.org"]
    new = "una hamaca bajo el matapalo"
    client.post(link_in(letter, "/invit"), {"password": new, "again": new})
    cast.bruno.refresh_from_db()
    assert cast.bruno.is_active
    assert cast.bruno.check_password(new)


def test_what_is_closed_is_not_closed_again_and_a_reason_is_owed(cast):
    elena = cast.viewer("elena")
    with pytest.raises(Invalid):
        services.close_account(cast.bruno.pk, reason=" ", by=elena)
    with pytest.raises(IllegalStep):
        services.reopen_account(cast.bruno.pk, reason="x", by=elena)
    services.close_account(cast.bruno.pk, reason="x", by=elena)
    with pytest.raises(IllegalStep):
        services.close_account(cast.bruno.pk, reason="x", by=elena)


@pytest.mark.parametrize("who", ["bruno", "carla", "ana", "oscar", "sara"])
def test_only_an_officer_closes_an_account(cast, who):
    with pytest.raises(Refused):
        services.close_account(cast.mateo.pk, reason="x", by=cast.viewer(who))


@pytest.mark.parametrize("who", ["elena", "admin"])
def test_nobody_closes_their_own_account(cast, who):
    with pytest.raises(Refused):
        services.close_account(cast.people[who].pk, reason="x", by=cast.viewer(who))


def test_the_pages_of_an_account_are_its_officers(client, cast):
    client.force_login(cast.elena)
    base = [cast.bruno.pk]
    assert client.get(reverse("members:person-account", args=base)).status_code == 200
    typed = {"new_email": NEW, "reason": "Nota 12"}
    answer = client.post(reverse("members:person-address", args=base), typed)
    assert answer.status_code == 302
    page = client.get(reverse("members:person-account", args=base)).content.decode()
    assert NEW in page
    client.post(reverse("members:person-close", args=base), {"reason": "Se fue."})
    cast.bruno.refresh_from_db()
    assert not cast.bruno.is_active
    client.post(reverse("members:person-close", args=base), {"reason": "Volvió."})
    cast.bruno.refresh_from_db()
    assert cast.bruno.is_active


def test_what_an_account_did_is_paged_filtered_and_for_its_holder_and_the_officers(
    client, cast, django_assert_max_num_queries
):
    for number in range(60):
        audit.record(cast.mateo, "updated", by=cast.viewer("bruno"), number=number)
    audit.record(cast.mateo, "signed_in", by=cast.viewer("bruno"))
    page = reverse("members:person-acts", args=[cast.bruno.pk])
    for who, status in (("bruno", 200), ("elena", 200), ("admin", 200), ("ana", 404)):
        client.force_login(cast.people[who])
        assert client.get(page).status_code == status, who
    client.force_login(cast.elena)
    with django_assert_max_num_queries(14):
        first = client.get(page)
    assert len(first.context["events"]) == 50
    assert first.context["sign_ins"] == [MORNING]
    assert len(client.get(page, {"page": 2}).context["events"]) == 10
    assert not client.get(page, {"about": "members", "since": "2026-09-11"}).context[
        "events"
    ]
    assert client.get(page, {"until": "2026-09-10"}).context["page"].paginator.count == 60


def test_an_officer_reads_what_was_acted_on_only_as_far_as_it_exists_for_the_officer(
    client, cast
):
    """Presented to the Troika, a consultation exists for the Secretariat, not for others."""
    scene = Scene(cast).presented()
    page = reverse("members:person-acts", args=[cast.ana.pk])
    named = {}
    for who in ("ana", "elena", "admin"):
        client.force_login(cast.people[who])
        told = [act.text for act in client.get(page).context["events"]]
        named[who] = any(scene.consultation.reference in line for line in told)
        assert told

    assert named == {"ana": True, "elena": True, "admin": False}


def test_signing_in_is_recorded_without_the_address_it_came_from(client, cast):
    client.post(
        reverse("account_login"), {"login": "bruno@example.org", "password": PASSWORD}
    )

    [entry] = audit.of(cast.bruno)
    assert entry.verb == "members.user.signed_in"
    assert entry.actor == cast.bruno
    assert entry.data == {}


def test_one_sees_where_one_is_signed_in_and_ends_the_others(cast):
    here, elsewhere = Client(), Client(headers={"user-agent": "Otra computadora"})
    for each in (elsewhere, here):
        each.post(
            reverse("account_login"), {"login": "bruno@example.org", "password": PASSWORD}
        )
    for language in ("es", "en"):
        with override(language):
            page = here.get(reverse("usersessions_list"))
        assert f'<html lang="{language}"' in page.content.decode()
        assert "Otra computadora" in page.content.decode()

    here.post(reverse("usersessions_list"))

    assert here.get(reverse("members:account")).status_code == 200
    assert elsewhere.get(reverse("members:account")).status_code == 302


def test_an_invitation_is_written_in_the_language_of_whoever_is_invited(cast):
    for email, language, words in (
        ("nora@example.org", "es", "/es/"),
        ("nick@example.org", "en", "/en/"),
    ):
        services.invite(
            Invitee(email=email, full_name="N", language=language),
            party_id=cast.parties["DO"].pk,
            institution_id=cast.voices["DO"].pk,
            role=Role.FOCAL_POINT,
            by=cast.viewer("bruno"),
        )
        notifications.deliver_due()
        assert mail.outbox[-1].to == [email]
        assert words in mail.outbox[-1].body
