"""The drafting group decides: accepts, merges, brackets, rejects with reason, opens again."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from decisions.models import Paragraph, Proposal, TextVersion
from decisions.models.proposals import ProposalState
from decisions.rules.texts import choosing, notation
from decisions.rules.texts import paragraphs as rules
from decisions.rules.texts.bracketing import Wish, bracketed, bracketed_wishes
from decisions.rules.texts.diff import Edit
from decisions.rules.texts.handling import Step
from decisions.rules.texts.paragraphs import LANGUAGES
from decisions.rules.texts.proposals import Operation, adopted
from decisions.rules.texts.proposals import Proposal as Ruled
from decisions.rules.texts.rebasing import Stranded, rebased
from decisions.services.texts import negotiation
from decisions.services.texts.brackets import is_whole, out_of_brackets, rewrite
from decisions.services.texts.common import clean, decided, paragraph_of, ruled, working
from decisions.services.texts.proposing import concerned, of, step
from decisions.services.texts.structure import store
from decisions.services.texts.writing import begin_languages, put_words


def _begin(proposal_id: int, by: Viewer) -> tuple[Proposal, TextVersion]:
    row = of(proposal_id)
    decided(row.text_id, by=by)
    return row, working(row.text, by)


@transaction.atomic
def accept(proposal_id: int, *, by: Viewer) -> Proposal:
    """Make a proposal part of the text as it stands, or resolve its brackets its way."""
    row, version = _begin(proposal_id, by)
    was = row.state
    step(row, Step.ACCEPT, by)
    if was == ProposalState.BRACKETED:
        _resolve(row, version, by)
    else:
        _take_in(row, version, by)
    negotiation.follow(row.text, version, by, concerned(row))
    return row


def _take_in(row: Proposal, version: TextVersion, by: Viewer) -> None:
    now = ruled(version)
    found = _fitting(row, now)
    after = rules.by_key(adopted(now, found))
    if row.operation in (Operation.ADD, Operation.REMOVE, Operation.MOVE):
        store(version, adopted(now, found), by)
        if row.operation == Operation.ADD:
            begin_languages(row.text, [paragraph_of(version, row.paragraph_key)], by)
        return
    paragraph = paragraph_of(version, row.paragraph_key)
    now_said = after[row.paragraph_key]
    put_words(row.text, paragraph, now_said, by, substance=True, alike=True)


def _fitting(row: Proposal, now: Sequence[rules.Paragraph]) -> Ruled:
    found = rebased(negotiation.as_ruled(row, now), now)
    if isinstance(found, Stranded):
        raise Conflict(
            _("The text changed under this proposal: take it in in other words instead."),
            code="stranded",
        )
    return found


def _resolve(row: Proposal, version: TextVersion, by: Viewer) -> None:
    """Give the proposer's words the place of the bracket; who stood against them loses it."""
    paragraph = paragraph_of(version, row.paragraph_key)
    code = row.party.code
    if row.operation == Operation.REMOVE and is_whole(paragraph):
        rest, _gone = rules.taken(ruled(version), paragraph.key)
        store(version, rest, by)
    else:
        rewrite(row, paragraph, lambda each: choosing.as_wanted(each, code), by)
    _settle_others(row, paragraph, by)


def _settle_others(row: Proposal, paragraph: Paragraph, by: Viewer) -> None:
    """Whoever no bracket names any more has nothing left to decide there."""
    left = {
        code
        for language in LANGUAGES
        for code in choosing.named_in(notation.parse(paragraph.ruled.text(language)))
    }
    others = Proposal.objects.filter(
        text=row.text_id, paragraph_key=row.paragraph_key, state=ProposalState.BRACKETED
    ).exclude(pk=row.pk)
    for other in others.select_related("text__kind", "party"):
        if other.party.code not in left:
            told = _("The bracket was resolved by proposal %(number)s.") % {
                "number": row.number
            }
            step(other, Step.REJECT, by, told)


@transaction.atomic
def merge(proposal_id: int, *, es: str, en: str, reason: str, by: Viewer) -> Proposal:
    """Take a proposal in in other words, or in part: the paragraph then reads ``es``, ``en``."""
    row, version = _begin(proposal_id, by)
    if row.operation == Operation.ADD:
        raise Invalid(
            _("A new paragraph is accepted and then reworded."), code="merge_addition"
        )
    step(row, Step.MERGE, by, reason)
    paragraph = paragraph_of(version, row.paragraph_key)
    now = paragraph.ruled.saying("es", clean(es)).saying("en", clean(en))
    put_words(row.text, paragraph, now, by, substance=True)
    _settle_others(row, paragraph, by)
    negotiation.follow(row.text, version, by, concerned(row))
    return row


@transaction.atomic
def bracket(proposal_ids: Sequence[int], *, by: Viewer) -> list[Proposal]:
    """Put proposals on one paragraph into the text side by side, in brackets with their names."""
    if not proposal_ids:
        raise Invalid(_("Choose the proposals to put in brackets."), code="nothing")
    rows = [_begin(each, by)[0] for each in sorted(set(proposal_ids))]
    text, version = rows[0].text, working(rows[0].text, by)
    if any(row.paragraph_key != rows[0].paragraph_key for row in rows):
        raise Invalid(
            _("Brackets are made of proposals on one paragraph."), code="paragraphs"
        )
    if any(row.operation == Operation.MOVE for row in rows):
        raise Invalid(
            _("Where a paragraph stands cannot be put in brackets."), code="bracket_move"
        )
    if rows[0].operation == Operation.ADD:
        _bracket_addition(rows[0], version, by)
    else:
        _bracket_words(rows, version, by)
    for row in rows:
        step(row, Step.BRACKET, by)
    negotiation.follow(text, version, by)
    return rows


def _bracket_addition(row: Proposal, version: TextVersion, by: Viewer) -> None:
    now = ruled(version)
    found = _fitting(row, now)
    names = (row.party.code, *row.supporters)
    words = {
        x: bracketed(found.base.text(x), 0, len(found.base.text(x)), by=names)
        if found.base.text(x)
        else ""
        for x in LANGUAGES
    }
    new = found.base.saying("es", words["es"]).saying("en", words["en"])
    place = negotiation.place(row)
    store(version, rules.put(now, [new], place), by)
    begin_languages(row.text, [paragraph_of(version, row.paragraph_key)], by)


def _bracket_words(rows: Sequence[Proposal], version: TextVersion, by: Viewer) -> None:
    now = ruled(version)
    found = {row.pk: _fitting(row, now) for row in rows}
    paragraph = paragraph_of(version, rows[0].paragraph_key)
    said = paragraph.ruled
    for language in LANGUAGES:
        words = said.text(language)
        wishes = [
            Wish((row.party.code, *row.supporters), _made(found[row.pk], words, language))
            for row in rows
        ]
        said = said.saying(language, _wished(words, [wish for wish in wishes if wish.made]))
    put_words(rows[0].text, paragraph, said, by, substance=True, alike=True)


def _wished(words: str, wishes: Sequence[Wish]) -> str:
    try:
        return bracketed_wishes(words, wishes) if wishes else words
    except notation.Malformed as wrong:
        told = _(wrong.sentence) % {"position": wrong.position}
        raise Conflict(told, code="brackets") from wrong


def _made(found: Ruled, words: str, language: str) -> tuple[Edit, ...]:
    if found.operation is Operation.REMOVE:
        return (Edit(0, len(words), words, ""),) if words else ()
    return found.edits(language)


@transaction.atomic
def reject(proposal_id: int, *, reason: str, by: Viewer) -> Proposal:
    """Do not accept a proposal, and say why; what of it stood in brackets goes."""
    row, version = _begin(proposal_id, by)
    was = row.state
    step(row, Step.REJECT, by, reason)
    if was == ProposalState.BRACKETED:
        out_of_brackets(row, version, by)
    negotiation.follow(row.text, version, by, concerned(row))
    return row


@transaction.atomic
def reopen(proposal_id: int, *, reason: str = "", by: Viewer) -> Proposal:
    """Open again what was not accepted."""
    row, version = _begin(proposal_id, by)
    step(row, Step.REOPEN, by, reason)
    negotiation.follow(row.text, version, by, concerned(row))
    return row
