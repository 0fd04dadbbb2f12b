"""Counting days: what is a business day of a member, and which one is the n-th."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crm_portal.core.calendars.model import CalendarError, Closure, MemberCalendar, Policy

ONE_DAY = timedelta(days=1)
SATURDAY = 5
SEARCH_LIMIT = (
    120  # civil days looked at for one member before the calendar is called wrong
)

# A member's business days, and the closures among them.
Count = tuple[tuple[date, ...], tuple[Closure, ...]]


@dataclass(frozen=True, slots=True)
class Pause:
    """A suspension, both days included: neither it nor any day between is counted."""

    suspended_on: date
    resumed_on: date

    def __post_init__(self) -> None:
        if self.resumed_on < self.suspended_on:
            raise CalendarError("A term resumes after it is suspended.", code="pause")

    def __contains__(self, day: date) -> bool:
        return self.suspended_on <= day <= self.resumed_on


def is_weekday(day: date) -> bool:
    """Return whether ``day`` is one from Monday to Friday."""
    return day.weekday() < SATURDAY


def is_business_day(calendar: MemberCalendar, day: date, policy: Policy) -> bool:
    """Return whether the member works on ``day``, as ``policy`` reads its calendar."""
    return is_weekday(day) and policy.closure(calendar, day) is None


def days_after(day: date, pauses: Sequence[Pause] = ()) -> Iterator[date]:
    """Yield the civil days after ``day`` that no suspension takes away, at most 120."""
    for _ in range(SEARCH_LIMIT):
        day += ONE_DAY
        while pauses and (pause := next((each for each in pauses if day in each), None)):
            day = pause.resumed_on + ONE_DAY
        yield day


def nth_weekday(after: date, n: int) -> date:
    """Return the n-th day from Monday to Friday after ``after``: the naive answer."""
    weeks, rest = divmod(n - 1, SATURDAY)
    first = next(day for day in days_after(after) if is_weekday(day))
    day = first + timedelta(weeks=weeks)
    while rest > 0:
        day += ONE_DAY
        rest -= is_weekday(day)
    return day


def counted(
    calendar: MemberCalendar,
    n: int,
    *,
    after: date,
    policy: Policy,
    pauses: Sequence[Pause] = (),
) -> Count:
    """Return the member's first ``n`` business days after ``after``, and what it skipped.

    Weekends are skipped in silence. Raises CalendarError past 120 days: no real calendar
    is that closed (procedure 2.8).
    """
    days: list[date] = []
    skipped: list[Closure] = []
    for day in days_after(after, pauses):
        if day.weekday() >= SATURDAY:
            continue
        if closure := policy.closure(calendar, day):
            skipped.append(closure)
            continue
        days.append(day)
        if len(days) == n:
            return tuple(days), tuple(skipped)
    message = f"{calendar.code} has no {n} business days in {SEARCH_LIMIT} days."
    raise CalendarError(message, code="search-limit")


def split(
    calendar: MemberCalendar,
    *,
    after: date,
    through: date,
    policy: Policy,
    pauses: Sequence[Pause] = (),
) -> Count:
    """Return the member's business days and closures after ``after``, up to ``through``."""
    days: list[date] = []
    closures: list[Closure] = []
    for offset in range(1, (through - after).days + 1):
        day = after + timedelta(days=offset)
        if not is_weekday(day) or any(day in pause for pause in pauses):
            continue
        if closure := policy.closure(calendar, day):
            closures.append(closure)
        else:
            days.append(day)
    return tuple(days), tuple(closures)
