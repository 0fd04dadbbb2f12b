"""What follows from a deadline: reminders, the strip of days, and sending it later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from crm_portal.core.calendars.computation import Computation
from crm_portal.core.calendars.days import ONE_DAY
from crm_portal.core.calendars.engine import compute, midnight_after, seat_date
from crm_portal.core.calendars.model import Closure, MemberCalendar, zone
from crm_portal.core.calendars.records import Terms

REMINDER_HOUR = time(8)
LAST_DAY = "T-0"
TWO_DAYS_BEFORE = "T-2"


@dataclass(frozen=True, slots=True)
class Reminder:
    """When to remind one member: ``on`` is a civil day, ``at`` its 08:00 in the capital."""

    country: str
    label: str
    on: date
    at: datetime


def reminders(computation: Computation) -> tuple[Reminder, ...]:
    """Return the reminders of every member, by instant.

    T-0 is the member's last business day on or before the last day of the term, so that
    nobody is reminded on a day it does not work; T-2 is two of its business days earlier,
    and is left out when that would not be after the day of the event.
    """
    found = []
    for term in computation.per_member:
        capital = zone(term.tz)
        for label, place in ((LAST_DAY, -1), (TWO_DAYS_BEFORE, -3)):
            if len(term.working_days) >= -place:
                on = term.working_days[place]
                local = datetime.combine(on, REMINDER_HOUR, tzinfo=capital)
                found.append(Reminder(term.country, label, on, local.astimezone(UTC)))
    return tuple(sorted(found, key=lambda each: (each.at, each.country)))


@dataclass(frozen=True, slots=True)
class StripDay:
    """One civil day of a member's term; ``number`` is its place among those granted."""

    day: date
    number: int | None
    is_working: bool
    is_last: bool
    closure: Closure | None


def strip(computation: Computation, code: str) -> tuple[StripDay, ...]:
    """Return the days from the member's first business day to the last day of the term."""
    term = computation.member(code)
    numbers = {day: number for number, day in enumerate(term.days, start=1)}
    closures = {closure.day: closure for closure in term.closures}
    working = set(term.working_days)
    first = term.days[0]
    days = (
        first + timedelta(days=offset)
        for offset in range((computation.ends_on - first).days + 1)
    )
    return tuple(
        StripDay(
            day=day,
            number=numbers.get(day),
            is_working=day in working,
            is_last=day == computation.ends_on,
            closure=closures.get(day),
        )
        for day in days
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """What sending now gives, and what waiting until ``midnight`` at the seat would."""

    now: Computation
    midnight: datetime
    waiting: Computation


def preview(
    at: datetime,
    calendars: Iterable[MemberCalendar],
    terms: Terms | None = None,
    *,
    tz_version: str,
) -> Preview:
    """Return the deadline of sending at ``at`` beside that of waiting for the next day."""
    calendars = tuple(calendars)
    midnight = midnight_after(seat_date(at))
    return Preview(
        now=compute(at, calendars, terms, tz_version=tz_version),
        midnight=midnight,
        waiting=compute(midnight, calendars, terms, tz_version=tz_version),
    )


def what_if(
    at: datetime,
    calendars: Iterable[MemberCalendar],
    terms: Terms | None = None,
    *,
    days: int = 5,
    tz_version: str,
) -> tuple[Computation, ...]:
    """Return the deadline of sending now, and at the start of each of the next ``days``."""
    calendars = tuple(calendars)
    today = seat_date(at)
    starts = [midnight_after(today + ONE_DAY * ahead) for ahead in range(days)]
    return tuple(
        compute(start, calendars, terms, tz_version=tz_version) for start in (at, *starts)
    )
