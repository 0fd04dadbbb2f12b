"""The whole computation of a deadline: every country's days, every clock, every time it moved."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from crm_portal.core import deadline_text
from crm_portal.core.calendars import Computation, MemberTerm
from crm_portal.core.display import format_day, format_instant
from crm_portal.core.i18n import active_language
from decisions.presentation import deadline, wording
from decisions.presentation.dossier import Dossier
from members.models import Party


def term(dossier: Dossier, reader: Party | None) -> dict[str, Any]:
    """Return what the page of the deadline shows (procedure 2.7)."""
    computation: Any = dossier.computation
    names = deadline.country_names(dossier.parties.values())
    code = reader.code if reader and reader.code in names else None
    return {
        "deadline": {**(deadline.panel(dossier, reader) or {}), "members": [], "days": []},
        "columns": range(1, computation.terms.total + 1),
        "rows": _rows(computation, dossier, code),
        "determining": ", ".join(names[each] for each in computation.determining),
        "why_not": deadline_text.why_not(computation, names, active_language()),
        "warnings": deadline_text.warnings(computation, names, active_language()),
        "bound_utc": deadline_text.utc(computation.closes_at),
        "last_utc": deadline_text.utc(computation.last_instant),
        "tz_version": computation.tz_version,
        "policy": computation.terms.policy,
        "versions": [
            {"party": names[each.country], "version": each.calendar_version}
            for each in computation.per_member
        ],
        "computations": _computations(dossier),
        "number": dossier.round and dossier.round.number,
    }


def _rows(
    computation: Computation, dossier: Dossier, first: str | None
) -> list[dict[str, Any]]:
    parties = {party.code: party for party in dossier.parties.values()}
    rows = [
        _row(computation, each, parties[each.country]) for each in computation.per_member
    ]
    return sorted(
        rows, key=lambda row: (row["code"] != first, wording.alphabet(row["name"]))
    )


def _row(computation: Computation, counted: MemberTerm, party: Party) -> dict[str, Any]:
    return {
        "code": party.code,
        "name": party.name,
        "days": [_short(day) for day in counted.days],
        "skipped": [
            {
                "on": _short(each.day),
                "name": each.name(active_language()),
                "instrument": each.instrument,
            }
            for each in counted.excluded
        ],
        "ends_on": _short(counted.ends_on),
        "determining": party.code in computation.determining,
        "city": wording.city(party),
        "local": _local(computation.last_instant, counted.tz),
    }


def _short(day: date) -> str:
    return format_day(day, "corner")


def _local(at: datetime, zone: str) -> str:
    """The last instant on a capital's clock, with the zone's abbreviation."""
    tz = ZoneInfo(zone)
    return f"{format_instant(at, 'short', tz=tz)} {at.astimezone(tz):%Z}"


def _computations(dossier: Dossier) -> list[dict[str, Any]]:
    """Each computation, newest first: when, why, and the day it gave."""
    asked: Any = dossier.round
    return [
        {
            "at": datetime.fromisoformat(row["made_at"]),
            "text": deadline.cause(row["cause"]),
            "note": row["reason"],
            "by": _("closes %(day)s")
            % {"day": wording.until(datetime.fromisoformat(row["closes_at"]))},
        }
        for row in reversed(asked.moved)
    ]
