"""The count itself, and what changes a count: extension, suspension, closures, outages.

The day of the event is not counted. Every member counts its own business days, and the term
is common: it ends with the day on which the last of them has had them all (001:389 "5 días
hábiles"). A term once announced is never shortened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from crm_portal.core.calendars.computation import Computation
from crm_portal.core.calendars.days import (
    ONE_DAY,
    SEARCH_LIMIT,
    Count,
    Pause,
    counted,
    days_after,
    is_business_day,
    nth_weekday,
    split,
)
from crm_portal.core.calendars.model import SEAT, CalendarError, MemberCalendar, Policy
from crm_portal.core.calendars.records import MemberTerm, Terms

YEARS = range(1900, 9000)  # what the arithmetic of dates can carry, with room to spare
OUTAGE_TOLERATED = timedelta(hours=4)
OUTAGE_WATCH_FROM = time(8)


def midnight_after(day: date, zone: tzinfo = SEAT) -> datetime:
    """Return the exclusive bound, in UTC, of a term that ends with ``day`` in ``zone``."""
    return datetime.combine(day + ONE_DAY, time.min, tzinfo=zone).astimezone(UTC)


def seat_date(at: datetime) -> date:
    """Return the civil day of an instant at the Secretariat's seat."""
    if at.tzinfo is None:
        raise CalendarError("An instant needs its time zone.", code="naive-instant")
    if at.year not in YEARS:
        raise CalendarError(f"No term starts in the year {at.year}.", code="range")
    return at.astimezone(SEAT).date()


def compute(
    start_at: datetime,
    calendars: Iterable[MemberCalendar],
    terms: Terms | None = None,
    *,
    tz_version: str,
) -> Computation:
    """Return the deadline of a term distributed at ``start_at``, with all its reasons.

    ``tz_version`` is the release of the time zone database in use, kept for the record.
    Raises CalendarError for an unknown policy or member and past 120 days of search.
    """
    terms = terms or Terms()
    policy = Policy.named(terms.policy)
    consulted = policy.consulted(calendars)
    event_date = seat_date(start_at)
    ends_on, per_member = _count_all(consulted, event_date, policy, terms)
    closing_zone = policy.closing_zone(consulted)
    return Computation(
        start_at=start_at.astimezone(UTC),
        event_date=event_date,
        terms=terms,
        zone=closing_zone.key,
        ends_on=ends_on,
        closes_at=midnight_after(ends_on, closing_zone),
        per_member=per_member,
        naive=nth_weekday(event_date, terms.total),
        tz_version=tz_version,
    )


def _count_all(
    consulted: Sequence[MemberCalendar], event_date: date, policy: Policy, terms: Terms
) -> tuple[date, tuple[MemberTerm, ...]]:
    """Return the last day for all, never before one announced, and each member's count."""
    counts = [
        counted(each, terms.total, after=event_date, policy=policy, pauses=terms.pauses)
        for each in consulted
    ]
    ends_on = max(days[-1] for days, _ in counts)
    if terms.not_before:
        ends_on = max(ends_on, terms.not_before)
    return ends_on, tuple(
        _member_term(calendar, count, ends_on, policy=policy, pauses=terms.pauses)
        for calendar, count in zip(consulted, counts, strict=True)
    )


def _member_term(
    calendar: MemberCalendar,
    count: Count,
    ends_on: date,
    *,
    policy: Policy,
    pauses: Sequence[Pause],
) -> MemberTerm:
    days, excluded = count
    later, beyond = split(
        calendar, after=days[-1], through=ends_on, policy=policy, pauses=pauses
    )
    seen = {day.year for day in days} | {closure.day.year for closure in excluded}
    return MemberTerm(
        country=calendar.code,
        tz=calendar.tz,
        days=days,
        excluded=excluded,
        later=later,
        beyond=beyond,
        calendar_version=calendar.version,
        unconfirmed=tuple(sorted(seen - calendar.confirmed_years)),
    )


def extend(
    previous: Computation,
    calendars: Iterable[MemberCalendar],
    extra: int,
    *,
    tz_version: str,
) -> Computation:
    """Return the term with ``extra`` business days more for everybody, from the same event.

    Counted anew as n + k (procedure 2.6), on the calendars as they are now.
    """
    if extra < 1:
        raise CalendarError("An extension is one business day or more.", code="days")
    total = previous.terms.extension + extra
    return _again(previous, calendars, tz_version, extension=total)


def resume(
    previous: Computation,
    calendars: Iterable[MemberCalendar],
    pause: Pause,
    *,
    tz_version: str,
) -> Computation:
    """Return the term as it goes on after a suspension.

    Each member keeps its business days before the suspension; that day is given back, and
    the remainder counts from the day after the resumption (procedure 2.6).
    """
    pauses = (*previous.terms.pauses, pause)
    return _again(previous, calendars, tz_version, pauses=pauses)


def recompute(
    previous: Computation,
    calendars: Iterable[MemberCalendar],
    *,
    at: datetime,
    tz_version: str,
) -> Computation:
    """Return the term on calendars that changed at ``at``: later or the same, never sooner.

    A closure entered at or after the bound changes nothing; one entered before it counts
    even for a day already past (procedure 2.5).
    """
    if at >= previous.closes_at:
        return previous
    return _again(previous, calendars, tz_version)


def elapsed(computation: Computation, on: date) -> dict[str, int]:
    """Return the business days each member has behind it when suspended ``on`` that day."""
    return {
        term.country: sum(day < on for day in term.days) for term in computation.per_member
    }


def is_disabling(outages: Iterable[tuple[datetime, datetime]], last_day: date) -> bool:
    """Return whether the portal was down too long on the last day of a term.

    Too long is more than four hours in total between 08:00 and 24:00 at the seat
    (procedure 2.6); overlapping reports of one outage count once.
    """
    seen = datetime.combine(last_day, OUTAGE_WATCH_FROM, tzinfo=SEAT).astimezone(UTC)
    watch_ends = midnight_after(last_day)
    down = timedelta()
    for began, ended in sorted(outages):
        since, until = max(began, seen), min(ended, watch_ends)
        if until > since:
            down += until - since
            seen = until
    return down > OUTAGE_TOLERATED


def after_outage(
    previous: Computation, calendars: Iterable[MemberCalendar], *, tz_version: str
) -> Computation:
    """Return the term moved to the next business day of all its determining members."""
    calendars = tuple(calendars)
    policy = Policy.named(previous.terms.policy)
    deciding = [each for each in calendars if each.code in previous.determining]
    for day in days_after(previous.ends_on, previous.terms.pauses):
        if all(is_business_day(each, day, policy) for each in deciding):
            outages = (*previous.terms.outages, previous.ends_on)
            return _again(previous, calendars, tz_version, outages=outages, not_before=day)
    message = f"No day in {SEARCH_LIMIT} is a business day of all determining members."
    raise CalendarError(message, code="search-limit")


def _again(
    previous: Computation,
    calendars: Iterable[MemberCalendar],
    tz_version: str,
    **changes: Any,
) -> Computation:
    """Count the same event anew; the last day already announced stands (the ratchet)."""
    changes.setdefault("not_before", previous.ends_on)
    terms = replace(previous.terms, **changes)
    result = compute(previous.start_at, calendars, terms, tz_version=tz_version)
    if {each.country for each in result.per_member} != {
        each.country for each in previous.per_member
    }:
        message = "A term is counted again for the members it was counted for."
        raise CalendarError(message, code="members")
    return result
