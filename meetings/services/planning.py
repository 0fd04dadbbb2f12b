"""Meetings planned and changed: days, places, title. Calendars are told of what moves."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from meetings import rules
from meetings.meeting_states import AHEAD, State
from meetings.models import Body, Meeting, Place
from meetings.models.meetings import SEAT_ZONE, Mode
from meetings.rules import convening
from meetings.services import invitations
from members.models.parties import Precision

# What may be set when planning and changed afterwards.
PLAIN = (
    "title_es",
    "title_en",
    "theme_es",
    "theme_en",
    "host_id",
    "mode",
    "city_es",
    "city_en",
    "time_zone",
    "starts_on",
    "ends_on",
    "precision",
    "registration_closes_at",
    "held_with_id",
    "note_es",
    "note_en",
)


@dataclass(frozen=True, slots=True)
class Venue:
    """One of the cities of a meeting, as it is given."""

    city_es: str
    city_en: str = ""
    venue_es: str = ""
    venue_en: str = ""
    time_zone: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def plan_meeting(
    body_code: str,
    *,
    by: Viewer,
    starts_on: date,
    ends_on: date | None = None,
    places: Sequence[Venue] = (),
    jointly_with: Sequence[str] = (),
    ordinal: int | None = None,
    **given: Any,
) -> Meeting:
    """Put a meeting into the calendar; it is the Conference's own until it is convened."""
    body = Body.objects.select_for_update().get(code=body_code)
    require_power(body.kind, given.get("host_id"), by)
    meeting = Meeting(
        body=body,
        ordinal=ordinal,
        starts_on=starts_on,
        ends_on=ends_on or starts_on,
        **_known(given),
    )
    meeting.symbol = _symbol(meeting)
    meeting.time_zone = meeting.time_zone or SEAT_ZONE
    _require_sense(meeting)
    meeting.save()
    meeting.jointly_with.set(_owners(meeting, jointly_with, by))
    _place(meeting, places)
    audit.record(meeting, "planned", by=by, **_told(meeting))
    return meeting


@transaction.atomic
def change_meeting(
    pk: int, *, by: Viewer, places: Sequence[Venue] | None = None, **given: Any
) -> Meeting:
    """Change a meeting that lies ahead; whoever was told of it is told again."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=pk)
    require_power(meeting.body.kind, meeting.host_id, by)
    require_ahead(meeting)
    before = _told(meeting)
    for name, value in _known(given).items():
        setattr(meeting, name, value)
    _require_sense(meeting)
    if places is not None:
        meeting.places.all().delete()
        _place(meeting, places)
    after = _told(meeting)
    changed = {name: value for name, value in after.items() if before[name] != value}
    if not changed and places is None:
        return meeting
    # A change of the cities moves people, and the clock moves every hour.
    tells = convening.tells_calendars(before, after) or places is not None
    if tells:
        meeting.sequence += 1
    meeting.save()
    _require_sessions_within(meeting)
    was = {name: before[name] for name in changed}
    audit.record(meeting, "changed", by=by, was=was, becomes=changed)
    if tells and meeting.state == State.CONVENED:
        invitations.tell(meeting, "changed", by=by)
    return meeting


@transaction.atomic
def change_owners(pk: int, *, jointly_with: Collection[str], by: Viewer) -> Meeting:
    """Say of which other bodies (codes) a meeting is, until it is closed."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body")
    meeting = rows.get(pk=pk)
    require_power(meeting.body.kind, meeting.host_id, by)
    if meeting.state not in {*AHEAD, State.IN_SESSION}:
        raise Conflict(_("That meeting is over."), code="over")
    was = set(meeting.jointly_with.values_list("code", flat=True))
    becomes = set(jointly_with)
    if was == becomes:
        return meeting
    meeting.jointly_with.set(_owners(meeting, becomes, by, known=was))
    audit.record(meeting, "owners_changed", by=by, was=sorted(was), becomes=sorted(becomes))
    return meeting


def require_power(kind: str, host_id: int | None, by: Viewer) -> None:
    """Raise Refused unless ``by`` plans and conducts such meetings."""
    if convening.may_plan(by, kind, host_id):
        return
    if kind == convening.HELD_BY_HOST:
        said = _("Its host, together with the Secretariat, convenes such an activity.")
    else:
        said = _("The presidency in office or the Secretariat keeps this meeting.")
    raise Refused(said, rule=convening.rule_of(kind))


def require_ahead(meeting: Meeting) -> None:
    """Raise Conflict if the meeting has begun or was called off."""
    if meeting.state not in AHEAD:
        raise Conflict(_("Only a meeting that lies ahead can be changed."), code="begun")


def _owners(
    meeting: Meeting,
    codes: Collection[str],
    by: Viewer,
    known: Collection[str] = (),
) -> list[Body]:
    """Return the bodies of ``codes``; nobody joins one whose meetings are not theirs to plan."""
    bodies = list(Body.objects.filter(code__in=codes))
    if len(bodies) != len(set(codes)) or meeting.body in bodies:
        raise Invalid(_("A meeting is held jointly with other bodies."), code="bodies")
    for body in bodies:
        if body.code not in known:
            require_power(body.kind, meeting.host_id, by)
    return bodies


def _known(given: dict[str, Any]) -> dict[str, Any]:
    unknown = set(given) - set(PLAIN)
    if unknown:
        raise TypeError(f"not a meeting's: {sorted(unknown)}")
    return {
        name: value.strip() if isinstance(value, str) else value
        for name, value in given.items()
    }


def _told(meeting: Meeting) -> dict[str, Any]:
    return {name: getattr(meeting, name) for name in PLAIN}


def _symbol(meeting: Meeting) -> str:
    """Return the next symbol of the body in the year; a number once given stays given."""
    code, year = meeting.body.code, meeting.starts_on.year
    if meeting.ordinal and meeting.body.code == rules.symbols.DECIDING:
        symbol = rules.meeting_symbol(code, meeting.ordinal)
        if Meeting.objects.filter(symbol=symbol).exists():
            raise Conflict(_("There is a meeting of that number already."), code="ordinal")
        return symbol
    taken = set(Meeting.objects.filter(body=meeting.body).values_list("symbol", flat=True))
    number = 1
    while (symbol := rules.meeting_symbol(code, year=year, number=number)) in taken:
        number += 1
    return symbol


def _require_sense(meeting: Meeting) -> None:
    if meeting.ends_on < meeting.starts_on:
        raise Invalid(_("The last day is before the first."), code="days")
    if meeting.state == State.CONVENED and meeting.precision != Precision.DAY:
        raise Invalid(_("A meeting that is convened has its days."), code="days")
    if meeting.mode == Mode.IN_PERSON and not (meeting.host_id or meeting.city_es):
        raise Invalid(_("Say where it is held, or that it is virtual."), code="place")
    _require_zone(meeting.time_zone)


def _require_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise Invalid(_("That is no time zone."), code="time_zone") from None


def _require_sessions_within(meeting: Meeting) -> None:
    """A change of days takes the sessions along only by hand: none is left outside."""
    zone = ZoneInfo(meeting.time_zone)
    for session in meeting.sessions.all():
        day = session.starts_at.astimezone(zone).date()
        if not convening.falls_within(meeting.starts_on, meeting.ends_on, day):
            raise Invalid(
                _("A session would be left outside the new days: move it first."),
                code="sessions",
            )


def _place(meeting: Meeting, venues: Sequence[Venue]) -> None:
    rows = [
        Place(
            meeting=meeting,
            order=order,
            **{**asdict(venue), "time_zone": venue.time_zone or meeting.time_zone},
        )
        for order, venue in enumerate(venues, start=1)
    ]
    for row in rows:
        _require_zone(row.time_zone)
    Place.objects.bulk_create(rows)
