"""What delegations propose on the paragraphs of a text, and the text that comes of it.

A proposal is made on a version: its places are counted there, and it keeps the paragraph
it was made on. Accepted in any order, proposals that do not collide give the same text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from decisions.rules.texts.diff import Edit, applied, edits
from decisions.rules.texts.paragraphs import (
    LANGUAGES,
    Paragraph,
    Place,
    above,
    by_key,
    put,
    taken,
)


class Operation(StrEnum):
    """What a proposal does: to words of a paragraph, or with a whole one."""

    REPLACE = "replace"
    INSERT = "insert"
    DELETE = "delete"
    ADD = "add"
    """A new paragraph."""
    REMOVE = "remove"
    """A paragraph, with what stands within it."""
    MOVE = "move"


WORDING = frozenset({Operation.REPLACE, Operation.INSERT, Operation.DELETE})


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change that the delegation ``by`` (a party's code) proposes.

    ``key`` is the paragraph it is about (of an addition, the new one's); ``base`` is that
    paragraph as it read when the proposal was made, or the new one. ``place`` is where an
    added or moved one goes.
    """

    number: int
    by: str
    operation: Operation
    key: str
    base: Paragraph
    es: tuple[Edit, ...] = ()
    en: tuple[Edit, ...] = ()
    place: Place | None = None

    def edits(self, language: str) -> tuple[Edit, ...]:
        """Return its changes of words in ``language``."""
        return self.en if language == "en" else self.es

    @property
    def reading(self) -> Paragraph:
        """Return the paragraph as it would read, on the text the proposal was made on."""
        said = {lang: applied(self.base.text(lang), self.edits(lang)) for lang in LANGUAGES}
        return self.base.saying("es", said["es"]).saying("en", said["en"])

    @property
    def lacks(self) -> tuple[str, ...]:
        """Return the languages in which it says nothing while it does in the other."""
        if self.operation is Operation.ADD:
            said = {lang: bool(self.base.text(lang)) for lang in LANGUAGES}
        elif self.operation in WORDING:
            said = {lang: bool(self.edits(lang)) for lang in LANGUAGES}
        else:
            return ()
        return tuple(lang for lang in LANGUAGES if not said[lang])


def rewording(
    number: int, by: str, base: Paragraph, *, es: str | None = None, en: str | None = None
) -> Proposal:
    """Propose that a paragraph read so; None leaves a language as it is."""
    spanish = edits(base.es, base.es if es is None else es)
    english = edits(base.en, base.en if en is None else en)
    operation = _operation((*spanish, *english))
    return Proposal(number, by, operation, base.key, base, spanish, english)


def _operation(made: tuple[Edit, ...]) -> Operation:
    if made and not any(edit.was for edit in made):
        return Operation.INSERT
    if made and not any(edit.now for edit in made):
        return Operation.DELETE
    return Operation.REPLACE


def addition(number: int, by: str, new: Paragraph, place: Place) -> Proposal:
    """Propose a new paragraph at a place."""
    return Proposal(number, by, Operation.ADD, new.key, new, place=place)


def removal(number: int, by: str, base: Paragraph) -> Proposal:
    """Propose that a paragraph go, with what stands within it."""
    return Proposal(number, by, Operation.REMOVE, base.key, base)


def move(number: int, by: str, base: Paragraph, place: Place) -> Proposal:
    """Propose that a paragraph, with what stands within it, stand elsewhere."""
    return Proposal(number, by, Operation.MOVE, base.key, base, place=place)


class Unfit(StrEnum):
    """Why a proposal cannot be applied to a text."""

    GONE = "gone"
    """Its paragraph is not in the text."""
    THERE = "there"
    """The paragraph it adds is in the text already."""
    NO_PLACE = "no_place"
    """There is no such place, or the parts of the place contradict each other."""
    WITHIN_ITSELF = "within_itself"
    WORDS = "words"
    """The words it changes do not stand there any more."""


def unfit(text: Sequence[Paragraph], proposal: Proposal) -> Unfit | None:
    """Say why a proposal cannot be applied to ``text`` as it stands; None: it can."""
    found = by_key(text)
    if proposal.operation is Operation.ADD:
        if proposal.key in found:
            return Unfit.THERE
    elif proposal.key not in found:
        return Unfit.GONE
    if proposal.place is not None:
        return _unfit_place(found, proposal, proposal.place)
    here = found[proposal.key]
    fits = all(_fit(here.text(lang), proposal.edits(lang)) for lang in LANGUAGES)
    return None if fits else Unfit.WORDS


def _unfit_place(
    found: dict[str, Paragraph], proposal: Proposal, place: Place
) -> Unfit | None:
    named = [key for key in (place.parent, place.after) if key is not None]
    if any(key not in found or found[key].part is not place.part for key in named):
        return Unfit.NO_PLACE
    if place.after is not None and found[place.after].parent != place.parent:
        return Unfit.NO_PLACE
    if proposal.operation is Operation.MOVE:
        around = {*above(found, place.parent), *above(found, place.after)}
        return Unfit.WITHIN_ITSELF if proposal.key in around else None
    return None


def _fit(text: str, made: Iterable[Edit]) -> bool:
    return all(
        edit.end <= len(text) and text[edit.start : edit.end] == edit.was for edit in made
    )


class DoesNotFit(ValueError):
    """A proposal was applied to a text that it does not fit: its number, and why."""

    def __init__(self, number: int, why: Unfit) -> None:
        super().__init__(f"proposal {number}: {why}")
        self.number = number
        self.why = why


def adopted(text: Sequence[Paragraph], proposal: Proposal) -> tuple[Paragraph, ...]:
    """Return ``text`` with one proposal made part of it. DoesNotFit: it cannot be."""
    why = unfit(text, proposal)
    if why is not None:
        raise DoesNotFit(proposal.number, why)
    if proposal.operation is Operation.REMOVE:
        return taken(text, proposal.key)[0]
    if proposal.place is not None:
        return _placed(text, proposal, proposal.place)
    return tuple(
        _reworded(each, proposal) if each.key == proposal.key else each for each in text
    )


def _placed(
    text: Sequence[Paragraph], proposal: Proposal, place: Place
) -> tuple[Paragraph, ...]:
    if proposal.operation is Operation.ADD:
        return put(text, (proposal.base,), place)
    rest, moved = taken(text, proposal.key)
    return put(rest, moved, place)


def _reworded(paragraph: Paragraph, proposal: Proposal) -> Paragraph:
    for language in LANGUAGES:
        made = proposal.edits(language)
        paragraph = paragraph.saying(language, applied(paragraph.text(language), made))
    return paragraph


def followed(own: Iterable[Edit], made: Sequence[Edit]) -> tuple[Edit, ...] | None:
    """Return ``own`` edits as places of the text after others were ``made`` there.

    What was made already is left out. None: some of it touches what was changed.
    """
    result: list[Edit] = []
    for edit in own:
        if edit in made:
            continue
        if any(touches(edit, other) for other in made):
            return None
        shift = sum(other.grown for other in made if other.end < edit.start)
        result.append(replace(edit, start=edit.start + shift, end=edit.end + shift))
    return tuple(result)


def touches(one: Edit, other: Edit) -> bool:
    """Say whether two changes overlap or have nothing left between them."""
    return one.start <= other.end and other.start <= one.end
