"""The hour of a meeting on every clock that matters: the place's, San José's, the reader's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.display import format_instant, seat_city
from meetings.models import Meeting
from members.models import Party


@dataclass(frozen=True, slots=True)
class Clock:
    """An instant as one clock shows it, and whose clock it is."""

    at: datetime
    zone: ZoneInfo
    where: str
    day: str
    hour: str


def clocks(
    at: datetime, meeting: Meeting, reader: Party | None, *, city: str = ""
) -> list[Clock]:
    """Return ``at`` on the place's clock, San José's and the reader's; those that agree, once."""
    found: dict[str, Clock] = {}
    for zone, where in _zones(meeting, reader, city):
        shown = format_instant(at, "short", tz=zone)
        places = _joined(found[shown].where, where) if shown in found else where
        hour = format_instant(at, "time", tz=zone)
        found[shown] = Clock(at, zone, places, shown.rpartition(",")[0], hour)
    return list(found.values())


def _joined(known: str, where: str) -> str:
    """Return the places of one line: a city that is also the reader's is said once."""
    places = known.split(" · ")
    own = next((place for place in places if where.startswith(f"{place},")), "")
    if own:
        return " · ".join(where if place == own else place for place in places)
    return known if where in places else f"{known} · {where}"


def hour(at: datetime, meeting: Meeting, reader: Party | None) -> str:
    """Return ``09:00 Ottawa · 07:00 San José``: the hour alone, on each clock."""
    return " · ".join(
        f"{clock.hour} {clock.where}" for clock in clocks(at, meeting, reader)
    )


def _zones(
    meeting: Meeting, reader: Party | None, city: str
) -> Iterator[tuple[ZoneInfo, str]]:
    place = city or meeting.city or (meeting.host.name if meeting.host else "")
    if meeting.mode != "virtual":
        yield ZoneInfo(meeting.time_zone), place or _("on the spot")
    yield ZONE_OF_RECORD, seat_city()
    if reader is not None and reader.capital_tz:
        seat = seat_city() if reader.tz.key == ZONE_OF_RECORD.key else reader.name
        name = reader.capital or seat
        yield reader.tz, _("%(city)s, your time") % {"city": name}
