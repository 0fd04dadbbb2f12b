"""A lost second factor takes two officers, a call back and a link; never one person (A10, S8)."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core import audit, notifications
from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from members import rules, services, tokens
from members.models import Recovery
from members.tokens import Purpose
from tests.cast import MORNING
from tests.factories import PASSWORD, MandateFactory, UserFactory

db = pytest.mark.django_db
NEW = "una hamaca bajo el matapalo"


@pytest.fixture
def office(cast):
    """The cast with a second officer, and a focal point who has a second factor."""
    cast.people["esteban"] = UserFactory(full_name="Esteban", email="esteban@example.org")
    MandateFactory(
        user=cast.people["esteban"],
        party=cast.parties["ST"],
        role=Role.SECRETARIAT,
        institution=None,
    )
    Authenticator.objects.create(
        user=cast.bruno, type=Authenticator.Type.TOTP, data={"secret": "-"}
    )
    Authenticator.objects.create(
        user=cast.bruno, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "-"}
    )
    return cast


def open_case(cast, by="elena", who="bruno", at=None):
    return services.open_recovery(
        cast.people[who].pk,
        asked_by="Él mismo, por teléfono.",
        call_back="Llamada al 555 0100 del directorio.",
        by=cast.viewer(by, at),
    )


viewers = st.builds(
    Viewer,
    at=st.just(MORNING) | st.just(MORNING + timedelta(hours=24)),
    user_id=st.none() | st.integers(1, 4),
    roles=st.frozensets(st.sampled_from(Role)),
)


@given(by=viewers, holder=st.integers(1, 4), opener=st.integers(1, 4))
def test_approval_is_another_officers_in_time_and_never_the_holders(by, holder, opener):
    may = rules.may_approve_recovery(
        by, holder, opened_by=opener, expires_at=MORNING + timedelta(hours=24)
    )

    is_officer = Role.SECRETARIAT in by.roles and by.user_id is not None
    assert may == (is_officer and by.user_id not in {holder, opener} and by.at == MORNING)


@db
def test_two_officers_remove_a_lost_factor_and_the_holder_begins_again(client, office):
    client.force_login(office.bruno)
    case = open_case(office)
    notifications.deliver_due()
    assert {letter.to[0] for letter in mail.outbox} == {
        "bruno@example.org",
        "elena@example.org",
        "esteban@example.org",
    }
    assert Authenticator.objects.filter(user=office.bruno).count() == 2

    services.approve_recovery(case.pk, by=office.viewer("esteban"))

    assert not Authenticator.objects.filter(user=office.bruno).exists()
    page = reverse("members:account")
    assert client.get(page).url.startswith(reverse("account_login")), "sessions end"
    client.cookies.clear()
    client.post(
        reverse("account_login"), {"login": "bruno@example.org", "password": PASSWORD}
    )
    assert "_auth_user_id" not in client.session, "the old password is worth nothing"
    mail.outbox.clear()
    notifications.deliver_due()
    told = [letter.to[0] for letter in mail.outbox]
    assert sorted(told) == [
        "bruno@example.org",
        "bruno@example.org",
        "elena@example.org",
        "esteban@example.org",
    ]
    verbs = [each.verb.rpartition(".")[2] for each in audit.of(office.bruno)]
    assert verbs == ["recovery_opened", "recovery_approved"]


@db
def test_the_link_works_once_and_leads_to_a_new_second_factor(client, office, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    case = open_case(office)
    services.approve_recovery(case.pk, by=office.viewer("esteban"))
    notifications.deliver_due()
    asked = [each.body for each in mail.outbox if each.to == ["bruno@example.org"]]
    lines = [line for body in asked for line in body.splitlines()]
    address = next(line for line in lines if "/intranet/" in line)
    path = address.removeprefix("http://127.0.0.1:8000")

    assert client.get(path).status_code == 200
    office.bruno.refresh_from_db()
    assert not office.bruno.has_usable_password(), "reading the page does nothing"
    assert client.post(path, {"password": NEW, "again": NEW}).status_code == 302
    assert client.post(path, {"password": NEW, "again": NEW}).status_code == 410
    client.post(reverse("account_login"), {"login": "bruno@example.org", "password": NEW})
    assert client.session["_auth_user_id"] == str(office.bruno.pk)
    assert client.get(reverse("core:today")).url == reverse("mfa_index")


@db
@pytest.mark.parametrize(
    ("opener", "approver"),
    [
        ("elena", "elena"),  # the same person, in one session or in two
        ("elena", "bruno"),  # the holder
        ("elena", "ana"),
        ("elena", "admin"),
        ("elena", "carla"),  # the holder's own colleague
        ("elena", "sara"),
    ],
)
def test_nobody_else_is_the_second_of_two(office, opener, approver):
    case = open_case(office, by=opener)

    with pytest.raises(Refused):
        services.approve_recovery(case.pk, by=office.viewer(approver))
    assert Authenticator.objects.filter(user=office.bruno).count() == 2


@db
@pytest.mark.parametrize("who", ["bruno", "carla", "ana", "oscar", "admin", "sara"])
def test_only_an_officer_of_the_secretariat_opens_a_case(office, who):
    with pytest.raises(Refused):
        open_case(office, by=who)


@db
def test_nobody_opens_a_case_for_oneself(office):
    with pytest.raises(Refused):
        open_case(office, by="elena", who="elena")


@db
def test_the_same_person_in_two_sessions_is_one_person(client, office):
    case = open_case(office)
    for _session in range(2):
        client.force_login(office.elena)
        answer = client.post(
            reverse("members:recovery-approve", args=[case.pk]),
            headers={"HX-Request": "true"},
        )
        assert answer.status_code == 403
    page = client.get(reverse("members:recovery", args=[case.pk]))
    assert not page.context["may_approve"]
    case.refresh_from_db()
    assert case.approved_by is None


@db
def test_the_database_refuses_a_case_decided_by_one(office):
    case = open_case(office)
    one_alone = [
        {"approved_by": office.elena, "closed_at": MORNING},
        {"approved_by": office.bruno, "closed_at": MORNING},
        {"approved_by": office.people["esteban"]},
        {"approved_by": office.people["esteban"], "closed_at": case.expires_at},
        {"opened_by": office.bruno},
    ]

    for values in one_alone:
        with pytest.raises(IntegrityError), transaction.atomic():
            Recovery.objects.filter(pk=case.pk).update(**values)


@db
def test_a_case_lapses_after_a_day_and_another_may_be_opened(office):
    case = open_case(office)
    with pytest.raises(Conflict):
        open_case(office)
    later = MORNING + rules.RECOVERY_LASTS

    with pytest.raises(IllegalStep):
        services.approve_recovery(case.pk, by=office.viewer("esteban", later))
    assert open_case(office, at=later).pk != case.pk


@db
def test_a_dismissed_case_is_over_and_changes_nothing(office):
    case = open_case(office)
    services.dismiss_recovery(case.pk, by=office.viewer("esteban"))

    with pytest.raises(IllegalStep):
        services.approve_recovery(case.pk, by=office.viewer("esteban"))
    office.bruno.refresh_from_db()
    assert office.bruno.has_usable_password()
    assert Authenticator.objects.filter(user=office.bruno).count() == 2


@db
def test_without_a_call_back_a_factor_or_a_verified_address_there_is_no_case(office):
    with pytest.raises(Invalid):
        services.open_recovery(
            office.bruno.pk, asked_by="Él", call_back=" ", by=office.viewer("elena")
        )
    with pytest.raises(Conflict):
        open_case(office, who="mateo")
    office.bruno.verified_at = None
    office.bruno.save()
    with pytest.raises(Conflict):
        open_case(office)


@db
def test_a_forgotten_password_never_skips_the_second_factor(client, office):
    """The link of a new password opens nothing: the code is asked for all the same (S3)."""
    client.post(reverse("account_reset_password"), {"email": "bruno@example.org"})
    notifications.deliver_due()
    line = next(each for each in mail.outbox[0].body.splitlines() if "/key/" in each)
    page = client.get(line.removeprefix("http://127.0.0.1:8000"), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert "_auth_user_id" not in client.session

    answer = client.post(
        reverse("account_login"), {"login": "bruno@example.org", "password": NEW}
    )

    assert answer.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert Authenticator.objects.filter(user=office.bruno).count() == 2


@db
def test_the_pages_of_a_recovery(client, office):
    client.force_login(office.elena)
    form = reverse("members:person-recover", args=[office.bruno.pk])
    assert client.post(form, {"asked_by": "Él", "call_back": ""}).status_code == 200
    client.post(form, {"asked_by": "Él", "call_back": "Llamada."})
    case = Recovery.objects.get()
    client.force_login(office.people["esteban"])
    page = reverse("members:recovery", args=[case.pk])
    assert client.get(page).context["may_approve"]
    client.post(reverse("members:recovery-approve", args=[case.pk]))
    case.refresh_from_db()
    assert case.approved_by == office.people["esteban"]
    client.force_login(office.ana)
    assert client.get(page).status_code == 404
    assert tokens.LASTS[Purpose.RECOVERY] == timedelta(hours=24)
