"""The notices of whoever signs in: theirs alone, of what they may still see, read once."""

import smtplib
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm_portal import notice_centre
from crm_portal.core import clock, noticed, notifications
from crm_portal.core.access import Role
from crm_portal.core.models import Notice
from crm_portal.library import bulletin_letters
from members.models import Mandate, User
from tests.cast import MORNING
from tests.factories import MandateFactory
from tests.library.bulletins.writing import sent, words
from tests.meetings.delegating import the_rules, vice_ministerial

pytestmark = pytest.mark.django_db
PAGE = "core:notices"


def owe(cast, event, target, *who, **data):
    by = cast.viewer("elena", clock.now())
    accounts = [cast.people[each].pk for each in who]
    key = f"{event}:{target.pk}:{Notice.objects.count()}"
    notifications.owe(event, target, to=accounts, key=key, by=by, **data)
    return Notice.objects.order_by("-pk").first()


def security(cast, who="bruno"):
    return owe(cast, "account.security", cast.people[who], who, what="totp_activated")


def known(cast, who="bruno"):
    every = Notice.objects.all()
    return list(noticed.known_to(cast.viewer(who), notice_centre.MATTERS, every))


def test_every_family_of_notices_says_who_may_know_of_it():
    told = {matter.family for matter in notice_centre.MATTERS}

    assert told == set(settings.NOTICE_COMPOSERS)
    assert {matter.part for matter in notice_centre.MATTERS} == set(notice_centre.PARTS)


def test_a_notice_is_its_reader_s_alone(client, cast):
    notice = security(cast)

    assert known(cast) == [notice]
    assert known(cast, "carla") == []
    client.force_login(cast.carla)
    assert client.get(reverse("core:notice", args=[notice.pk])).status_code == 404
    assert client.post(reverse("core:notice-read", args=[notice.pk])).status_code == 404
    client.post(reverse("core:notices-read"), {"newest": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is None


def test_what_one_may_no_longer_see_is_neither_listed_nor_counted(client, cast):
    bulletin = sent(cast, ["members"])
    notifications.deliver_due()
    notice = Notice.objects.get(recipient=cast.bruno)
    client.force_login(cast.bruno)
    assert bulletin.title_es in client.get(reverse(PAGE)).content.decode()

    Notice.objects.filter(pk=notice.pk).update(
        target_id=0
    )  # what it was about is not theirs

    assert known(cast) == []
    assert notice_centre.unread(cast.viewer("bruno")) == 0
    page = client.get(reverse(PAGE)).content.decode()
    assert bulletin.title_es not in page
    assert reverse("core:notice", args=[notice.pk]) not in page
    assert client.get(reverse("core:notice", args=[notice.pk])).status_code == 404


def test_what_moved_behind_the_closed_door_is_told_to_those_inside_alone(cast):
    the_rules()
    meeting = vice_ministerial(cast)
    MandateFactory(
        user=cast.carla, party=cast.parties["DO"], institution=None, role=Role.VICE_MINISTER
    )
    everybody = ("bruno", "carla", "elena")
    owe(cast, "meeting.changed", meeting, *everybody, closed=True, sequence=1)
    assert [len(known(cast, who)) for who in everybody] == [0, 1, 0]

    owe(cast, "meeting.changed", meeting, *everybody, sequence=2)

    assert [len(known(cast, who)) for who in everybody] == [1, 2, 1]


def test_the_page_asks_the_same_however_much_there_is(client, cast):
    client.force_login(cast.bruno)
    security(cast)
    client.get(reverse(PAGE))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(PAGE))
    for _each in range(notice_centre.PER_PAGE + 5):
        security(cast)
    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse(PAGE))

    assert len(many) == len(few)
    assert len(page.context["lines"]) == notice_centre.PER_PAGE


def test_older_notices_follow_each_once(client, cast):
    clock.set_to(MORNING, frozen=True)
    later = security(cast).pk
    clock.set_to(MORNING - timedelta(days=1), frozen=True)  # owed after it, for before it
    all_of_them = [security(cast).pk for _each in range(notice_centre.PER_PAGE + 5)]
    clock.set_to(MORNING, frozen=True)
    client.force_login(cast.bruno)

    first = client.get(reverse(PAGE))
    second = client.get(first.context["older"])

    listed = [
        line.notice.pk for page in (first, second) for line, _ in page.context["lines"]
    ]
    assert listed == [later, *sorted(all_of_them, reverse=True)]
    assert second.context["older"] == ""
    assert (
        client.get(reverse(PAGE), {"before": 1 + max(all_of_them)}).context["lines"] == []
    )


def test_following_leads_to_the_matter_and_marks_it(client, cast):
    bulletin = sent(cast, ["members"])
    notice = Notice.objects.get(recipient=cast.bruno)
    client.force_login(cast.bruno)
    address = reverse("core:notice", args=[notice.pk])

    assert client.head(address).status_code == 302
    assert notice_centre.unread(cast.viewer("bruno")) == 1
    led = client.get(address)

    assert led.url == bulletin.get_absolute_url()
    assert client.get(led.url).status_code == 200
    assert notice_centre.unread(cast.viewer("bruno")) == 0


def test_what_came_after_the_page_was_shown_stays_unread(client, cast):
    shown = security(cast)
    later = security(cast)
    client.force_login(cast.bruno)

    client.post(reverse("core:notices-read"), {"newest": shown.pk})

    assert list(Notice.objects.unread()) == [later]
    for forged in ("", "no", "9" * 40, "\x00"):
        assert (
            client.post(reverse("core:notices-read"), {"newest": forged}).status_code == 302
        )
    assert list(Notice.objects.unread()) == [later]


def test_filters_are_joined_and_what_nobody_knows_is_not_asked(client, cast):
    formal = security(cast)
    sent(cast, ["members"])
    client.force_login(cast.bruno)

    def listed(**asked):
        return {
            line.notice.event
            for line, _ in client.get(reverse(PAGE), asked).context["lines"]
        }

    both = {"account.security", "bulletin.sent"}
    assert listed(shown="x", part="<b>", kind="\x00", before="9" * 30) == both
    assert listed(kind="routine") == listed(part="bulletins") == {"bulletin.sent"}
    assert listed(kind="formal", part="bulletins") == set()
    client.post(reverse("core:notice-read", args=[formal.pk]) + "?shown=unread")
    assert listed(shown="read") == {"account.security"}
    assert listed(shown="unread") == {"bulletin.sent"}


def test_the_subject_is_the_one_that_the_mail_had(client, cast):
    sent(cast, ["members"])
    notifications.deliver_due()
    client.force_login(cast.claire)

    (line, _part), *_ = client.get(reverse(PAGE)).context["lines"]

    assert line.subject == words().title_en
    assert (line.sending.tone, line.sending.at) == ("", clock.now())


def test_nothing_is_told_to_whose_mandate_ended(cast):
    security(cast)
    Mandate.objects.filter(user=cast.bruno).update(during=("2020-01-01", "2020-02-01"))

    assert known(cast) == []


def test_today_says_how_many_were_not_read(client, cast):
    client.force_login(cast.bruno)
    link = reverse(PAGE)
    assert client.get(reverse("core:today")).context["unread"] == 0
    security(cast)

    page = client.get(reverse("core:today"))

    assert page.context["unread"] == 1
    assert page.content.decode().count(f'href="{link}"') > 1


@pytest.mark.parametrize(
    ("told", "tone", "is_dated"),
    [
        ({}, "due", False),
        ({"waits": True}, "due", False),
        ({"carrier_id": 1}, "due", False),
        ({"sent_at": MORNING}, "", True),
        ({"sent_at": MORNING, "carrier_id": 1}, "", True),
        ({"skipped_at": MORNING}, "line", True),
        ({"dead_at": MORNING}, "late", True),
        ({"sent_at": MORNING, "bounced_at": MORNING}, "late", True),
    ],
)
def test_it_is_said_whether_and_when_it_left(told, tone, is_dated):
    found = noticed.sending_of(Notice(**told))

    assert (found.tone, found.at is not None) == (tone, is_dated)


class Refuses(EmailBackend):
    """A server that says no."""

    failure: Exception = smtplib.SMTPRecipientsRefused({"x": (550, b"5.1.1 unknown")})

    def send_messages(self, messages):
        raise self.failure


@pytest.mark.parametrize(
    ("failure", "came_back"),
    [
        (smtplib.SMTPRecipientsRefused({"x": (550, b"5.1.1 unknown")}), True),
        (smtplib.SMTPDataError(554, b"5.7.1 not accepted"), True),
        (smtplib.SMTPRecipientsRefused({"x": (450, b"4.2.1 later")}), False),
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 our password"), False),
        (smtplib.SMTPSenderRefused(550, b"5.7.1 not you", "portal@example.org"), False),
        (smtplib.SMTPConnectError(554, b"no service"), False),
        (ConnectionRefusedError(), False),
    ],
)
def test_only_a_refusal_of_the_letter_is_a_mail_that_came_back(
    cast, settings, monkeypatch, failure, came_back
):
    settings.EMAIL_BACKEND = f"{__name__}.Refuses"
    monkeypatch.setattr(Refuses, "failure", failure)
    notice = security(cast)

    notifications.deliver_due()

    notice.refresh_from_db()
    assert (notice.bounced_at is not None) is came_back
    assert (notice.dead_at is not None) is came_back
    assert User.objects.filter(bounced_at__isnull=False).count() == 0
    assert noticed.sending_of(notice).tone == ("late" if came_back else "due")
    assert bulletin_letters.EVENT in noticed.routine()
