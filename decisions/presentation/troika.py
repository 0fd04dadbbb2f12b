"""The Troika's stage: which States must react, and what each has said."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crm_portal.core.display import format_instant
from decisions.models.consultations import ReactionKind
from decisions.presentation import acts, wording
from decisions.presentation.dossier import Dossier
from decisions.states import State

MARKS = {
    ReactionKind.FAVOURABLE: "agree",
    ReactionKind.SUGGESTIONS: "change",
    ReactionKind.UNFAVOURABLE: "object",
}


def troika(dossier: Dossier) -> dict[str, Any] | None:
    """Return the stage before distribution, for those whom it concerns, or None."""
    stage: Any = dossier.stage
    if stage is None or not dossier.sees_troika:
        return None
    last = acts.reacted(dossier)
    return {
        "number": stage.number,
        "version": stage.version.number,
        "presented": format_instant(stage.presented_at, "dated"),
        "is_complete": stage.is_complete,
        "target": dossier.consultation.troika_target_on,
        "is_current": dossier.state is State.WITH_TROIKA,
        "may_react": acts.act("react").is_open_to(dossier),
        "rows": [_row(dossier, seat, last.get(seat["party"])) for seat in stage.seated],
        "said": [_said(dossier, row) for row in stage.reacted if row["comment"]],
    }


def _row(
    dossier: Dossier, seat: dict[str, Any], said: dict[str, Any] | None
) -> dict[str, Any]:
    party = dossier.parties.get(seat["party"])
    return {
        "party": party.name if party else "",
        "seats": ", ".join(_seat(name) for name in seat["seats"]),
        "must": seat["must"],
        "label": _label(said, must=seat["must"]),
        "mark": MARKS[ReactionKind(said["kind"])] if said else "",
        "when": format_instant(datetime.fromisoformat(said["at"]), "brief") if said else "",
    }


def _label(said: dict[str, Any] | None, *, must: bool) -> str:
    if said:
        return wording.capital(str(ReactionKind(said["kind"]).label))
    return _("Awaited") if must else _("Its own text")


def _seat(name: str) -> str:
    return {
        "previous": _("previous presidency"),
        "current": _("presidency"),
        "next": _("next presidency"),
    }[name]


def _said(dossier: Dossier, row: dict[str, Any]) -> dict[str, Any]:
    party = dossier.parties.get(row["party"])
    return {
        "party": party.name if party else "",
        "label": str(ReactionKind(row["kind"]).label),
        "text": row["comment"],
        "who": row["by"],
        "when": format_instant(datetime.fromisoformat(row["at"]), "brief"),
    }


def awaited(dossier: Dossier) -> str:
    """Name the States whose agreement is still awaited."""
    rows = [dossier.parties[pk] for pk in acts.awaiting(dossier) if pk in dossier.parties]
    return ", ".join(party.name for party in wording.in_order(rows))
