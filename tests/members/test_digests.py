"""Formal notices leave at once; the others when their reader says, in one letter, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.urls import reverse
from django.utils.module_loading import import_string

from crm_portal.core import clock, notifications
from crm_portal.core.errors import Invalid, Refused
from crm_portal.core.models import Notice
from members import notices, services
from members.models import User
from members.services.contacts import owe_questions
from tests.cast import MORNING, conference

db = pytest.mark.django_db
AT_EIGHT = MORNING + timedelta(hours=21)  # 08:00 in Santo Domingo is 12:00 UTC


def choose(cast, who="bruno", hour=None, quiet=(None, None)):
    services.choose_timing(
        cast.people[who].pk,
        digest_hour=hour,
        quiet_from=quiet[0],
        quiet_until=quiet[1],
        by=cast.viewer(who),
    )


def owe_routine(cast, who="bruno", times=2):
    """A contact to confirm and a calendar to confirm: what is not formal."""
    User.objects.filter(pk=cast.people[who].pk).update(verified_at=None)
    by = cast.viewer("elena", clock.now())
    owe_questions([cast.people[who].pk], by=by, occasion=f"test:{by.at}")
    if times > 1:
        notifications.owe(
            "account.calendar_confirmation",
            cast.parties["DO"],
            to=[cast.people[who].pk],
            key=f"calendar:{by.at}",
            by=by,
            year=2029,
            turn=1,
        )


def owe_formal(cast, who="bruno"):
    notifications.owe(
        "account.security",
        cast.people[who],
        to=[cast.people[who].pk],
        key="security",
        by=cast.viewer("elena", clock.now()),
        what="totp_activated",
    )


def go_to(at):
    clock.set_to(at, frozen=True)


@db
def test_without_a_choice_everything_leaves_at_once(cast):
    owe_routine(cast)
    owe_formal(cast)

    assert notifications.deliver_due() == 3
    assert not Notice.objects.filter(event="digest").exists()


@db
def test_what_is_not_formal_leaves_once_a_day_in_one_letter(cast):
    choose(cast, hour=8)
    owe_routine(cast)
    owe_formal(cast)

    assert notifications.deliver_due() == 1, "the formal one"
    go_to(AT_EIGHT - timedelta(microseconds=1))
    assert notifications.deliver_due() == 0
    go_to(AT_EIGHT)
    assert notifications.deliver_due() == 1

    _formal, digest = mail.outbox
    assert digest.to == ["bruno@example.org"]
    digested = Notice.objects.filter(carrier__isnull=False)
    assert len(digested) == 2
    for each in digested:
        assert each.sent_at == AT_EIGHT
        assert each.subject == digest.subject
        assert each.outcome == "accepted"
    assert "/contacto/" in digest.body
    assert "/calendarios/DO/2029/" in digest.body
    assert notifications.deliver_due() == 0


@db
def test_a_letter_of_the_day_with_one_message_is_that_message(cast):
    choose(cast, hour=8)
    owe_routine(cast, times=1)
    go_to(AT_EIGHT)

    notifications.deliver_due()

    assert str(mail.outbox[0].subject) == "Confirme sus datos de contacto"


@db
def test_quiet_hours_hold_what_is_not_formal_and_nothing_else(cast):
    choose(cast, quiet=(10, 15))  # 09:00 in San José is 11:00 in Santo Domingo
    owe_routine(cast)
    owe_formal(cast)

    assert notifications.deliver_due() == 1
    go_to(MORNING + timedelta(hours=4) - timedelta(seconds=1))
    assert notifications.deliver_due() == 0
    go_to(MORNING + timedelta(hours=4))
    assert notifications.deliver_due() == 1, "together"
    assert Notice.objects.owed().count() == 0


@db
def test_after_the_letter_of_the_day_what_comes_waits_for_the_next(cast):
    choose(cast, hour=8)
    owe_routine(cast, times=1)
    go_to(AT_EIGHT)
    notifications.deliver_due()
    owe_routine(cast)

    assert notifications.deliver_due() == 0
    go_to(AT_EIGHT + timedelta(days=1))
    assert notifications.deliver_due() == 1
    assert len(mail.outbox) == 2


@db
def test_what_is_no_longer_due_is_left_out_and_recorded(cast):
    choose(cast, hour=8)
    owe_routine(cast)
    User.objects.filter(pk=cast.bruno.pk).update(verified_at=MORNING + timedelta(hours=1))
    go_to(AT_EIGHT)

    assert notifications.deliver_due() == 1
    left = Notice.objects.get(event="account.verify_contact")
    assert left.sent_at is None
    assert left.outcome == "not entitled"
    assert Notice.objects.get(event="account.calendar_confirmation").sent_at == AT_EIGHT


@db
def test_an_empty_letter_is_not_sent(cast):
    choose(cast, hour=8)
    owe_routine(cast)
    services.close_account(cast.bruno.pk, reason="Se fue.", by=cast.viewer("elena"))
    notifications.deliver_due()
    mail.outbox.clear()
    go_to(AT_EIGHT)

    assert notifications.deliver_due() == 0
    assert mail.outbox == []
    assert Notice.objects.owed().count() == 0


class Fails(EmailBackend):
    """Accepts a letter and then loses the line, as often as it is told to."""

    times = 0

    def send_messages(self, messages):
        sent = super().send_messages(messages)
        if Fails.times:
            Fails.times -= 1
            raise ConnectionResetError
        return sent


@db
def test_a_letter_cut_off_is_sent_again_with_the_same_message_id(cast, settings):
    settings.EMAIL_BACKEND = "tests.members.test_digests.Fails"
    choose(cast, hour=8)
    owe_routine(cast)
    go_to(AT_EIGHT)
    Fails.times = 1

    assert notifications.deliver_due() == 0
    assert Notice.objects.owed().count() == 3, "the letter and what it carries"
    owe_routine(cast, times=1)  # comes after, and does not join it
    go_to(AT_EIGHT + notifications.FIRST_PAUSE)
    assert notifications.deliver_due() == 1

    first, second = mail.outbox
    ids = {letter.extra_headers["Message-ID"] for letter in (first, second)}
    assert len(ids) == 1
    assert Notice.objects.owed().count() == 1


@db
def test_a_letter_given_up_gives_up_what_it_carried(cast, settings):
    settings.EMAIL_BACKEND = "tests.members.test_digests.Fails"
    choose(cast, hour=8)
    owe_routine(cast)
    go_to(AT_EIGHT)
    Fails.times = 1
    notifications.deliver_due()
    Fails.times = 1
    go_to(AT_EIGHT + notifications.GIVE_UP_AFTER + timedelta(hours=1))

    notifications.deliver_due()

    assert Notice.objects.filter(dead_at__isnull=False).count() == 3
    Fails.times = 0


@db
def test_preferences_that_cannot_be_read_hold_up_no_formal_notice(cast, settings):
    settings.NOTICE_TIMINGS = "members.nowhere.timings"
    owe_routine(cast)
    owe_formal(cast)

    assert notifications.deliver_due() == 1
    assert Notice.objects.owed().count() == 2


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_one_letter(settings):
    cast = conference()
    for who in ("bruno", "mateo", "claire"):
        choose(cast, who, hour=8)
        owe_routine(cast, who, times=1)
        owe_routine(cast, who, times=1)
    Notice.objects.filter(event="account.calendar_confirmation").delete()
    go_to(MORNING + timedelta(days=1))
    barrier, sent = Barrier(4), []

    def work():
        barrier.wait()
        try:
            sent.append(notifications.deliver_due())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        for _worker in range(4):
            pool.submit(work)
    notifications.deliver_due()

    assert Notice.objects.owed().count() == 0
    assert Notice.objects.filter(event="digest").count() == 3
    assert len(mail.outbox) == 3
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 3


def test_every_routine_event_has_a_letter_and_deadlines_are_never_among_them():
    assert all(
        event.removeprefix("account.") in notices.WRITERS for event in notices.ROUTINE
    )
    every = {
        family: import_string(path) for family, path in settings.ROUTINE_NOTICES.items()
    }
    assert all(
        event.startswith(f"{family}.") for family in every for event in every[family]
    )
    assert "consultation" not in every
    assert "account.security" not in notices.ROUTINE
    assert "account.invited" not in notices.ROUTINE


@db
def test_the_choice_is_ones_own_and_makes_sense(client, cast):
    with pytest.raises(Refused):
        services.choose_timing(
            cast.bruno.pk,
            digest_hour=8,
            quiet_from=None,
            quiet_until=None,
            by=cast.viewer("elena"),
        )
    for quiet in ((8, None), (None, 8), (8, 8), (24, 1)):
        with pytest.raises(Invalid):
            choose(cast, quiet=quiet)
    client.force_login(cast.bruno)
    page = reverse("members:timing")
    typed = {"pace": "daily", "hour": "7", "quiet_from": "22", "quiet_until": "6"}
    assert client.post(page, typed).status_code == 302
    assert cast.bruno.notification.digest_hour == 7
    assert client.post(page, {**typed, "quiet_until": ""}).status_code == 200
    assert "America/Santo_Domingo" in client.get(page).content.decode()
