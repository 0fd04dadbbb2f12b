"""The deadline as the figure of a row: days left, hours on the last day, then how long ago."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from crm_portal.core import deadline_text
from crm_portal.core.calendars import Computation, seat_date
from crm_portal.core.i18n import active_language
from decisions.presentation import deadline, wording
from members.models import Party

MOST_PIPS = 9
MINUTE = timedelta(minutes=1)


def left(computation: Computation, reader: Party | None, at: datetime) -> dict[str, Any]:
    """Return the figure (``components/left.html``) of a term for a reader at ``at``."""
    code = reader.code if reader else None
    tone = deadline.tone(computation, code, at)
    if at >= computation.closes_at:
        return {
            "tone": tone,
            "figure": _("Closed"),
            "unit": _ago(at - computation.closes_at),
        }
    if seat_date(at) >= computation.ends_on:
        return {
            "tone": tone,
            "figure": _hours(computation.closes_at - at),
            "unit": _("ends today"),
        }
    return {"tone": tone, **_days(computation, code, at)}


def _days(computation: Computation, code: str | None, at: datetime) -> dict[str, Any]:
    counted = any(term.country == code for term in computation.per_member)
    days = deadline.days_left(computation, code, at)
    if not counted:
        return {"figure": str(days), "unit": npgettext("time left", "day", "days", days)}
    return {
        "figure": str(days),
        "unit": ngettext("business day", "business days", days),
        "pips": _pips(computation, str(code), at),
    }


def _pips(computation: Computation, code: str, at: datetime) -> list[str]:
    today, days = seat_date(at), computation.member(code).working_days
    if len(days) > MOST_PIPS:
        return []
    return ["on" if day < today else "now" if day == today else "" for day in days]


def _hours(remaining: timedelta) -> str:
    hours, minutes = divmod(remaining // MINUTE, 60)
    return f"{hours} h {minutes:02}" if hours else f"{minutes} min"


def _ago(since: timedelta) -> str:
    days = since.days
    if not days:
        return _("today")
    return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}


def until(closes_at: datetime, reader: Party | None) -> str:
    """Return ``jue 3 dic, 23:59 San José · vie 4, 01:59 Santo Domingo``."""
    zone = reader.capital_tz if reader else ""
    return deadline_text.short(closes_at, active_language(), zone, wording.city(reader))
