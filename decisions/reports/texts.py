"""The text in a record: its versions with their hashes, what changed between them and why."""

from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.core.sections import both
from decisions import access
from decisions.models import Corrigendum, Paragraph, Proposal, Reply, Round, TextVersion
from decisions.models.proposals import DispositionKind, ProposalOperation
from decisions.models.rounds import RoundStatus
from decisions.models.versions import VersionKind
from decisions.reports.rows import Dossier, Row
from decisions.reports.words import bilingual, in_its_language, instant, party_text, titled

OPERATIONS = {
    ProposalOperation.ADD: _("Insert after this paragraph"),
    ProposalOperation.REMOVE: _("Delete this paragraph"),
}
TREATMENTS = {
    DispositionKind.ACCEPTED: pgettext_lazy("proposal", "Accepted"),
    DispositionKind.PARTLY: pgettext_lazy("proposal", "Accepted in part"),
    DispositionKind.REJECTED: pgettext_lazy("proposal", "Not accepted"),
}


def versions(dossier: Dossier) -> list[Row]:
    """Return the frozen versions, each with the SHA-256 of its canonical text."""
    return [
        {
            "number": version.number,
            "kind": titled(both(VersionKind(version.kind).label)),
            "created_at": instant(version.created_at),
            "frozen_at": instant(version.frozen_at),
            "languages": _languages(version),
            "sha256": version.content_hash,
        }
        for version in dossier.versions
    ]


def distributed_version(dossier: Dossier, asked: Round) -> TextVersion:
    """Return the version that a round was opened on, before its corrigenda."""
    return next(
        version
        for version in reversed(dossier.versions)
        if version.number <= asked.version.number
        and version.kind == VersionKind.SUBSTANTIVE
    )


def revisions(dossier: Dossier) -> list[Row]:
    """Return the change table between each round and the next one on another text."""
    asked = [row for row in dossier.rounds if row.status != RoundStatus.VOID]
    return [
        {
            "from_version": before.version.number,
            "to_version": distributed_version(dossier, after).number,
            "rows": [proposal_row(dossier, *each) for each in _counted(dossier, before)],
        }
        for before, after in pairwise(asked)
    ]


def proposal_row(dossier: Dossier, reply: Reply, proposal: Proposal) -> Row:
    """Return one proposal with what the presidency did with it, and why."""
    operation = OPERATIONS.get(ProposalOperation(proposal.operation))
    language = reply.user.language
    return {
        "paragraph": _number(dossier, reply.version_id, proposal.anchor),
        "party": party_text(dossier.parties[reply.party_id]),
        "operation": both(operation) if operation else None,
        "proposal": {"es": proposal.es, "en": proposal.en},
        "argument": in_its_language(proposal.reason, language) if proposal.reason else None,
        **_treatment(proposal),
    }


def _treatment(proposal: Proposal) -> Row:
    treated = getattr(proposal, "disposition", None)
    if treated is None:
        return {"decision": None, "reason": None}
    reason = (
        in_its_language(treated.reason, treated.user.language) if treated.reason else None
    )
    return {"decision": both(TREATMENTS[DispositionKind(treated.kind)]), "reason": reason}


def _counted(dossier: Dossier, asked: Round) -> Iterator[tuple[Reply, Proposal]]:
    """The proposals of the States: of the reply that counts, and of any that was treated.

    What another institution sent its own official voice, unendorsed, is no State's reply.
    """
    standing = {each.sequence for each in dossier.standings[asked.pk].values()}
    for reply in dossier.replies[asked.pk]:
        if access.submission(reply).effective_at is None:
            continue
        for proposal in reply.proposals.all():
            if reply.pk in standing or getattr(proposal, "disposition", None):
                yield reply, proposal


def corrigenda(dossier: Dossier) -> list[Row]:
    """Return each paragraph corrected in form, as it read and as it reads (P8)."""
    issued = (row for asked in dossier.rounds for row in asked.corrigenda.all())
    return [row for each in issued for row in _corrected(dossier, each)]


def _corrected(dossier: Dossier, issued: Corrigendum) -> Iterator[Row]:
    number = issued.version.number
    before = _paragraphs(dossier, number - 1)
    for key, after in _paragraphs(dossier, number).items():
        for language in ("es", "en"):
            was, reads = getattr(before[key], language), getattr(after, language)
            if was != reads:
                yield {
                    "version": number,
                    "paragraph": after.number or key,
                    "at": instant(issued.issued_at),
                    "before": {"text": was, "lang": language},
                    "after": {"text": reads, "lang": language},
                    "reason": bilingual(issued.note_es, issued.note_en),
                }


def _paragraphs(dossier: Dossier, number: int) -> dict[str, Paragraph]:
    version = next(each for each in dossier.versions if each.number == number)
    return {paragraph.key: paragraph for paragraph in version.paragraphs.all()}


def _number(dossier: Dossier, version_id: int, key: str) -> str:
    for version in dossier.versions:
        if version.pk == version_id:
            found = {p.key: p.number for p in version.paragraphs.all()}
            return found.get(key) or key
    return key


def _languages(version: TextVersion) -> list[str]:
    is_bilingual = all(paragraph.en for paragraph in version.paragraphs.all())
    return ["es", "en"] if is_bilingual else ["es"]
