"""Where the procedure stands, as the line of stages on top of the page."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crm_portal.core import deadline_text
from crm_portal.core.calendars import seat_date
from crm_portal.core.display import format_instant
from crm_portal.core.i18n import active_language
from decisions.presentation.dossier import Dossier
from decisions.rules.outcome import Outcome
from decisions.rules.powers import BUSINESS_DAYS
from decisions.states import AGREED, State

Stage = dict[str, str]


def stages(dossier: Dossier) -> list[Stage]:
    """Return Troika, the rounds with the revisions between them, consensus and results."""
    number = len(dossier.rounds)
    return [
        _troika(dossier),
        *_rounds(dossier, number),
        _consensus(dossier),
        _results(dossier),
    ]


def _stage(label: str, note: str, state: str) -> Stage:
    return {"label": label, "note": note, "state": state}


def _troika(dossier: Dossier) -> Stage:
    state, label = dossier.state, _("Troika")
    if state is State.WITHDRAWN and not dossier.rounds:
        return _stage(label, _("Withdrawn"), "stopped")
    if state in (State.DRAFT, State.RETURNED, State.WITH_TROIKA):
        return _stage(label, str(state.label), "current")
    reacted: datetime | None = dossier.consultation.reacted_at  # type: ignore[attr-defined]
    when = format_instant(reacted, "brief").rsplit(" ", 1)[0] if reacted else ""
    note = _("Consensus on %(day)s") % {"day": when} if when else ""
    return _stage(label, note, "done")


def _rounds(dossier: Dossier, number: int) -> list[Stage]:
    if number <= 1:
        return [_first(dossier), *_what_would_follow(dossier)]
    return [
        _earlier(number),
        _stage(_("Revision"), _("Changes taken in"), "done"),
        _last(dossier),
    ]


def _earlier(number: int) -> Stage:
    if number == 2:
        return _stage(_("Round %(number)s") % {"number": 1}, _("With changes"), "done")
    label = _("Rounds 1 to %(number)s") % {"number": number - 1}
    return _stage(label, _("With changes"), "done")


def _first(dossier: Dossier) -> Stage:
    if dossier.rounds:
        return _last(dossier)
    label = _("Round %(number)s") % {"number": 1}
    if dossier.state is State.READY:
        return _stage(label, _("Ready to be distributed"), "current")
    return _stage(label, _five_days(), "skipped" if _is_stopped(dossier) else "next")


def _last(dossier: Dossier) -> Stage:
    label = _("Round %(number)s") % {"number": len(dossier.rounds)}
    state = dossier.state
    if state is State.OPEN:
        return _stage(label, _progress(dossier), "current")
    if state is State.SUSPENDED:
        return _stage(label, str(State.SUSPENDED.label), "current")
    if state is State.WITHDRAWN:
        return _stage(label, _("Withdrawn"), "stopped")
    return _stage(label, _over(dossier), "done")


def _progress(dossier: Dossier) -> str:
    """Return ``Day 2 · due Thu 3 Dec``; the day is the reader's own where it has one."""
    asked, computation = dossier.last_round, dossier.computation
    if asked is None or asked.closes_at is None or computation is None:
        return _("Awaiting the English text")
    day = deadline_text.short(asked.closes_at, active_language()).split(",")[0]
    due = _("due %(day)s") % {"day": day}
    mine = dossier.mine
    if mine is None or not dossier.is_last:
        return due
    today = seat_date(dossier.viewer.at)
    past = [d for d in computation.member(mine.party.code).working_days if d <= today]
    if not past:
        return due
    return _("Day %(number)s · %(due)s") % {"number": len(past), "due": due}


def _over(dossier: Dossier) -> str:
    asked = dossier.last_round
    if asked is None or asked.closes_at is None:
        return ""
    day = deadline_text.short(asked.closes_at, active_language()).split(",")[0]
    return _("Closed %(day)s") % {"day": day}


def _what_would_follow(dossier: Dossier) -> list[Stage]:
    """The revision and the second round: to come, or not needed."""
    revision, second = _("Revision"), _("Round %(number)s") % {"number": 2}
    state = dossier.state
    if state is State.REVISION:
        return [
            _stage(revision, _("The Presidency takes the changes in"), "current"),
            _stage(second, _five_days(), "next"),
        ]
    if state in AGREED or _is_stopped(dossier) or _needs_none(dossier):
        note = _("No changes") if state in AGREED or _needs_none(dossier) else ""
        return [_stage(revision, note, "skipped"), _stage(second, note, "skipped")]
    return [
        _stage(revision, _("If there are changes"), "next"),
        _stage(second, _five_days(), "next"),
    ]


def _needs_none(dossier: Dossier) -> bool:
    result = dossier.result if dossier.state is State.EXPIRED and dossier.sees_all else None
    return result is not None and result.outcome is Outcome.CONSENSUS


def _is_stopped(dossier: Dossier) -> bool:
    return dossier.state in (State.WITHDRAWN, State.NO_CONSENSUS, State.REFERRED)


def _consensus(dossier: Dossier) -> Stage:
    state, label = dossier.state, _("Consensus")
    if state in AGREED:
        return _stage(label, _recorded(dossier), "done")
    if state in (State.NO_CONSENSUS, State.REFERRED):
        return _stage(label, str(state.label), "stopped")
    if state is State.EXPIRED:
        return _stage(label, _("The Presidency records it"), "current")
    if state is State.WITHDRAWN:
        return _stage(label, "", "skipped")
    return _stage(label, _("The Presidency records it"), "next")


def _recorded(dossier: Dossier) -> str:
    outcomes: Any = dossier.consultation.outcomes  # type: ignore[attr-defined]
    if not outcomes:
        return ""
    when = format_instant(datetime.fromisoformat(outcomes[0]["at"]), "brief").rsplit(
        " ", 1
    )[0]
    return _("Recorded on %(day)s") % {"day": when}


def _results(dossier: Dossier) -> Stage:
    state, label = dossier.state, _("Action and results")
    if state is State.CONCLUDED:
        return _stage(label, _("Reported"), "done")
    if state in AGREED:
        note = _("Being carried out") if state is State.EXECUTION else _("To be started")
        return _stage(label, note, "current")
    if _is_stopped(dossier):
        return _stage(label, "", "skipped")
    return _stage(label, _("The Presidency reports"), "next")


def _five_days() -> str:
    return _("%(count)s business days") % {"count": BUSINESS_DAYS}
