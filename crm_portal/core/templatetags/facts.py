"""How a template says where a fact comes from, and how exactly its day is known."""

from datetime import date
from typing import Any

from django import template

from crm_portal.core import sources
from crm_portal.core.display import format_days, format_known, format_since, format_until

register = template.Library()


@register.filter
def cite(source: str) -> str:
    """Name the documents and pages of ``source``."""
    return sources.cite(source) if source else ""


@register.filter
def spelled(text: str) -> str:
    """Name the documents that a note cites by line."""
    return sources.spelled(text) if text else ""


@register.filter
def known(day: date | None, precision: str) -> str:
    """Write a day as exactly as it is known: the day, its month, or its year."""
    return format_known(day, precision) if day else ""


@register.filter
def since(day: date | None, precision: str) -> str:
    """Say from when something holds, as exactly as its day is known."""
    return format_since(day, precision) if day else ""


@register.filter
def until(day: date | None, precision: str) -> str:
    """Say until when something holds, as exactly as its day is known."""
    return format_until(day, precision) if day else ""


@register.filter
def when(meeting: Any) -> str:
    """Write the days of something that starts and ends, as exactly as they are known."""
    if meeting.precision != "day":
        return format_known(meeting.starts_on, meeting.precision)
    return format_days(meeting.starts_on, meeting.ends_on)
