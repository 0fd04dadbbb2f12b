"""What the templates of paper need: two-language values, instants in their zones, the code's QR.

Values come from a plain JSON context: a *text* is ``{"es": …, "en": …}``, an instant an
ISO 8601 string with its offset, a day ``YYYY-MM-DD``. See ``templates/pdf/README.md``.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils import translation
from django.utils.dateformat import format as format_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from crm_portal.core.i18n import active_language

register = template.Library()

Text = Mapping[str, str]

FORMATS = {
    "es": {"day": r"l j \d\e F \d\e Y", "date": r"j \d\e F \d\e Y", "short": "D j M Y"},
    "en": {"day": "l j F Y", "date": "j F Y", "short": "D j M Y"},
}
AND = {"es": "y", "en": "and"}


@register.filter
def text(value: Text | None, language: str = "") -> str:
    """Return a text in the document's language (or ``language``), else the other one."""
    return _pick(value, language)[0]


@register.filter
def said(value: Text | None, language: str = "") -> str:
    """Return a text as ``text`` does, marked with its language when it is the other one."""
    words, spoken = _pick(value, language)
    if not words or spoken == (language or active_language()):
        return words
    return format_html('<span lang="{}">{}</span>', spoken, words)


@register.filter
def names(values: Iterable[Text], language: str = "") -> str:
    """Return texts as an enumeration: “Belice, Canadá y México”."""
    words = [text(value, language) for value in values]
    if len(words) < 2:
        return "".join(words)
    conjunction = AND[language or active_language()]
    # «y» before the sound «i» is «e».
    if conjunction == "y" and words[-1].lower().startswith(("i", "hi")):
        conjunction = "e"
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


@register.filter
def lines(value: str) -> SafeString:
    """Return verbatim text as paragraphs, one for each line that is not blank."""
    rows = [line.strip() for line in value.splitlines() if line.strip()]
    return format_html_join("", "<p>{}</p>", ((row,) for row in rows))


@register.filter
def day(value: str, language: str = "") -> str:
    """Return a day as “jueves 10 de septiembre de 2026”."""
    return _day(date.fromisoformat(value[:10]), "day", language)


@register.filter
def plain_date(value: str, language: str = "") -> str:
    """Return a day as “10 de septiembre de 2026”."""
    return _day(date.fromisoformat(value[:10]), "date", language)


@register.filter
def short_day(value: str, language: str = "") -> str:
    """Return a day as “jue 10 sep 2026”."""
    return _day(date.fromisoformat(value[:10]), "short", language)


@register.filter
def civil_date(value: str, language: str = "") -> str:
    """Return the day an instant falls on in San José, as “10 de septiembre de 2026”."""
    return _day(_at(value).astimezone(settings.CONFERENCE_TZ).date(), "date", language)


@register.filter
def san_jose(value: str) -> str:
    """Return an instant as “jue 10 sep 2026, 09:00”, by the clock of San José."""
    return _moment(_at(value).astimezone(settings.CONFERENCE_TZ))


@register.filter
def utc(value: str) -> str:
    """Return an instant as “2026-09-10 15:00:00 UTC”."""
    return f"{_at(value).astimezone(ZoneInfo('UTC')):%Y-%m-%d %H:%M:%S} UTC"


@register.filter
def last_instant(value: str, zone: str = "") -> str:
    """Return the last second before an exclusive bound, in ``zone`` (San José by default)."""
    where = ZoneInfo(zone) if zone else settings.CONFERENCE_TZ
    moment = (_at(value) - timedelta(seconds=1)).astimezone(where)
    return f"{_day(moment.date(), 'short')}, {moment:%H:%M:%S}"


@register.filter
def abbreviation(value: str, zone: str) -> str:
    """Return the zone's own abbreviation just before an exclusive bound: CST, EDT."""
    name = (_at(value) - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).tzname() or ""
    return name if name.isalpha() else f"UTC{name}"


@register.filter
def grouped(value: str, size: int = 8) -> str:
    """Return a hash in groups, to be compared by eye."""
    return " ".join(value[i : i + size] for i in range(0, len(value), size))


@register.filter
def without_scheme(value: str) -> str:
    """Return an address as people type it."""
    return value.split("://", 1)[-1]


@register.simple_tag
def qr(url: str, title: str) -> SafeString:
    """Return ``url`` as an inline QR drawing whose title is read in its place."""
    import segno

    code = segno.make(url, error="m", boost_error=False)
    return mark_safe(  # noqa: S308 - segno escapes the title, the rest is coordinates
        code.svg_inline(scale=1, border=0, dark="#17212b", omitsize=True, title=title)
    )


def _pick(value: Text | None, language: str) -> tuple[str, str]:
    wanted = language or active_language()
    other = "en" if wanted == "es" else "es"
    here = (value or {}).get(wanted, "")
    return (here, wanted) if here else ((value or {}).get(other, ""), other)


def _at(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _day(value: date, style: str, language: str = "") -> str:
    spoken = language or active_language()
    with translation.override(spoken):
        return format_date(value, FORMATS[spoken][style])


def _moment(value: datetime) -> str:
    return f"{_day(value.date(), 'short')}, {value:%H:%M}"
