"""Meetings planned, changed, conducted and called off; their sessions; what is decided beyond."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from crm_portal.core import clock
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.models import AuditEntry, Notice
from meetings.models import MeetingState, ParticipationDecision
from meetings.rights import may
from meetings.services import decided, planning, sessions, steps
from meetings.services.decided import Decision
from meetings.services.planning import Venue
from tests.meetings.calendar_scene import FIRST, LAST, bodies, planned
from tests.meetings.rule_rows import cell

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 12, 2, 15, tzinfo=UTC), datetime(2026, 12, 2, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def the_bodies(cast):
    bodies()


def on_day(cast, who: str, day: date):
    at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    clock.set_to(at, frozen=True)
    return cast.viewer(who, at)


def test_a_plan_has_a_symbol_that_stays(cast):
    ana = cast.viewer("ana")
    first = planned(ana, "GRCM")
    numbered = planned(ana, ordinal=31)
    planning.change_meeting(
        first.pk, by=ana, starts_on=date(2027, 1, 5), ends_on=LAST.replace(year=2027)
    )

    assert (first.symbol, numbered.symbol) == ("GRCM-2026-1", "XXXI-CRM")
    assert planned(ana, "GRCM").symbol == "GRCM-2026-2"
    with pytest.raises(Conflict):
        planned(ana, ordinal=31)


def test_several_cities_and_several_bodies_are_one_meeting(cast):
    venues = [Venue("Omoa", venue_es="Fortaleza"), Venue("San Pedro Sula")]
    meeting = planned(cast.viewer("elena"), places=venues, jointly_with=["GRCM"])

    assert [place.city_es for place in meeting.places.all()] == ["Omoa", "San Pedro Sula"]
    assert [body.code for body in meeting.jointly_with.all()] == ["GRCM"]
    planning.change_meeting(meeting.pk, by=cast.viewer("elena"), places=[Venue("Tela")])
    assert [place.city_es for place in meeting.places.all()] == ["Tela"]


def test_the_bodies_of_a_meeting_change_until_it_is_closed_and_it_is_on_record(cast):
    ana = cast.viewer("ana")
    meeting = planned(ana)
    planning.change_owners(meeting.pk, jointly_with=["GRCM", "TROIKA"], by=ana)
    steps.convene(meeting.pk, by=ana)
    ana = on_day(cast, "ana", FIRST)
    steps.open_meeting(meeting.pk, by=ana)
    planning.change_owners(meeting.pk, jointly_with=["GRCM"], by=ana)

    assert [body.code for body in meeting.jointly_with.all()] == ["GRCM"]
    entry = AuditEntry.objects.filter(verb__endswith="owners_changed").latest("id")
    assert entry.data["was"] == ["GRCM", "TROIKA"]
    assert entry.data["becomes"] == ["GRCM"]
    with pytest.raises(Invalid):
        planning.change_owners(meeting.pk, jointly_with=["VICE_MINISTERIAL"], by=ana)
    with pytest.raises(Refused):
        planning.change_owners(meeting.pk, jointly_with=[], by=cast.viewer("bruno"))
    steps.close_meeting(meeting.pk, by=ana)
    with pytest.raises(Conflict):
        planning.change_owners(meeting.pk, jointly_with=[], by=ana)


def test_a_host_joins_its_workshop_to_no_body_of_the_conference(cast):
    bruno = cast.viewer("bruno")
    workshop = planned(bruno, "EVENTOS", host_id=cast.parties["DO"].pk)

    with pytest.raises(Refused):
        planning.change_owners(workshop.pk, jointly_with=["GRCM"], by=bruno)


@pytest.mark.parametrize("who", ["bruno", "oscar", "admin"])
def test_only_the_presidency_and_the_secretariat_plan_the_conference(cast, who):
    with pytest.raises(Refused) as refusal:
        planned(cast.viewer(who))

    assert refusal.value.rule == "001:399"


def test_a_host_plans_its_own_workshop_and_nobody_elses(cast):
    bruno, dominicans = cast.viewer("bruno"), cast.parties["DO"].pk
    workshop = planned(bruno, "EVENTOS", host_id=dominicans)

    assert steps.convene(workshop.pk, by=bruno).state == MeetingState.CONVENED
    with pytest.raises(Refused) as refusal:
        planned(bruno, "EVENTOS", host_id=cast.parties["GT"].pk)
    assert refusal.value.rule == "001:406"
    with pytest.raises(Refused):
        steps.call_off(workshop.pk, reason="-", by=cast.viewer("ana"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": FIRST - timedelta(1)},
        {"city_es": ""},
        {"time_zone": "Mars/Olympus"},
    ],
)
def test_a_plan_makes_sense(cast, wrong):
    with pytest.raises(Invalid):
        planned(cast.viewer("ana"), **wrong)


def test_what_calendars_show_counts_as_a_change_and_a_note_does_not(cast):
    ana = cast.viewer("ana")
    meeting = planned(ana)

    assert planning.change_meeting(meeting.pk, by=ana, note_es="Nota").sequence == 0
    assert planning.change_meeting(meeting.pk, by=ana, ends_on=FIRST).sequence == 1
    assert planning.change_meeting(meeting.pk, by=ana, ends_on=FIRST).sequence == 1
    assert planning.change_meeting(meeting.pk, by=ana, mode="virtual").sequence == 2
    assert Notice.objects.filter(event__startswith="meeting.").count() == 0


def test_from_the_plan_to_the_final_documents(cast):
    meeting = planned(cast.viewer("ana"))
    with pytest.raises(IllegalStep):
        steps.open_meeting(meeting.pk, by=cast.viewer("ana"))
    steps.convene(meeting.pk, by=cast.viewer("ana"))
    with pytest.raises(Conflict):
        steps.open_meeting(meeting.pk, by=on_day(cast, "ana", FIRST - timedelta(1)))
    elena = on_day(cast, "elena", FIRST)
    for verb in (steps.open_meeting, steps.close_meeting, steps.finalise):
        verb(meeting.pk, by=elena)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.source) == (MeetingState.FINAL, "portal")
    with pytest.raises(IllegalStep):
        steps.call_off(meeting.pk, reason="Tarde", by=elena)
    with pytest.raises(Conflict):
        planning.change_meeting(meeting.pk, by=elena, title_es="Otra")
    verbs = AuditEntry.objects.filter(
        target_id=meeting.pk, verb__startswith="meetings.meeting."
    )
    assert [each.verb.rsplit(".", 1)[1] for each in verbs.order_by("id")] == [
        *("planned", "convened", "opened", "closed", "finalised")
    ]


def test_what_has_no_days_is_not_convened_and_what_has_passed_neither(cast):
    vague = planned(cast.viewer("ana"), precision="month", ends_on=date(2026, 12, 31))
    with pytest.raises(Conflict):
        steps.convene(vague.pk, by=cast.viewer("ana"))
    late = planned(cast.viewer("ana"))
    with pytest.raises(Conflict):
        steps.convene(late.pk, by=on_day(cast, "ana", LAST + timedelta(1)))


def test_a_meeting_is_called_off_with_its_reason(cast):
    ana = cast.viewer("ana")
    meeting = planned(ana)
    with pytest.raises(Invalid):
        steps.call_off(meeting.pk, reason=" ", by=ana)

    assert steps.call_off(meeting.pk, reason="Huracán", by=ana).state == "called_off"


def test_sessions_stay_within_the_days_and_closed_ones_without_title(cast):
    ana = cast.viewer("ana")
    meeting = planned(ana)
    begins, ends = MORNING
    here = {"meeting_id": meeting.pk, "forum": "VM_PLENARIA", "by": ana}
    session = sessions.add_session(starts_at=begins, ends_at=ends, **here)

    for wrong in (
        {"starts_at": ends, "ends_at": begins},
        {"starts_at": begins + timedelta(days=5), "ends_at": ends + timedelta(days=5)},
        {"starts_at": begins, "ends_at": ends, "forum": "VM_CERRADA", "title_es": "Tema"},
    ):
        with pytest.raises(Invalid):
            sessions.add_session(**{**here, **wrong})
    with pytest.raises(Invalid):
        planning.change_meeting(meeting.pk, by=ana, starts_on=LAST)
    sessions.change_session(session.pk, by=ana, room="Sala 2")
    sessions.remove_session(session.pk, by=ana)
    assert not meeting.sessions.exists()
    meeting.refresh_from_db()
    assert meeting.sequence == 3


def test_a_session_that_something_hangs_on_is_moved_and_not_removed(cast):
    ana = cast.viewer("ana")
    meeting = planned(ana)
    begins, ends = MORNING
    session = sessions.add_session(
        meeting.pk, forum="VM_PLENARIA", starts_at=begins, ends_at=ends, by=ana
    )
    cell("VM_PLENARIA", "INVITADO", "SPEAK", "UNREG")
    decided.record_decision(wanted(session_id=session.pk, meeting_id=meeting.pk), by=ana)

    with pytest.raises(Conflict):
        sessions.remove_session(session.pk, by=ana)
    assert meeting.sessions.count() == 1


def wanted(**more) -> Decision:
    return Decision(
        **{
            "forum": "VM_PLENARIA",
            "party_class": "INVITADO",
            "right": "SPEAK",
            "valid_until": datetime(2027, 1, 1, tzinfo=UTC),
            "scope_es": "Saludo en la apertura",
            "decided_by": "La PPT",
            "source": "Nota 4",
            **more,
        }
    )


def test_the_presidency_opens_what_is_not_regulated_until_it_expires_or_revokes(cast):
    ana, argentina = cast.viewer("ana"), cast.parties["AR"]
    cell("GRCM", "PAIS_OBS", "WORKING_DOCS", "UNREG")
    given = {"forum": "GRCM", "party_class": "PAIS_OBS", "right": "WORKING_DOCS"}
    decision = decided.record_decision(wanted(party_id=argentina.pk, **given), by=ana)

    def allowed(at: datetime) -> bool:
        return bool(may("WORKING_DOCS", "GRCM", argentina.pk, at=at))

    assert allowed(ana.at)
    assert not allowed(datetime(2027, 1, 1, tzinfo=UTC))
    later = cast.viewer("ana", ana.at + timedelta(hours=1))
    decided.revoke_decision(decision.pk, by=later)
    assert not allowed(later.at)
    assert allowed(ana.at)
    with pytest.raises(IllegalStep):
        decided.revoke_decision(decision.pk, by=later)


def test_what_a_source_forbids_nobody_decides(cast):
    ana = cast.viewer("ana")
    cell("VM_CERRADA", "PAIS_OBS", "ATTEND", "NO")
    with pytest.raises(Refused) as refusal:
        decided.record_decision(
            wanted(forum="VM_CERRADA", party_class="PAIS_OBS", right="ATTEND"), by=ana
        )
    assert refusal.value.rule == "001:375"
    with pytest.raises(Refused):
        decided.record_decision(wanted(right="DECIDE"), by=ana)
    cell("VM_CERRADA", "ST", "ATTEND", "NO")
    closed = wanted(
        forum="VM_CERRADA",
        party_class="ST",
        right="ATTEND",
        decided_by="Los Viceministros y las Viceministras",
    )
    assert decided.record_decision(closed, by=ana).pk
    with pytest.raises(Invalid):
        decided.record_decision(replace(closed, decided_by="La PPT"), by=ana)


def test_only_the_presidency_decides_and_a_decision_says_for_what_and_until_when(cast):
    cell("VM_PLENARIA", "INVITADO", "SPEAK", "UNREG")
    for who in ("elena", "bruno", "oscar"):
        with pytest.raises(Refused):
            decided.record_decision(wanted(), by=cast.viewer(who))
    ana = cast.viewer("ana")
    for wrong in (
        {"scope_es": " "},
        {"decided_by": ""},
        {"valid_until": ana.at},
    ):
        with pytest.raises(Invalid):
            decided.record_decision(wanted(**wrong), by=ana)
    with pytest.raises(Conflict):
        decided.record_decision(wanted(party_id=cast.parties["AR"].pk), by=ana)
    assert not ParticipationDecision.objects.exists()


def test_every_version_of_a_meeting_is_kept(cast):
    ana = cast.viewer("ana")
    meeting = planned(ana)
    planning.change_meeting(meeting.pk, by=ana, title_es="Otra")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT title_es FROM meetings_meetingevent WHERE pgh_obj_id = %s ORDER BY pgh_id",
            [meeting.pk],
        )
        assert [row[0] for row in cursor.fetchall()] == ["", "Otra"]
