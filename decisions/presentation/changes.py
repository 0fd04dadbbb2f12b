"""The change table: proposal, whose it is, how it was treated and why (procedure 1.5)."""

from typing import Any

from crm_portal.core.display import format_instant
from decisions.models import Reply
from decisions.models.proposals import DispositionKind, ProposalOperation
from decisions.presentation import bitext, texts, wording
from decisions.presentation.dossier import Dossier


def keys(dossier: Dossier) -> set[int]:
    """Return the proposals that need a treatment."""
    return {change["pk"] for _reply, change in _found(dossier)}


def rows(dossier: Dossier) -> list[dict[str, Any]]:
    """Return one row a proposal in force, in the order of the text."""
    order = {each.key: place for place, each in enumerate(dossier.text)}
    found = sorted(_found(dossier), key=lambda each: order.get(each[1]["key"], len(order)))
    return [_row(dossier, reply, change) for reply, change in found]


def _found(dossier: Dossier) -> list[tuple[Reply, dict[str, Any]]]:
    """Only what counts for a State is treated: not what it replaced or did not endorse."""
    return [
        (reply, change)
        for reply in dossier.replies
        if texts.is_in_force(dossier, reply)
        for change in reply.changes  # type: ignore[attr-defined]
    ]


def _row(dossier: Dossier, reply: Reply, change: dict[str, Any]) -> dict[str, Any]:
    paragraph = next((each for each in dossier.text if each.key == change["key"]), None)
    treated, operation = change["treated"] or "", change["operation"]
    return {
        "pk": change["pk"],
        "number": dossier.numbers.get(change["key"], change["key"]),
        "party": dossier.parties[reply.party_id].name,
        "when": format_instant(reply.received_at, "brief"),
        "operation": str(ProposalOperation(operation).label),
        "es": bitext.changed(getattr(paragraph, "es", ""), operation, change["es"]),
        "en": bitext.changed(getattr(paragraph, "en", ""), operation, change["en"]),
        "reason": change["reason"],
        "treated": treated,
        "treated_label": wording.capital(str(DispositionKind(treated).label))
        if treated
        else "",
        "tone": texts.TREATED[DispositionKind(treated)][0] if treated else "due",
        "answer": change["answer"] or "",
    }
