"""How days and instants are written for a reader: Spanish and English, 24-hour clock.

Pages, mails and papers call these; nobody writes a date of his own.
"""

from datetime import date, datetime, tzinfo
from functools import lru_cache

from django.utils.translation import pgettext

from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.deadline_text.words import MONTHS, WEEKDAYS
from crm_portal.core.i18n import active_language
from crm_portal.core.instance import THIS

# A short name is the first three letters in both languages ("sep", not "sept").
SHORT = 3

DAY_STYLES = {
    "es": {
        "wd": "{wd}",
        "corner": "{wd} {day}",
        "brief": "{day} {mon}",
        "short": "{wd} {day} {mon}",
        "dated": "{day} {mon} {year}",
        "weekday": "{weekday} {day}",
        "month": "{day} de {month}",
        "spoken": "{weekday} {day} de {month}",
        "full": "{day} de {month} de {year}",
        "long": "{weekday} {day} de {month} de {year}",
    },
    "en": {
        "wd": "{wd}",
        "corner": "{wd} {day}",
        "brief": "{day} {mon}",
        "short": "{wd} {day} {mon}",
        "dated": "{day} {mon} {year}",
        "weekday": "{weekday} {day}",
        "month": "{day} {month}",
        "spoken": "{weekday} {day} {month}",
        "full": "{day} {month} {year}",
        "long": "{weekday} {day} {month} {year}",
    },
}
# An instant is a day in one of those styles, what joins them, and the hour.
INSTANT_STYLES = {
    "clock": ("corner", ", "),
    "brief": ("brief", " "),
    "short": ("short", ", "),
    "dated": ("dated", ", "),
    "long": ("long", ", "),
}


def seat_city(language: str | None = None) -> str:
    """Return the city on whose clock the portal writes, in ``language`` or the active one."""
    return THIS.seat.city.said(language or active_language())


def format_day(day: date, style: str = "short", language: str | None = None) -> str:
    """Return ``day`` as “jue 3 dic” / “Thu 3 Dec”, or in another of ``DAY_STYLES``."""
    return _day(day.year, day.month, day.day, style, language or active_language())


def format_instant(
    at: datetime,
    style: str = "brief",
    language: str | None = None,
    tz: tzinfo | None = None,
) -> str:
    """Return aware ``at`` as “3 dic 23:59” on the clock of ``tz``, San José unless told.

    The style ``time`` is the hour alone.
    """
    local = at.astimezone(tz or ZONE_OF_RECORD)
    hour = f"{local:%H:%M}"
    if style == "time":
        return hour
    day_style, joint = INSTANT_STYLES[style]
    return f"{format_day(local, day_style, language)}{joint}{hour}"


def format_known(day: date, precision: str, language: str | None = None) -> str:
    """Return a historical day as exactly as it is known: ``day``, ``month`` or its year."""
    tongue = language or active_language()
    if precision == "day":
        return format_day(day, "full", tongue)
    if precision == "month":
        joint = " de " if tongue == "es" else " "
        return f"{MONTHS[tongue][day.month - 1]}{joint}{day.year}"
    return str(day.year)


def format_since(day: date, precision: str) -> str:
    """Return from when something holds: “since 18 November 2016”, “since 2024”."""
    told = {"day": format_known(day, precision)}
    if precision == "day":
        return pgettext("a day", "since %(day)s") % told
    return pgettext("a month or a year", "since %(day)s") % told


def format_until(day: date, precision: str) -> str:
    """Return until when something holds: “until 18 November 2016”, “until 2024”."""
    told = {"day": format_known(day, precision)}
    if precision == "day":
        return pgettext("a day", "until %(day)s") % told
    return pgettext("a month or a year", "until %(day)s") % told


def format_known_briefly(day: date, precision: str, language: str | None = None) -> str:
    """Return the same in a narrow column: “18 nov 2016”, “nov 2019”, “2024”."""
    tongue = language or active_language()
    if precision == "day":
        return format_day(day, "dated", tongue)
    if precision == "month":
        return f"{MONTHS[tongue][day.month - 1][:SHORT]} {day.year}"
    return str(day.year)


def format_days(first: date, last: date, language: str | None = None) -> str:
    """Return the days from ``first`` to ``last``, both included: “13–14 November 2019”."""
    tongue = language or active_language()
    if first == last:
        return format_day(first, "full", tongue)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{format_day(last, 'full', tongue)}"
    return f"{format_day(first, 'full', tongue)} – {format_day(last, 'full', tongue)}"


@lru_cache(maxsize=8192)
def _day(year: int, month: int, day: int, style: str, language: str) -> str:
    weekday = WEEKDAYS[language][date(year, month, day).weekday()]
    month_name = MONTHS[language][month - 1]
    return DAY_STYLES[language][style].format(
        day=day,
        month=month_name,
        mon=month_name[:SHORT],
        wd=weekday[:SHORT],
        weekday=weekday,
        year=year,
    )
