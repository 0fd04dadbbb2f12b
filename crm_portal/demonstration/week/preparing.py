"""Prepare the week: its meetings and sessions, their agendas, who comes, what is read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from crm_portal.core import clock
from crm_portal.core.access import ZONE_OF_RECORD, Role, Viewer
from crm_portal.demonstration.week import delegates, papers
from meetings.models import AgendaItem, Forum, Meeting, Session
from meetings.services import agenda, planning, sessions, steps
from members.access import viewer_for
from members.models import Mandate

WEEK: Mapping[str, Any] = tomllib.loads(
    (Path(__file__).parent / "week.toml").read_text("utf-8")
)
CLOSES_BEFORE = timedelta(days=9)
CITY = ("Ciudad de Guatemala", "Guatemala City")
VENUE = ("Palacio Nacional de la Cultura", "National Palace of Culture")
THEME = (
    "Migración ordenada con derechos: una responsabilidad compartida (demostración)",
    "Orderly migration with rights: a shared responsibility (demonstration)",
)


@dataclass(frozen=True)
class Hands:
    """The offices that prepare a meeting, and who does behind its closed door."""

    presidency: Viewer
    secretariat: Viewer
    inside: Viewer


@transaction.atomic
def prepare() -> int:
    """Prepare the week around the next meeting, once; return how many were (0 or 1).

    The worker does it: it takes some seconds, which nobody waits for at the start.
    """
    at = clock.now()
    main = _unprepared(at)
    hands = _hands(at)
    if main is None or hands is None:
        return 0
    for told in WEEK["meeting"]:
        meeting = _meeting(main, told, hands)
        sitting = [_session(meeting, main, each, hands) for each in told["session"]]
        papers.register(meeting, sitting, hands.inside, hands.secretariat)
    delegates.register(main, hands.secretariat)
    return 1


def _unprepared(at: datetime) -> Meeting | None:
    """Return the invented meeting that lies ahead, while nobody else prepares it."""
    ahead = Meeting.objects.vice_ministerial().filter(
        is_demonstration=True,
        sessions=None,
        starts_on__gt=at.astimezone(ZONE_OF_RECORD).date(),
    )
    return ahead.select_for_update(skip_locked=True, of=("self",)).first()


def _hands(at: datetime) -> Hands | None:
    """Return who prepares, unless an office is empty at ``at``."""
    mandates = Mandate.objects.at(at).filter(user__is_demonstration=True)
    viewers = [
        viewer_for(mandate.user, at)
        for mandate in mandates.select_related("user").order_by("user_id")
    ]
    presidency = _first(viewers, Role.PRESIDENCY)
    secretariat = _first(viewers, Role.SECRETARIAT)
    of_theirs = [
        each for each in viewers if presidency and each.party_id == presidency.party_id
    ]
    inside = _first(of_theirs, Role.VICE_MINISTER)
    if presidency is None or secretariat is None or inside is None:
        return None
    return Hands(presidency, secretariat, inside)


def _first(viewers: list[Viewer], role: Role) -> Viewer | None:
    return next((each for each in viewers if each.has(role)), None)


def _meeting(main: Meeting, told: Mapping[str, Any], hands: Hands) -> Meeting:
    first, last = (main.starts_on + timedelta(days=day) for day in told["days"])
    if told["body"] == main.body.code:
        return planning.change_meeting(
            main.pk,
            theme_es=THEME[0],
            theme_en=THEME[1],
            registration_closes_at=_at(main, main.starts_on - CLOSES_BEFORE, "17:00"),
            by=hands.presidency,
        )
    meeting = planning.plan_meeting(
        told["body"],
        starts_on=first,
        ends_on=last,
        host_id=main.host_id,
        city_es=main.city_es,
        city_en=main.city_en,
        time_zone=main.time_zone,
        held_with_id=main.pk,
        registration_closes_at=_at(main, main.starts_on - CLOSES_BEFORE, "17:00"),
        by=hands.presidency,
    )
    Meeting.objects.filter(pk=meeting.pk).update(is_demonstration=True)
    return steps.convene(meeting.pk, by=hands.presidency)


def _session(
    meeting: Meeting, main: Meeting, told: Mapping[str, Any], hands: Hands
) -> Session:
    day = main.starts_on + timedelta(days=told["day"])
    begins, ends = (_at(main, day, hour) for hour in told["hours"])
    session = sessions.add_session(
        meeting.pk,
        forum=told["forum"],
        starts_at=begins,
        ends_at=ends,
        room=told["room"],
        by=hands.presidency,
    )
    slot = (ends - begins) / len(told["item"])
    by = hands.inside if session.forum == Forum.VM_CLOSED else hands.secretariat
    for place, item in enumerate(told["item"]):
        starts = begins + _whole_minutes(slot * place)
        _item(session, item, starts, begins + _whole_minutes(slot * (place + 1)), by)
    return session


def _item(
    session: Session, told: Mapping[str, str], starts: datetime, ends: datetime, by: Viewer
) -> AgendaItem:
    return agenda.add_item(
        session.meeting_id,
        session_id=session.pk,
        kind=told["kind"],
        axis=told.get("axis", ""),
        title_es=told["es"],
        title_en=told["en"],
        starts_at=starts,
        ends_at=ends,
        by=by,
    )


def _at(main: Meeting, day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), ZoneInfo(main.time_zone))


def _whole_minutes(length: timedelta) -> timedelta:
    return timedelta(minutes=length // timedelta(minutes=1))
