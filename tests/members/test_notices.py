"""Letters: in their reader's language, only to whom they are still due, silent outside."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.urls import reverse

from crm_portal.core import clock, notifications
from crm_portal.core.models import Notice
from members import services, tokens
from members.access import viewer_for
from members.models import CalendarYear, Mandate, OfficialVoice, User
from members.notices import WRITERS, compose
from members.tokens import Purpose
from tests.cast import MORNING
from tests.factories import ClosureFactory, UserFactory, since

pytestmark = pytest.mark.django_db


def notice(event, user, target, **data):
    return Notice(
        key=event,
        event=f"account.{event}",
        recipient=user,
        target_type=ContentType.objects.get_for_model(target),
        target_id=target.pk,
        data=data,
        owed_at=MORNING,
        next_try_at=MORNING,
    )


def letters(cast, user):
    """One notice of each kind for the focal point ``user``."""
    party = Mandate.objects.get(user=user).party
    mandate = Mandate.objects.get(user=user)
    voice = OfficialVoice.objects.get(party=party)
    User.objects.filter(pk=user.pk).update(verified_at=None)
    user.refresh_from_db()
    return {
        "appointed": notice("appointed", user, mandate),
        "mandate_ended": notice("mandate_ended", user, mandate),
        "matters_passed": notice("matters_passed", user, mandate),
        "verify_contact": notice("verify_contact", user, user),
        "voice_designated": notice("voice_designated", user, voice),
        "standing_changed": notice("standing_changed", user, party.standings.get()),
        "calendar_confirmation": notice("calendar_confirmation", user, party, year=2029),
        "password_reset": notice("password_reset", user, user),
        "security": notice("security", user, user, what="totp_activated", ip="192.0.2.1"),
    }


def test_every_letter_is_in_its_readers_language(cast):
    for name, language, signature in (("bruno", "es", "/es/"), ("ursula", "en", "/en/")):
        written = letters(cast, cast.people[name])
        elsewhere = {"invited", "continuity_asked", "continuity_answered"}
        assert set(written) | elsewhere == set(WRITERS)
        for event, owed in written.items():
            letter = compose(owed, MORNING)
            assert letter is not None, event
            assert letter.to == cast.people[name].email
            assert "http" not in letter.subject
            if "/intranet/" in letter.body or "/account/" in letter.body:
                assert signature in letter.body, (event, language)


def test_a_letter_is_plain_text_unescaped(cast):
    User.objects.filter(pk=cast.bruno.pk).update(full_name="Bruno D'Oleo & Cía <x>")
    cast.bruno.refresh_from_db()

    letter = compose(notice("verify_contact", cast.bruno, cast.bruno), MORNING)

    assert "Bruno D'Oleo & Cía <x>" in letter.body


def test_the_invitation_carries_the_link_that_opens_the_account(client, cast):
    nora = UserFactory(password="!unusable", verified_at=None, language="en")
    Mandate.objects.create(
        user=nora,
        party=cast.parties["DO"],
        institution=cast.voices["DO"],
        role="focal_point",
        during=since(MORNING),
    )

    letter = compose(notice("invited", nora, nora), MORNING)

    address = next(line for line in letter.body.splitlines() if "/invit" in line)
    assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_what_is_no_longer_due_is_not_written(cast):
    bruno, at = cast.bruno, MORNING
    owed = letters(cast, bruno)

    assert compose(notice("invited", bruno, bruno), at) is None, "has a password"
    CalendarYear.objects.create(party=cast.parties["DO"], year=2029, confirmed_at=at)
    assert compose(owed["calendar_confirmation"], at) is None, "confirmed"
    User.objects.filter(pk=bruno.pk).update(verified_at=at + timedelta(seconds=1))
    bruno.refresh_from_db()
    assert compose(owed["verify_contact"], at) is None, "answered"
    Mandate.objects.filter(user=bruno).update(during=since(end=at))
    assert viewer_for(bruno, at).is_public
    for event in (
        "appointed",
        "voice_designated",
        "calendar_confirmation",
        "verify_contact",
    ):
        assert compose(owed[event], at) is None, event
    User.objects.filter(pk=bruno.pk).update(is_active=False)
    bruno.refresh_from_db()
    assert all(compose(each, at) is None for each in owed.values())


def test_an_institution_that_does_not_speak_is_not_asked_for_the_calendar(cast):
    owed = notice("calendar_confirmation", cast.carla, cast.parties["DO"], year=2029)

    assert compose(owed, MORNING) is None


def test_nothing_secret_is_kept_with_the_notice(client, cast):
    client.post(reverse("account_reset_password"), {"email": cast.bruno.email})

    owed = Notice.objects.get(event="account.password_reset")
    assert owed.recipient == cast.bruno
    assert owed.data == {}
    assert owed.stale_at - owed.owed_at == timedelta(hours=1)
    assert not mail.outbox, "the page sends nothing itself"


def test_a_forgotten_password_is_set_anew_by_the_link_of_the_letter(client, cast):
    client.post(reverse("account_reset_password"), {"email": cast.bruno.email})
    notifications.deliver_due()

    body = mail.outbox[0].body
    address = next(line for line in body.splitlines() if "/password/reset/key/" in line)
    page = client.get(address.removeprefix("http://127.0.0.1:8000"), follow=True)
    new = "una hamaca bajo el matapalo"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})

    cast.bruno.refresh_from_db()
    assert cast.bruno.check_password(new)
    assert Notice.objects.filter(event="account.security").count() == 1


def test_an_unknown_address_gets_the_same_answer_and_no_letter(client, cast):
    known = client.post(reverse("account_reset_password"), {"email": cast.bruno.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "x@example.org"})

    assert known.url == unknown.url
    assert Notice.objects.count() == 1


def test_the_letters_of_a_year_leave_and_their_links_work(client, cast):
    ClosureFactory(party=cast.parties["DO"])
    services.ask_contacts([cast.bruno.pk], by=cast.viewer("elena"))

    assert notifications.deliver_due() == 1
    clock.set_to(MORNING + timedelta(hours=1), frozen=True)
    address = next(line for line in mail.outbox[0].body.splitlines() if "/cont" in line)
    client.post(address.removeprefix("http://127.0.0.1:8000"))

    cast.bruno.refresh_from_db()
    assert cast.bruno.verified_at == MORNING + timedelta(hours=1)
    assert tokens.issue(cast.bruno, Purpose.CONTACT, MORNING) not in address
