"""The page of a consultation, put together."""

from typing import Any

from django.utils.translation import gettext as _

from decisions.presentation import (
    acts,
    answers,
    deadline,
    delegation,
    outcomes,
    stages,
    texts,
    troika,
    wording,
)
from decisions.presentation.dossier import Dossier
from decisions.rules.outcome import SilenceRule
from decisions.states import BEFORE_DISTRIBUTION, State
from members.models import Party


def overview(
    dossier: Dossier, reader: Party | None, *, base: int | None, view: str, fold: bool
) -> dict[str, Any]:
    """Return everything that the page shows to this reader."""
    consultation = dossier.consultation
    panel = deadline.panel(dossier, reader) if dossier.is_party_to_it else None
    mine = delegation.delegation(dossier, reader)
    return {
        "consultation": consultation,
        "dossier": dossier,
        "state": str(dossier.state.label),
        "tone": wording.tone_of(dossier.state),
        "stages": stages.stages(dossier) if dossier.is_party_to_it else [],
        "deadline": panel,
        "troika": troika.troika(dossier),
        "text": texts.text(dossier, base, view=view, fold=fold),
        "answers": answers.answers(dossier, "#reply"),
        "late": answers.late(dossier),
        "outcome": outcomes.outcome(dossier),
        "statements": outcomes.statements(dossier),
        "records": outcomes.records(dossier) if dossier.is_party_to_it else [],
        "papers": outcomes.papers(dossier),
        "results": outcomes.results(dossier),
        "mine": mine,
        "effects": wording.effects(),
        "desk": acts.desk(dossier) if dossier.is_last else [],
        "banners": banners(dossier),
        "corrigenda": _corrigenda(dossier),
        "dock": _dock(dossier, panel, mine),
        "is_before": dossier.state in BEFORE_DISTRIBUTION,
    }


def banners(dossier: Dossier) -> list[dict[str, str]]:
    """Return what everybody on the page must know first."""
    found = []
    if dossier.is_settling:
        found.append(
            {
                "tone": "info",
                "lead": _("The term is over."),
                "text": _("The portal writes the result down within a minute."),
            }
        )
    if dossier.conducts and not dossier.is_assumed:
        found.append(
            {
                "tone": "warning",
                "lead": _("The presidency has changed hands."),
                "text": _("Take the consultation up before anything else."),
            }
        )
    if dossier.conducts and dossier.state in acts.LIVE and dossier.is_in_session:
        found.append(
            {
                "tone": "warning",
                "lead": _("A Vice-Ministerial meeting has opened."),
                "text": _("Decide whether the consultation goes on or is referred to it."),
            }
        )
    return [*found, *_silence(dossier), *_outdated(dossier)]


def _silence(dossier: Dossier) -> list[dict[str, str]]:
    decision = dossier.consultation.silence_decision
    if dossier.consultation.silence_rule == SilenceRule.EXPRESS or decision is None:
        return []
    text = _(
        "In this consultation silence is taken as no objection, by decision %(reference)s."
    )
    return [
        {"tone": "warning", "lead": "", "text": text % {"reference": decision.reference}}
    ]


def _outdated(dossier: Dossier) -> list[dict[str, str]]:
    until = dossier.consultation.reception_target_on
    if dossier.state is not State.EXPIRED or until is None:
        return []
    text = _(
        "The Presidency waits for missing positions until %(day)s. They need admission."
    )
    return [{"tone": "info", "lead": "", "text": text % {"day": wording.day(until)}}]


def _corrigenda(dossier: Dossier) -> list[str]:
    asked: Any = dossier.round
    rows = asked.corrected if asked else []
    return [wording.pick(row["note_es"], row["note_en"]) for row in rows]


def _dock(
    dossier: Dossier, panel: dict[str, Any] | None, mine: dict[str, Any] | None
) -> dict[str, str] | None:
    """The phone's dock: what is left, and the way to the reply."""
    asked = dossier.round
    if panel is None or asked is None or asked.closes_at is None or not dossier.is_last:
        return None
    if dossier.state not in acts.LIVE:
        return None
    waits = bool(mine and mine["is_running"] and mine["current"] is None)
    return {
        "tone": panel["tone"],
        "heading": panel["heading"],
        "line": wording.until(asked.closes_at),
        "url": "#reply" if waits else "",
        "action": _("Reply"),
    }
