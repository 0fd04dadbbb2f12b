"""The text in two languages, what changed in it, and the changes proposed under each paragraph."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from crm_portal.core.display import format_instant
from crm_portal.core.i18n import active_language
from crm_portal.library.glossing import glossary
from decisions import access
from decisions.models import Paragraph, Reply
from decisions.models.proposals import DispositionKind, ProposalOperation
from decisions.models.versions import ParagraphStyle
from decisions.presentation import bitext
from decisions.presentation.bitext import Proposed, Wording
from decisions.presentation.dossier import Dossier
from decisions.presentation.wording import capital, the_party
from decisions.rules.positions import Position

VIEWS = ("both", "es", "en")
CLEAN = "none"
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
    view = view if view in VIEWS else "both"
    now, proposed = _wordings(dossier.text), tuple(_proposed(dossier))
    before = _wordings(dossier.paragraphs.get(base, [])) if base else None
    known = glossary() if now and not base else None
    body = bitext.body(
        active_language(), view, now, before, proposed, fold=fold, known=known
    )
    return {
        "view": view,
        "number": dossier.version_number,
        "base": base,
        "options": comparable(dossier),
        "body": body,
        "terms": bitext.explained(now, view, known) if known else [],
        "has_folded": fold and bitext.is_folded(proposed),
    }


def _wordings(paragraphs: Iterable[Paragraph]) -> tuple[Wording, ...]:
    return tuple(_wording(each) for each in paragraphs)


def _wording(paragraph: Paragraph) -> Wording:
    is_heading = paragraph.style == ParagraphStyle.HEADING
    number = paragraph.number or ("§" if is_heading else paragraph.key.removeprefix("p"))
    return Wording(paragraph.key, number, paragraph.es, paragraph.en)


def _proposed(dossier: Dossier) -> Iterator[Proposed]:
    """Every change that the reader may see, in the order in which they came."""
    if dossier.round is not None:
        for reply in dossier.shown_replies():
            yield from _proposed_with(dossier, reply)


def _proposed_with(dossier: Dossier, reply: Reply) -> Iterator[Proposed]:
    changes: Any = reply.changes  # type: ignore[attr-defined]
    if not changes:
        return
    author, when = _author(dossier, reply), format_instant(reply.received_at, "brief")
    standing = _standing(dossier, reply)
    operations, treatments = _labels(), _treatments()
    for change in changes:
        tone, label, shape = standing or treatments[change["treated"] or ""]
        yield Proposed(
            key=change["key"],
            operation=change["operation"],
            es=change["es"],
            en=change["en"],
            reason=change["reason"],
            author=author,
            meta=f"{when} · {operations[change['operation']]}",
            tone=tone,
            label=label,
            shape=shape,
            support=change["answer"] or "",
        )


def _author(dossier: Dossier, reply: Reply) -> str:
    if access.submission(reply).effective_at is None:
        return _("%(institution)s suggests") % {"institution": reply.institution.name}
    party = dossier.parties[reply.party_id]
    name = the_party(party)
    return _("%(country)s proposes") % {"country": capital(name)}


def _standing(dossier: Dossier, reply: Reply) -> tuple[str, str, str] | None:
    """Tone, label and shape of what does not count; None where it does."""
    if getattr(reply, "dispute", None):
        return "off", _("Disputed by its State"), "off"
    if access.submission(reply).effective_at is None:
        return "line", _("Contribution, not endorsed"), ""
    if not is_in_force(dossier, reply):
        return "off", _("Replaced or not counted"), "off"
    return None


def _labels() -> dict[str, str]:
    """What a proposal does, in the active language."""
    return {each.value: str(each.label) for each in ProposalOperation}


def _treatments() -> dict[str, tuple[str, str, str]]:
    """Tone, label and shape of each treatment; nothing is what waits for one."""
    found = {"": ("due", _("For the Presidency to examine"), "")}
    for kind, (tone, shape) in TREATED.items():
        found[kind.value] = tone, capital(str(kind.label)), shape
    return found


def is_in_force(dossier: Dossier, reply: Reply) -> bool:
    """Say whether a reply with changes is what counts for its State."""
    standing = dossier.standings.get(reply.party_id)
    return (
        standing is not None
        and standing.sequence == reply.pk
        and standing.position is Position.CHANGES
    )


def of_reply(dossier: Dossier, reply: Reply) -> list[dict[str, Any]]:
    """Return the changes that came with one reply, each with its paragraph's number."""
    paragraphs = {each.key: _wording(each) for each in dossier.text}
    return [
        {
            "number": dossier.numbers.get(each.key, each.key),
            **bitext.proposal(each, paragraphs.get(each.key)),
        }
        for each in _proposed_with(dossier, reply)
    ]
