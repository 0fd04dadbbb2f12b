"""The deadline in a sentence, in a line, and on the two clocks that matter to a reader.

Every function takes the exclusive bound. A term that ends with a day is said to end at
23:59 of that day, never at 00:00 of the next; a cut-off at another hour is said as it is.
"""

from datetime import datetime, time, timedelta, tzinfo

from crm_portal.core.calendars import SEAT, Preview, utc, zone
from crm_portal.core.deadline_text.phrases import PHRASES
from crm_portal.core.deadline_text.words import (
    Dating,
    day_month,
    day_number,
    full_date,
    short_date,
    short_number,
    tongue,
)
from crm_portal.core.instance import THIS

ONE_MINUTE = timedelta(minutes=1)
CLOCK = "%H:%M"

__all__ = [
    "change",
    "clocks",
    "headline",
    "preview_sentence",
    "sentence",
    "short",
    "utc",
]


def _city(language: str) -> str:
    return THIS.seat.city.said(tongue(language))


def shown(closes_at: datetime, seat: tzinfo = SEAT) -> datetime:
    """Return the instant that is written for a bound; for a midnight, the minute before."""
    local = closes_at.astimezone(seat)
    return (closes_at - ONE_MINUTE).astimezone(seat) if local.time() == time.min else local


def sentence(
    closes_at: datetime,
    reader_tz: str,
    reader_city: str,
    language: str,
    *,
    seat: tzinfo = SEAT,
    city: str = "",
) -> str:
    """Return ``hasta las 23:59 del jueves 3 de diciembre de 2026, hora de San José (…)``.

    ``reader_tz`` is the zone of the reader's capital, empty for a text without a reader;
    ``city`` where the term ends, the Secretariat's unless told.
    """
    says = PHRASES[tongue(language)]
    last = shown(closes_at, seat)
    said = says["until"].format(
        the=_article(last),
        clock=_clock(last),
        day=full_date(last.date(), language),
        city=city or _city(language),
    )
    if not reader_tz:
        return said
    theirs = last.astimezone(zone(reader_tz))
    if theirs.utcoffset() == last.utcoffset():
        return said + says["same"]
    moment = _their_moment(theirs, last, language, _by_distance(theirs, last))
    return said + says["elsewhere"].format(moment=moment, city=reader_city)


def short(
    closes_at: datetime,
    language: str,
    reader_tz: str = "",
    reader_city: str = "",
    *,
    seat: tzinfo = SEAT,
    city: str = "",
) -> str:
    """Return ``jue 3 dic, 23:59 San José``, and after a dot the reader's own clock."""
    last = shown(closes_at, seat)
    said = f"{short_date(last.date(), language)}, {_clock(last)} {city or _city(language)}"
    if not reader_tz:
        return said
    theirs = last.astimezone(zone(reader_tz))
    if theirs.utcoffset() == last.utcoffset():
        return said + PHRASES[tongue(language)]["short_same"]
    return f"{said} · {_their_moment(theirs, last, language, short_number)} {reader_city}"


def clocks(
    closes_at: datetime,
    reader_tz: str,
    reader_city: str,
    language: str,
    *,
    seat: tzinfo = SEAT,
    city: str = "",
) -> tuple[tuple[str, str], ...]:
    """Return the panel's lines: (``jue 3, 23:59``, ``San José, hora de …``), the reader's.

    One line where both clocks agree, or without a reader.
    """
    says = PHRASES[tongue(language)]
    last, here = shown(closes_at, seat), city or _city(language)
    when = f"{short_number(last.date(), language)}, {_clock(last)}"
    theirs = last.astimezone(zone(reader_tz)) if reader_tz else None
    if theirs is None:
        return ((when, says["seat_clock"].format(city=here)),)
    if theirs.utcoffset() == last.utcoffset():
        return ((when, here + says["short_same"]),)
    other = f"{short_number(theirs.date(), language)}, {_clock(theirs)}"
    return (
        (when, says["seat_clock"].format(city=here)),
        (other, says["reader_clock"].format(city=reader_city)),
    )


def headline(
    closes_at: datetime, language: str, *, at: datetime, seat: tzinfo = SEAT
) -> str:
    """Return ``Vence al terminar el jueves 3 de diciembre de 2026``; ``Venció…`` later."""
    last = shown(closes_at, seat)
    tense = "closes" if at < closes_at else "closed"
    kind = "day" if last < closes_at else "hour"
    return PHRASES[tongue(language)][f"{tense}_{kind}"].format(
        day=full_date(last.date(), language), the=_article(last), clock=_clock(last)
    )


def change(old: datetime, new: datetime, reason: str, language: str) -> str:
    """Return ``El plazo cambia del … al … porque …`` for two bounds."""
    return PHRASES[tongue(language)]["changed"].format(
        old=full_date(shown(old).date(), language),
        new=full_date(shown(new).date(), language),
        reason=reason,
    )


def preview_sentence(preview: Preview, language: str) -> str:
    """Return ``Si envía ahora, vence …; si espera a las 00:00 del …, vence …``."""
    now, waiting = preview.now.ends_on, preview.waiting.ends_on
    key = "preview_same" if now == waiting else "preview"
    return PHRASES[tongue(language)][key].format(
        now=full_date(now, language),
        waiting=full_date(waiting, language),
        day=day_number(preview.midnight.astimezone(SEAT).date(), language),
    )


def _clock(at: datetime) -> str:
    return at.strftime(CLOCK)


def _article(at: datetime) -> str:
    return "la" if at.hour == 1 else "las"


def _by_distance(theirs: datetime, last: datetime) -> Dating:
    """Name no more of the reader's date than differs from the date just said."""
    if theirs.year != last.year:
        return full_date
    return day_number if theirs.month == last.month else day_month


def _their_moment(theirs: datetime, last: datetime, language: str, dating: Dating) -> str:
    if theirs.date() == last.date():
        return _clock(theirs)
    return f"{dating(theirs.date(), language)}, {_clock(theirs)}"
