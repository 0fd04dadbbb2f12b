"""People's own calendars: told of what is convened, moved, called off; feeds by address."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from crm_portal.core import clock, notifications
from crm_portal.core.access import Role
from crm_portal.core.errors import Conflict, IllegalStep
from crm_portal.core.models import Notice
from meetings import meeting_notices
from meetings.models import FeedToken
from meetings.services import feeds, planning, sessions, steps
from members.models import Mandate, User
from tests.factories import MandateFactory, UserFactory, since
from tests.meetings.calendar_scene import FIRST, LAST, bodies, planned
from tests.meetings.rule_rows import cell

pytestmark = pytest.mark.django_db
CANARY = "CANARIO-DE-LA-PUERTA-CERRADA"


@pytest.fixture(autouse=True)
def the_bodies(cast):
    bodies()


@pytest.fixture
def convened(cast):
    meeting = planned(cast.viewer("ana"), ordinal=31)
    begins = datetime(2026, 12, 2, 15, tzinfo=UTC)
    for forum in ("VM_PLENARIA", "VM_CERRADA"):
        sessions.add_session(
            meeting.pk,
            forum=forum,
            starts_at=begins,
            ends_at=begins + timedelta(hours=3),
            by=cast.viewer("ana"),
        )
        begins += timedelta(hours=4)
    return steps.convene(meeting.pk, by=cast.viewer("ana"))


def lose_mandate(cast, who: str) -> None:
    ended = since(end=cast.at - timedelta(days=1))
    Mandate.objects.filter(user=cast.people[who]).update(during=ended)


def owed(event: str) -> set[str]:
    rows = Notice.objects.filter(event=f"meeting.{event}")
    return set(rows.values_list("recipient__email", flat=True))


def letters(to: str) -> list:
    return [each for each in mail.outbox if each.to == [to]]


def entry(letter):
    """The VEVENT of a letter, with the method its part and its file both name."""
    name, content, kind = letter.attachments[0]
    text = content if isinstance(content, str) else content.decode()
    file = Calendar.from_ical(text)
    assert name == "reunion.ics"
    assert kind == f"text/calendar; method={file['METHOD']}"
    return str(file["METHOD"]), next(iter(file.walk("VEVENT")))


def methods(letter) -> list[str]:
    """The iTIP method of each calendar part of a letter, as a mail reader finds it."""
    parts = [
        part for part in letter.message().walk() if "calendar" in part.get_content_type()
    ]
    return [str(part.get_param("method")) for part in parts]


def test_convening_tells_whoever_may_attend_and_nobody_else(cast, convened):
    told = owed("convened")

    assert {"bruno@example.org", "oscar@example.org", "elena@example.org"} <= told
    assert not {"sara@example.org", "andres@example.org"} & told


def test_the_grcm_is_not_told_to_observer_countries(cast):
    """001:424: observer organizations take part in the GRCM, observer countries do not."""
    meeting = planned(cast.viewer("ana"), "GRCM")
    steps.convene(meeting.pk, by=cast.viewer("ana"))

    assert "oscar@example.org" not in owed("convened")
    assert "bruno@example.org" in owed("convened")


def test_one_uid_and_a_sequence_that_grows_from_request_to_cancel(cast, convened):
    ana = cast.viewer("ana")
    notifications.deliver_due()
    planning.change_meeting(convened.pk, by=ana, ends_on=LAST + timedelta(days=1))
    notifications.deliver_due()
    steps.call_off(convened.pk, reason="Huracán", by=ana)
    notifications.deliver_due()

    found = [entry(each) for each in letters("bruno@example.org")]
    assert [method for method, _event in found] == ["REQUEST", "REQUEST", "CANCEL"]
    assert methods(letters("bruno@example.org")[0]) == ["REQUEST", "REQUEST"]
    events = [event for _method, event in found]
    assert {str(event["UID"]) for event in events} == {"xxxi-crm@portal.example.org"}
    sequences = [int(event["SEQUENCE"]) for event in events]
    assert sequences == sorted(set(sequences))
    assert [event["DTEND"].dt - event["DTSTART"].dt for event in events] == [
        timedelta(days=2),
        timedelta(days=3),
        timedelta(days=3),
    ]
    assert [str(event["STATUS"]) for event in events] == [
        *("CONFIRMED", "CONFIRMED", "CANCELLED")
    ]


def test_the_letter_says_the_opening_on_the_place_san_jose_and_the_reader(cast, convened):
    notifications.deliver_due()
    body = letters("bruno@example.org")[0].body

    assert "mié 2 dic, 09:00 Antigua Guatemala · San José" in body
    assert "mié 2 dic, 11:00 " in body


def test_a_late_letter_tells_what_the_meeting_is_now_and_not_what_it_was(cast, convened):
    steps.call_off(convened.pk, reason="Huracán", by=cast.viewer("ana"))
    notifications.deliver_due()

    found = letters("bruno@example.org")
    assert [entry(each)[0] for each in found] == ["CANCEL"]


def sitting(meeting, forum: str):
    return meeting.sessions.get(forum=forum)


def test_a_session_that_moves_is_told_with_a_greater_sequence(cast, convened):
    ana = cast.viewer("ana")
    notifications.deliver_due()
    plenary = sitting(convened, "VM_PLENARIA")
    sessions.change_session(
        plenary.pk,
        starts_at=plenary.starts_at + timedelta(hours=1),
        room="Salón Real",
        by=ana,
    )
    notifications.deliver_due()
    sessions.remove_session(plenary.pk, by=ana)
    notifications.deliver_due()

    found = [entry(each) for each in letters("bruno@example.org")]
    assert [method for method, _event in found] == ["REQUEST"] * 3
    sequences = [int(event["SEQUENCE"]) for _method, event in found]
    assert sequences == sorted(set(sequences))
    told = [str(event["DESCRIPTION"]) for _method, event in found]
    assert "mié 2 dic, 09:00–12:00 Antigua Guatemala" in told[0]
    assert "mié 2 dic, 10:00–12:00 Antigua Guatemala" in told[1]
    assert "Salón Real" in told[1]
    assert "Salón Real" in letters("bruno@example.org")[1].body
    assert "Salón Real" not in told[2]
    assert len(letters("oscar@example.org")) == 3


def test_what_moves_behind_the_closed_door_is_told_to_those_inside_alone(cast, convened):
    for party_class in ("MIEMBRO", "PPT", "TROIKA_OTRO"):
        cell("VM_CERRADA", party_class, "ATTEND", "COND", ground="composition")
    viviana = UserFactory(full_name="Viviana", email="viviana@example.org")
    MandateFactory(
        user=viviana,
        institution=None,
        party=cast.parties["DO"],
        role=Role.VICE_MINISTER,
    )
    notifications.deliver_due()
    mail.outbox.clear()
    closed = sitting(convened, "VM_CERRADA")
    ana = cast.viewer("ana")
    sessions.change_session(closed.pk, room=CANARY, by=ana)
    notifications.deliver_due()

    assert {to for each in mail.outbox for to in each.to} == {"viviana@example.org"}
    method, event = entry(mail.outbox[0])
    assert (method, CANARY in str(event["DESCRIPTION"])) == ("REQUEST", True)
    mail.outbox.clear()
    plenary = sitting(convened, "VM_PLENARIA")
    sessions.change_session(plenary.pk, room="Salón Real", by=ana)
    notifications.deliver_due()
    for each in mail.outbox:
        if each.to != ["viviana@example.org"]:
            assert CANARY not in each.message().as_string()
            assert CANARY not in each.body
            assert CANARY not in str(entry(each)[1]["DESCRIPTION"])
    assert "bruno@example.org" in {to for each in mail.outbox for to in each.to}


def test_several_changes_at_once_are_one_letter(cast, convened):
    notifications.deliver_due()
    mail.outbox.clear()
    ana = cast.viewer("ana")
    plenary, closed = sitting(convened, "VM_PLENARIA"), sitting(convened, "VM_CERRADA")
    for room in ("Uno", "Dos"):
        sessions.change_session(plenary.pk, room=room, by=ana)
    sessions.change_session(closed.pk, room=CANARY, by=ana)
    notifications.deliver_due()

    for who in ("bruno@example.org", "elena@example.org"):
        (letter,) = letters(who)
        assert "Dos" in letter.body
        assert CANARY not in letter.body


def test_the_sessions_of_a_plan_are_told_to_nobody(cast):
    meeting = planned(cast.viewer("ana"), "GRCM")
    sessions.add_session(
        meeting.pk,
        forum="GRCM",
        starts_at=datetime(2026, 12, 2, 15, tzinfo=UTC),
        ends_at=datetime(2026, 12, 2, 18, tzinfo=UTC),
        by=cast.viewer("ana"),
    )

    assert not Notice.objects.filter(event__startswith="meeting.").exists()


def test_a_note_tells_nobody_and_a_plan_neither(cast, convened):
    planned(cast.viewer("ana"), "GRCM")
    planning.change_meeting(convened.pk, by=cast.viewer("ana"), note_es="Nota")

    assert owed("changed") == set()


def test_whoever_lost_the_mandate_is_told_no_more(cast, convened):
    notifications.deliver_due()
    lose_mandate(cast, "carla")
    User.objects.filter(pk=cast.people["oscar"].pk).update(is_active=False)
    mail.outbox.clear()
    planning.change_meeting(convened.pk, by=cast.viewer("ana"), ends_on=FIRST)
    notifications.deliver_due()

    assert letters("oscar@example.org") == []
    assert [entry(each)[0] for each in letters("carla@example.org")] == ["CANCEL"]
    assert entry(letters("bruno@example.org")[0])[0] == "REQUEST"


def test_a_letter_for_somebody_who_was_never_told_is_not_written(cast, convened):
    notice = Notice.objects.get(event="meeting.convened", recipient=cast.people["carla"])
    lose_mandate(cast, "carla")

    assert meeting_notices.compose(notice, clock.now()) is None


def feed(client, secret: str = ""):
    name = reverse("held:feed", args=[secret]) if secret else reverse("held:feed-public")
    return client.get(name)


def test_the_public_calendar_has_what_is_convened_and_no_plan(cast, client, convened):
    planned(cast.viewer("ana"), "GRCM", title_es=CANARY)
    said = feed(client).content.decode()

    assert "xxxi-crm@" in said
    assert CANARY not in said
    assert "GRCM-2026" not in said
    assert "closed" not in said.casefold()
    assert "puerta cerrada" not in said.casefold()


def test_a_personal_calendar_shows_what_its_owner_may_know_now(cast, client, convened):
    planned(cast.viewer("ana"), "GRCM")
    bruno, oscar = cast.viewer("bruno"), cast.viewer("oscar")
    _token, mine = feeds.make_feed(by=bruno, label="Oficina")
    _token, observers = feeds.make_feed(by=oscar)

    assert "grcm-2026-1@" in feed(client, mine).content.decode()
    assert "VM_CERRADA" not in feed(client, mine).content.decode()
    assert "grcm-2026-1@" not in feed(client, observers).content.decode()
    assert "puerta cerrada" not in feed(client, observers).content.decode()
    lose_mandate(cast, "bruno")
    after = feed(client, mine).content.decode()
    assert "grcm-2026-1@" not in after
    assert "xxxi-crm@" in after
    assert FeedToken.objects.get(label="Oficina").last_used_at == cast.at


def test_a_revoked_an_unknown_and_anothers_address_are_nothing(cast, client, convened):
    bruno = cast.viewer("bruno")
    token, secret = feeds.make_feed(by=bruno)
    client.force_login(cast.people["ana"])
    revoke = reverse("meetings:feed-revoke", args=[token.pk])

    assert client.post(revoke).status_code == 404
    assert feed(client, secret).status_code == 200
    feeds.revoke_feed(token.pk, by=bruno)
    assert feed(client, secret).status_code == 404
    assert feed(client, "crm-nobody").status_code == 404
    with pytest.raises(IllegalStep):
        feeds.revoke_feed(token.pk, by=bruno)


def test_the_secret_is_not_kept_and_there_are_at_most_five(cast):
    bruno = cast.viewer("bruno")
    for _n in range(5):
        token, secret = feeds.make_feed(by=bruno)
        assert secret not in token.hash
    with pytest.raises(Conflict):
        feeds.make_feed(by=bruno)


def test_reading_a_calendar_often_writes_seldom(cast, client, django_assert_num_queries):
    token, secret = feeds.make_feed(by=cast.viewer("bruno"))
    feed(client, secret)
    clock.set_to(cast.at + timedelta(minutes=59), frozen=True)
    feed(client, secret)

    token.refresh_from_db()
    assert token.last_used_at == cast.at


def test_an_address_is_shown_once(cast, client):
    client.force_login(cast.people["bruno"])
    page = reverse("meetings:feeds")
    client.post(page, {"label": "Oficina"})

    opens = reverse("held:feed", args=["crm-X"]).partition("X")[0]
    assert opens in client.get(page).content.decode()
    assert opens not in client.get(page).content.decode()


def test_a_month_is_not_a_day_in_a_calendar(cast, client):
    meeting = planned(
        cast.viewer("ana"), "GRCM", precision="month", ends_on=date(2026, 12, 31)
    )
    _token, secret = feeds.make_feed(by=cast.viewer("bruno"))

    assert meeting.symbol.lower() not in feed(client, secret).content.decode()
