"""What the templates of paper need: two-language values, instants in their zones, the code's QR.

Values come from a plain JSON context: a *text* is ``{"es": …, "en": …}``, an instant an
ISO 8601 string with its offset, a day ``YYYY-MM-DD``. See ``templates/pdf/README.md``.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.deadline_text import listed
from crm_portal.core.display import format_day
from crm_portal.core.i18n import active_language

register = template.Library()

Text = Mapping[str, str]


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
    """Return texts in the reader's order as an enumeration: “Belice, Canadá y México”."""
    words = sorted((text(value, language) for value in values), key=_alphabet)
    return listed(words, language or active_language())


@register.filter
def by_party(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return rows in the alphabetical order of their ``party``, in the reader's language."""
    return sorted(rows, key=lambda row: _alphabet(text(row["party"])))


@register.filter
def by_position(rows: Iterable[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    """Return who took each position, in the order in which the positions appear."""
    groups: dict[str, dict[str, Any]] = {}
    for row in rows or ():
        told = {"kind": row["kind"], "position": row["position"], "parties": []}
        groups.setdefault(row["kind"], told)["parties"].append(row["party"])
    return list(groups.values())


@register.filter
def actor(value: Mapping[str, Any] | None) -> str:
    """Return who acted: name, role, party, those that are known."""
    person = value or {}
    parts = [person.get("name", ""), text(person.get("role")), text(person.get("party"))]
    return ", ".join(part for part in parts if part) or "—"


@register.filter
def lines(value: str) -> SafeString:
    """Return verbatim text as paragraphs, one for each line that is not blank."""
    rows = [line.strip() for line in value.splitlines() if line.strip()]
    return format_html_join("", "<p>{}</p>", ((row,) for row in rows))


@register.filter
def day(value: str, language: str = "") -> str:
    """Return a day as “jueves 10 de septiembre de 2026”."""
    return format_day(date.fromisoformat(value[:10]), "long", language or None)


@register.filter
def plain_date(value: str, language: str = "") -> str:
    """Return a day as “10 de septiembre de 2026”."""
    return format_day(date.fromisoformat(value[:10]), "full", language or None)


@register.filter
def short_day(value: str) -> str:
    """Return a day as “jue 10 sep 2026”."""
    return _dated(date.fromisoformat(value[:10]))


@register.filter
def brief_day(value: str) -> str:
    """Return a day as “mar 15 sep”, where the year is plain."""
    return format_day(date.fromisoformat(value[:10]), "short")


@register.filter
def brief_dated(value: str) -> str:
    """Return a day as “15 sep 2026”."""
    return format_day(date.fromisoformat(value[:10]), "dated")


@register.filter
def civil_date(value: str) -> str:
    """Return the day an instant falls on in San José, as “10 de septiembre de 2026”."""
    return format_day(_at(value).astimezone(ZONE_OF_RECORD).date(), "full")


@register.filter
def san_jose(value: str) -> str:
    """Return an instant as “jue 10 sep 2026, 09:00”, by the clock of San José."""
    local = _at(value).astimezone(ZONE_OF_RECORD)
    return f"{_dated(local.date())}, {local:%H:%M}"


@register.filter
def utc(value: str) -> str:
    """Return an instant as “2026-09-10 15:00:00 UTC”."""
    return f"{_at(value).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


@register.filter
def last_instant(value: str, zone: str = "") -> str:
    """Return the last second before an exclusive bound, in ``zone`` (San José by default)."""
    where = ZoneInfo(zone) if zone else ZONE_OF_RECORD
    moment = (_at(value) - timedelta(seconds=1)).astimezone(where)
    return f"{_dated(moment.date())}, {moment:%H:%M:%S}"


@register.filter
def abbreviation(value: str, zone: str) -> str:
    """Return the zone's own abbreviation just before an exclusive bound: CST, EDT."""
    name = (_at(value) - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).tzname() or ""
    return name if name.isalpha() else f"UTC{name}"


@register.filter
def numbered(value: str) -> str:
    """Return a paragraph's number as it stands in the gutter: ``1.``, ``3.2``."""
    return f"{value}." if value.isdigit() else value


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


def _alphabet(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def _at(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _dated(value: date) -> str:
    return f"{format_day(value, 'short')} {value.year}"
