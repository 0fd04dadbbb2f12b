"""The meeting that a demonstration looks forward to: invented, and marked so."""

from datetime import date, datetime, timedelta

from crm_portal.core.access import ZONE_OF_RECORD
from meetings.access import next_vice_ministerial
from meetings.models import Body, BodyKind, Meeting, MeetingState
from meetings.rules import meeting_symbol
from members.access import troika_at
from members.models import Party

WEEKS_AHEAD = timedelta(weeks=12)
WEDNESDAY = 2


def announce(at: datetime) -> Meeting:
    """Return the next Vice-Ministerial Meeting: the one announced, or one twelve weeks on.

    It has no number, for it never takes place, and is hosted by the presidency at ``at``.
    """
    if meeting := next_vice_ministerial(at):
        return meeting
    presides = troika_at(at).current
    host = Party.objects.get(pk=presides) if presides else None
    starts_on = _wednesday_of(at.astimezone(ZONE_OF_RECORD).date() + WEEKS_AHEAD)
    return Meeting.objects.create(
        body=Body.objects.get(kind=BodyKind.VICE_MINISTERIAL),
        symbol=meeting_symbol("VICE_MINISTERIAL", year=starts_on.year),
        state=MeetingState.CONVENED,
        host=host,
        city_es=host.capital_es if host else "",
        city_en=host.capital_en if host else "",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=1),
        is_demonstration=True,
    )


def _wednesday_of(day: date) -> date:
    return day + timedelta(days=WEDNESDAY - day.weekday())
