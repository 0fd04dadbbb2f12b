"""The text in two languages, what changed in it, and the changes proposed under each paragraph."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from crm_portal.core.display import format_instant
from decisions import access
from decisions.models import Paragraph, Reply
from decisions.models.replies import DispositionKind, ProposalOperation
from decisions.presentation.dossier import Dossier
from decisions.presentation.redline import Segment, excerpt, redline
from decisions.presentation.wording import capital, the_party
from decisions.rules.positions import Position

VIEWS = ("both", "es", "en")
CLEAN = "none"
# More proposals than this under one paragraph are folded into a count.
SHOWN_PROPOSALS = 3
TREATED = {
    DispositionKind.ACCEPTED: ("ok", "done"),
    DispositionKind.PARTLY: ("brand", "done"),
    DispositionKind.REJECTED: ("", "off"),
}


def comparable(dossier: Dossier) -> list[int]:
    """Return the earlier versions the reader may compare with, oldest first.

    Versions before the one that the Troika cleared are the Troika's (1.9).
    """
    versions: list[dict[str, Any]] = dossier.consultation.versions  # type: ignore[attr-defined]
    first: int = dossier.consultation.first_version or 0  # type: ignore[attr-defined]
    return [
        each["number"]
        for each in versions
        if each["number"] < dossier.version_number
        and each["frozen"]
        and (dossier.sees_troika or each["number"] >= first)
    ]


def base_of(dossier: Dossier, asked: str) -> int | None:
    """Return the version to compare with: the one asked for, or the one before."""
    numbers = comparable(dossier)
    if asked == CLEAN or not numbers:
        return None
    if asked.isdigit() and int(asked) in numbers:
        return int(asked)
    return numbers[-1]


def text(
    dossier: Dossier, base: int | None, *, view: str, fold: bool = True
) -> dict[str, Any]:
    """Return what ``components/bitext.html`` shows, and the versions one may compare with."""
    old = dossier.paragraphs.get(base, []) if base else None
    proposals = _proposals(dossier)
    return {
        "view": view if view in VIEWS else "both",
        "number": dossier.version_number,
        "base": base,
        "options": comparable(dossier),
        "paragraphs": _rows(dossier, old, proposals, fold=fold),
        "has_folded": fold
        and any(len(each) > SHOWN_PROPOSALS for each in proposals.values()),
    }


def _rows(
    dossier: Dossier,
    old: Sequence[Paragraph] | None,
    proposals: dict[str, list[dict[str, Any]]],
    *,
    fold: bool,
) -> list[dict[str, Any]]:
    before = {each.key: each for each in old or ()}
    now = {each.key: each for each in dossier.text}
    rows = []
    for key in _order(list(before), list(now)):
        paragraph = now.get(key) or before[key]
        own = proposals.get(key, [])
        shown = own[:SHOWN_PROPOSALS] if fold else own
        rows.append(
            {
                "anchor": key,
                "number": paragraph.number or key.removeprefix("p"),
                "es": _wording(before, now, key, "es", is_compared=old is not None),
                "en": _wording(before, now, key, "en", is_compared=old is not None),
                "missing": _("Translation pending"),
                "proposals": shown,
                "note": _folded(len(own) - len(shown)),
            }
        )
    return rows


def _folded(count: int) -> str:
    return _("and %(count)s more") % {"count": count} if count > 0 else ""


def _order(before: list[str], now: list[str]) -> list[str]:
    """The paragraphs as they stand, each deleted one after what it used to follow."""
    order = list(now)
    for place, key in enumerate(before):
        if key not in order:
            previous = before[place - 1] if place else None
            at = order.index(previous) + 1 if previous in order else 0
            order.insert(at, key)
    return order


def _wording(
    before: dict[str, Paragraph],
    now: dict[str, Paragraph],
    key: str,
    language: str,
    *,
    is_compared: bool,
) -> Sequence[Segment]:
    old = getattr(before.get(key), language, "")
    new = getattr(now.get(key), language, "")
    if not is_compared:
        return (("eq", new),) if new else ()
    return redline(old, new)


def _proposals(dossier: Dossier) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    if dossier.round is None:
        return found
    paragraphs = {each.key: each for each in dossier.text}
    for reply in dossier.shown_replies():
        changes: Any = reply.changes  # type: ignore[attr-defined]
        for change in changes:
            found[change["key"]].append(
                _proposal(dossier, reply, change, paragraphs.get(change["key"]))
            )
    return found


def _proposal(
    dossier: Dossier, reply: Reply, change: dict[str, Any], paragraph: Paragraph | None
) -> dict[str, Any]:
    tone, label, shape = _status(dossier, reply, change)
    when = format_instant(reply.received_at, "brief")
    operation = str(ProposalOperation(change["operation"]).label)
    return {
        "author": _author(dossier, reply),
        "meta": f"{when} · {operation}",
        "tone": tone,
        "label": label,
        "shape": shape,
        "es": changed(paragraph, change, "es"),
        "en": changed(paragraph, change, "en"),
        "missing": _("Pending in this language"),
        "reason": change["reason"],
        "support": change["answer"] or "",
    }


def _author(dossier: Dossier, reply: Reply) -> str:
    if access.submission(reply).effective_at is None:
        return _("%(institution)s suggests") % {"institution": reply.institution.name}
    party = dossier.parties[reply.party_id]
    name = the_party(party)
    return _("%(country)s proposes") % {"country": capital(name)}


def _status(dossier: Dossier, reply: Reply, change: dict[str, Any]) -> tuple[str, str, str]:
    if getattr(reply, "dispute", None):
        return "off", _("Disputed by its State"), "off"
    if access.submission(reply).effective_at is None:
        return "line", _("Contribution, not endorsed"), ""
    if not is_in_force(dossier, reply):
        return "off", _("Replaced or not counted"), "off"
    if change["treated"]:
        kind = DispositionKind(change["treated"])
        tone, shape = TREATED[kind]
        return tone, capital(str(kind.label)), shape
    return "due", _("For the Presidency to examine"), ""


def is_in_force(dossier: Dossier, reply: Reply) -> bool:
    """Say whether a reply with changes is what counts for its State."""
    standing = dossier.standings.get(reply.party_id)
    return (
        standing is not None
        and standing.sequence == reply.pk
        and standing.position is Position.CHANGES
    )


def changed(
    paragraph: Paragraph | None, change: dict[str, Any], language: str
) -> Sequence[Segment]:
    old = getattr(paragraph, language, "")
    if change["operation"] == ProposalOperation.DELETE:
        return (("del", old),) if old else ()
    new = change[language]
    if not new:
        return ()
    if change["operation"] == ProposalOperation.INSERT:
        return (("ins", new),)
    return excerpt(old, new)


def of_reply(dossier: Dossier, reply: Reply) -> list[dict[str, Any]]:
    """Return the changes that came with one reply, each with its paragraph's number."""
    paragraphs = {each.key: each for each in dossier.text}
    changes: Any = reply.changes  # type: ignore[attr-defined]
    return [
        {
            "number": dossier.numbers.get(change["key"], change["key"]),
            **_proposal(dossier, reply, change, paragraphs.get(change["key"])),
        }
        for change in changes
    ]
