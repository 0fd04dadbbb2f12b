"""What becomes of a pending proposal when the text under it changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from decisions.rules.texts.diff import Edit, edits
from decisions.rules.texts.paragraphs import LANGUAGES, Paragraph, by_key
from decisions.rules.texts.proposals import (
    WORDING,
    Proposal,
    Unfit,
    adopted,
    followed,
    unfit,
)


@dataclass(frozen=True, slots=True)
class Stranded:
    """A proposal that has lost its ground, and how. It still shows what it was made on."""

    proposal: Proposal
    why: Unfit


def rebased(proposal: Proposal, text: Sequence[Paragraph]) -> Proposal | Stranded:
    """Return the proposal as one on ``text``, a later version than that it was made on.

    Its words move with what changed around them. What has been done already is left out:
    a proposal that the text has caught up with changes nothing any more.
    """
    now = by_key(text).get(proposal.key)
    if proposal.operation in WORDING and now is not None:
        made = {lang: edits(proposal.base.text(lang), now.text(lang)) for lang in LANGUAGES}
        return _moved_along(proposal, now, made)
    why = unfit(text, proposal)
    return proposal if why is None else Stranded(proposal, why)


def _moved_along(
    proposal: Proposal, now: Paragraph, made: dict[str, tuple[Edit, ...]]
) -> Proposal | Stranded:
    found = {lang: followed(proposal.edits(lang), made[lang]) for lang in LANGUAGES}
    spanish, english = found["es"], found["en"]
    if spanish is None or english is None:
        return Stranded(proposal, Unfit.WORDS)
    return replace(proposal, base=now, es=spanish, en=english)


def is_met(proposal: Proposal) -> bool:
    """Say whether a proposal about words has nothing left to change."""
    return proposal.operation in WORDING and not proposal.es and not proposal.en


@dataclass(frozen=True, slots=True)
class Accepted:
    """The text with a proposal in it, and what is left of the others."""

    text: tuple[Paragraph, ...]
    pending: tuple[Proposal, ...]
    stranded: tuple[Stranded, ...] = ()


def accepted(
    text: Sequence[Paragraph], proposal: Proposal, pending: Iterable[Proposal]
) -> Accepted:
    """Make one proposal part of the text and take the pending ones along.

    All of them are proposals on ``text``. DoesNotFit: the accepted one is not.
    """
    after = adopted(text, proposal)
    found = [_after(each, proposal, after) for each in pending]
    return Accepted(
        after,
        tuple(each for each in found if isinstance(each, Proposal)),
        tuple(each for each in found if isinstance(each, Stranded)),
    )


def _after(
    each: Proposal, accepted_one: Proposal, text: tuple[Paragraph, ...]
) -> Proposal | Stranded:
    now = by_key(text).get(each.key)
    on_words = {each.operation, accepted_one.operation} <= WORDING
    if on_words and each.key == accepted_one.key and now is not None:
        made = {lang: accepted_one.edits(lang) for lang in LANGUAGES}
        return _moved_along(each, now, made)
    why = unfit(text, each)
    return each if why is None else Stranded(each, why)
