"""The deadline of a round in the panel of its page, with the reasons for the day."""

from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from crm_portal.core import deadline_text
from crm_portal.core.calendars import Computation, seat_date, strip
from crm_portal.core.display import format_day, format_instant
from crm_portal.core.i18n import active_language
from decisions.models.rounds import ComputationCause
from decisions.presentation import wording
from decisions.presentation.dossier import Dossier
from decisions.rules import outcome
from decisions.states import State
from members.models import Party

FEW_DAYS = 5
ENDED = {
    State.REVISION: "plain",
    State.CONSENSUS: "ok",
    State.EXECUTION: "ok",
    State.CONCLUDED: "ok",
    State.NO_CONSENSUS: "late",
    State.REFERRED: "off",
    State.WITHDRAWN: "off",
}


def panel(dossier: Dossier, reader: Party | None) -> dict[str, Any] | None:
    """Return the panel of the round shown (``components/deadline.html``), or None before it."""
    if dossier.round is None:
        return None
    if dossier.computation is None:
        return _not_started(dossier)
    return {**_head(dossier, dossier.computation, reader), **_reasons(dossier, reader)}


def planned(computation: Computation, names: dict[str, str]) -> dict[str, Any]:
    """Return the panel of a deadline that sending now would give."""
    language, closes_at = active_language(), computation.closes_at
    return {
        "tone": "plain",
        "heading": deadline_text.full_date(computation.ends_on, language),
        "sentence": _("If you send now, it closes at the end of that day, in San José."),
        "clocks": _clocks(closes_at, None),
        "why_title": _why_title(computation),
        "why": [
            *deadline_text.why(computation, None, names, language, is_planned=True),
            *deadline_text.warnings(computation, names, language),
        ],
        "why_open": True,
        "members_title": _members_title(computation),
        "members": members(computation, names, None),
    }


def _not_started(dossier: Dossier) -> dict[str, Any]:
    if dossier.state in ENDED:
        return _ended(dossier)
    return {
        "tone": "off",
        "heading": _("The clock has not started"),
        "sentence": _("The term starts when the English text is available."),
        "note": _("You can reply already."),
    }


def _head(
    dossier: Dossier, computation: Computation, reader: Party | None
) -> dict[str, Any]:
    if not dossier.is_last:
        return _past(computation, dossier)
    if dossier.state is State.SUSPENDED:
        return _suspended(dossier)
    if dossier.state in ENDED:
        return {**_ended(dossier), "note": _closed(computation, dossier.viewer.at)}
    return _running(dossier, computation, reader)


def _running(
    dossier: Dossier, computation: Computation, reader: Party | None
) -> dict[str, Any]:
    at, language = dossier.viewer.at, active_language()
    member = reader.code if reader else None
    return {
        "tone": tone(computation, member, at),
        "heading": deadline_text.remaining_for(computation, member, at, language),
        "sentence": deadline_text.headline(computation.closes_at, language, at=at),
        "day": deadline_text.full_date(computation.ends_on, language),
        "clocks": _clocks(computation.closes_at, reader),
        "note": _note(dossier, computation),
    }


def tone(computation: Computation, member: str | None, at: datetime) -> str:
    """Return plain above five business days left, due below, late on the last day and after."""
    today = seat_date(at)
    if at >= computation.closes_at or today >= computation.ends_on:
        return "late"
    return "due" if days_left(computation, member, at) <= FEW_DAYS else "plain"


def days_left(computation: Computation, member: str | None, at: datetime) -> int:
    """Return the business days left to a member, today included; to others, civil days."""
    today = seat_date(at)
    if any(term.country == member for term in computation.per_member):
        return computation.business_days_left(str(member), today)
    return (computation.ends_on - today).days + 1


def _note(dossier: Dossier, computation: Computation) -> str:
    if dossier.state is State.EXPIRED:
        return _(
            "A reply received now is recorded as late and does not count unless admitted."
        )
    if dossier.sees_all and outcome.is_unanimous(dossier.standings):
        last = format_day(computation.ends_on, "spoken")
        return _("Unanimous so far; the term still runs until the end of %(day)s.") % {
            "day": last
        }
    return ""


def _suspended(dossier: Dossier) -> dict[str, Any]:
    asked: Any = dossier.round
    stopped = asked.stopped[-1]
    since = format_instant(datetime.fromisoformat(stopped["suspended_at"]), "short")
    return {
        "tone": "off",
        "heading": str(State.SUSPENDED.label),
        "sentence": _("Since %(when)s, San José: %(reason)s")
        % {"when": since, "reason": stopped["reason"]},
        "note": _(
            "You can reply all the same. What each country had left is counted after the "
            "resumption; the term never ends earlier than announced."
        ),
    }


def _ended(dossier: Dossier) -> dict[str, Any]:
    state = dossier.state
    return {
        "tone": ENDED[state],
        "heading": str(state.label),
        "sentence": _recorded(dossier),
    }


def _recorded(dossier: Dossier) -> str:
    if dossier.state is State.REVISION:
        return _(
            "The Presidency takes the changes in. A new round of five business days follows."
        )
    outcomes: Any = dossier.consultation.outcomes  # type: ignore[attr-defined]
    if not outcomes:
        return ""
    last = outcomes[0]
    return _("Recorded by the Presidency (%(who)s) on %(when)s.") % {
        "who": last["by"],
        "when": format_instant(datetime.fromisoformat(last["at"]), "dated"),
    }


def _past(computation: Computation, dossier: Dossier) -> dict[str, Any]:
    asked: Any = dossier.round
    return {
        "tone": "off",
        "heading": _("Round %(number)s is over") % {"number": asked.number},
        "sentence": _closed(computation, dossier.viewer.at),
    }


def _closed(computation: Computation, at: datetime) -> str:
    return deadline_text.headline(computation.closes_at, active_language(), at=at)


def _clocks(closes_at: datetime, reader: Party | None) -> tuple[tuple[str, str], ...]:
    zone = reader.capital_tz if reader else ""
    return deadline_text.clocks(closes_at, zone, wording.city(reader), active_language())


def _reasons(dossier: Dossier, reader: Party | None) -> dict[str, Any]:
    computation: Any = dossier.computation
    names = country_names(dossier.parties.values())
    code = reader.code if reader and reader.code in names else None
    is_running = dossier.state in (State.OPEN, State.SUSPENDED) and dossier.is_last
    return {
        "days": _strip(computation, code, dossier.viewer.at) if code and is_running else [],
        "days_label": code
        and _("Days of the term for %(country)s") % {"country": names[code]},
        "why_title": _why_title(computation),
        "why": deadline_text.why(computation, code, names, active_language()),
        "why_open": is_running,
        "members_title": _members_title(computation),
        "members": members(computation, names, code),
        "changes": changes(dossier),
    }


def country_names(parties: Any) -> dict[str, str]:
    """Return each country's name by its code, in the active language."""
    return {party.code: party.name for party in parties}


def _why_title(computation: Computation) -> str:
    day = deadline_text.day_number(computation.ends_on, active_language())
    return _("Why %(day)s") % {"day": day}


def _members_title(computation: Computation) -> str:
    return _("The days of the %(count)s countries") % {"count": len(computation.per_member)}


def members(
    computation: Computation, names: dict[str, str], first: str | None
) -> list[dict[str, Any]]:
    """Return one row a country, the reader's first, then by name."""
    rows = [
        {
            "code": term.country,
            "name": names[term.country],
            "last_on": term.ends_on,
            "determining": term.country in computation.determining,
            "skipped": [
                {"on": each.day, "name": each.name(active_language())}
                for each in term.excluded
            ],
        }
        for term in computation.per_member
    ]
    return sorted(
        rows, key=lambda row: (row["code"] != first, wording.alphabet(row["name"]))
    )


def _strip(computation: Computation, code: str, at: datetime) -> list[dict[str, Any]]:
    today = seat_date(at)
    places = {
        day: n for n, day in enumerate(computation.member(code).working_days, start=1)
    }
    return [
        {
            "on": each.day,
            "number": places.get(each.day),
            "past": each.day <= today,
            "today": each.day == today,
            "due": each.is_last,
            "closure": each.closure.name(active_language()) if each.closure else "",
        }
        for each in strip(computation, code)
    ]


def changes(dossier: Dossier) -> list[dict[str, str]]:
    """Return each move of the bound: the old day, the new one, why."""
    moved: Any = dossier.round.moved  # type: ignore[union-attr]
    found = []
    for before, after in pairwise(moved):
        if before["closes_at"] == after["closes_at"]:
            continue
        found.append(
            {
                "old": _last_day(before["closes_at"]),
                "new": _last_day(after["closes_at"]),
                "why": f"{cause(after['cause'])}: {after['reason']}".rstrip(": "),
                "by": format_instant(datetime.fromisoformat(after["made_at"]), "dated"),
            }
        )
    return found


def _last_day(closes_at: str) -> str:
    last = datetime.fromisoformat(closes_at)
    return deadline_text.short(last, active_language()).split(",")[0]


def cause(value: str) -> str:
    """Return why a bound was computed, with a capital."""
    return wording.capital(str(ComputationCause(value).label))
