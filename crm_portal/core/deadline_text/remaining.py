"""How much of a term is left, or how long ago it closed, computed when the page is."""

from datetime import datetime, timedelta, tzinfo

from crm_portal.core.calendars import SEAT, Computation, zone
from crm_portal.core.deadline_text.phrases import PHRASES
from crm_portal.core.deadline_text.sentence import shown
from crm_portal.core.deadline_text.words import tongue

ONE_MINUTE = timedelta(minutes=1)
ONE_HOUR = timedelta(hours=1)
ONE_DAY = timedelta(days=1)


def remaining(
    closes_at: datetime,
    at: datetime,
    days_left: int | None,
    language: str,
    *,
    seat: tzinfo = SEAT,
) -> str:
    """Return ``Quedan 5 días hábiles``; at last hours and minutes; then ``Venció hace…``.

    ``days_left`` are the business days of the reader's country, today included; None for a
    reader of no country, who is told civil days.
    """
    if at >= closes_at:
        return _ago(at - closes_at, language)
    today, last_day = at.astimezone(seat).date(), shown(closes_at, seat).date()
    if today >= last_day:
        return _hours(closes_at - at, language)
    if days_left:
        return _count("day", days_left, language)
    civil_days = (last_day - today).days + 1
    return _count("civil" if days_left is None else "none_left", civil_days, language)


def remaining_for(
    computation: Computation, member: str | None, at: datetime, language: str
) -> str:
    """Return what is left of a term for a reader of ``member``, or of none that counts."""
    seat = zone(computation.zone)
    today = at.astimezone(seat).date()
    is_counted = any(term.country == member for term in computation.per_member)
    days_left = computation.business_days_left(str(member), today) if is_counted else None
    return remaining(computation.closes_at, at, days_left, language, seat=seat)


def _count(unit: str, count: int, language: str) -> str:
    key = f"{unit}_one" if count == 1 else f"{unit}_many"
    return PHRASES[tongue(language)][key].format(count=count)


def _hours(left: timedelta, language: str) -> str:
    """Whole minutes, rounded down: nobody is promised time that is not there."""
    hours, minutes = divmod(left // ONE_MINUTE, 60)
    if hours and minutes:
        key = "hour_minute"
    elif hours:
        key = "hour_one" if hours == 1 else "hour_many"
    else:
        key = {0: "minute_less", 1: "minute_one"}.get(minutes, "minute_many")
    return PHRASES[tongue(language)][key].format(hours=hours, minutes=minutes)


def _ago(since: timedelta, language: str) -> str:
    for unit, length in (("day", ONE_DAY), ("hour", ONE_HOUR), ("minute", ONE_MINUTE)):
        count = since // length
        if count:
            key = f"ago_{unit}" if count == 1 else f"ago_{unit}s"
            return PHRASES[tongue(language)][key].format(count=count)
    return PHRASES[tongue(language)]["ago_now"]
