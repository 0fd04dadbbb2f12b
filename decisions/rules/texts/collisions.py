"""Proposals that cannot both be accepted as they stand. Each is an object until resolved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, permutations, product

from decisions.rules.texts.msgids import gettext_noop
from decisions.rules.texts.paragraphs import LANGUAGES, Paragraph, Place, above, by_key
from decisions.rules.texts.proposals import WORDING, Operation, Proposal, touches


class Clash(StrEnum):
    """What two proposals cannot both have."""

    SAME_WORDS = "same_words"
    REMOVED_AND_CHANGED = "removed_and_changed"
    REMOVED_AND_MOVED = "removed_and_moved"
    TWO_PLACES = "two_places"
    SAME_PLACE = "same_place"
    PLACE_LOST = "place_lost"


SENTENCES = {
    Clash.SAME_WORDS: gettext_noop("Both change the same words."),
    Clash.REMOVED_AND_CHANGED: gettext_noop(
        "One removes the paragraph that the other changes."
    ),
    Clash.REMOVED_AND_MOVED: gettext_noop(
        "One removes the paragraph that the other moves."
    ),
    Clash.TWO_PLACES: gettext_noop("They move the same paragraph to different places."),
    Clash.SAME_PLACE: gettext_noop("Both put a paragraph in the same place."),
    Clash.PLACE_LOST: gettext_noop(
        "One puts a paragraph in a place that the other removes or moves."
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class Collision:
    """Two proposals (their numbers, the lower first) that collide on the paragraph ``key``.

    ``language`` is where the words clash; empty where the clash is not about words.
    """

    first: int
    second: int
    clash: Clash
    key: str
    language: str = ""


def collisions(
    text: Sequence[Paragraph], proposals: Sequence[Proposal]
) -> tuple[Collision, ...]:
    """Return every pair of proposals on ``text`` that collide, and how; in order."""
    found = by_key(text)
    met = {each for one, other in _pairs(proposals) for each in _between(found, one, other)}
    return tuple(sorted(met))


def _pairs(proposals: Sequence[Proposal]) -> Iterator[tuple[Proposal, Proposal]]:
    """Pair those that may collide at all: words meet only within one paragraph."""
    by_paragraph: dict[str, list[Proposal]] = {}
    whole: list[Proposal] = []
    for each in sorted(proposals, key=lambda each: each.number):
        if each.operation in WORDING:
            by_paragraph.setdefault(each.key, []).append(each)
        else:
            whole.append(each)
    for together in by_paragraph.values():
        yield from combinations(together, 2)
        for each, other in product(together, whole):
            yield (each, other) if each.number < other.number else (other, each)
    yield from combinations(whole, 2)


def _between(
    text: Mapping[str, Paragraph], one: Proposal, other: Proposal
) -> list[Collision]:
    found = [(clash, key, "") for clash, key in _of_paragraphs(text, one, other)]
    if one.key == other.key and {one.operation, other.operation} <= WORDING:
        found += [
            (Clash.SAME_WORDS, one.key, lang)
            for lang in LANGUAGES
            if _is_same_place(one, other, lang)
        ]
    return [
        Collision(one.number, other.number, clash, key, language)
        for clash, key, language in found
    ]


def _is_same_place(one: Proposal, other: Proposal, language: str) -> bool:
    return any(
        mine != theirs and touches(mine, theirs)
        for mine in one.edits(language)
        for theirs in other.edits(language)
    )


def _of_paragraphs(
    text: Mapping[str, Paragraph], one: Proposal, other: Proposal
) -> list[tuple[Clash, str]]:
    found: list[tuple[Clash, str]] = []
    if one.place is not None and other.place is not None:
        found += _of_places(one, other, one.place, other.place)
    for this, that in permutations((one, other)):
        if this.operation is Operation.REMOVE:
            found += _removed(text, this.key, that)
        if this.operation is Operation.MOVE and that.place is not None:
            found += _place_moved(text, this, that, that.place)
    return list(dict.fromkeys(found))


def _removed(
    text: Mapping[str, Paragraph], gone: str, that: Proposal
) -> list[tuple[Clash, str]]:
    around = set(above(text, that.key))
    if that.operation in WORDING and gone in around:
        return [(Clash.REMOVED_AND_CHANGED, that.key)]
    if that.operation is Operation.MOVE and gone in around:
        return [(Clash.REMOVED_AND_MOVED, that.key)]
    if that.place is not None and gone in _around(text, that.place):
        return [(Clash.PLACE_LOST, gone)]
    return []


def _place_moved(
    text: Mapping[str, Paragraph], moved: Proposal, that: Proposal, place: Place
) -> list[tuple[Clash, str]]:
    """A place is lost if what it comes after moves away, or what it is within changes part.

    Two moves do not lean on one another at all: each could end up within the other.
    """
    if moved.key == that.key or moved.place is None:
        return []
    is_within = moved.key in _around(text, place)
    leans = that.operation is Operation.MOVE or moved.place.part is not place.part
    if place.after == moved.key or (is_within and leans):
        return [(Clash.PLACE_LOST, moved.key)]
    return []


def _around(text: Mapping[str, Paragraph], place: Place) -> set[str]:
    return {*above(text, place.parent), *above(text, place.after)}


def _of_places(
    one: Proposal, other: Proposal, here: Place, there: Place
) -> list[tuple[Clash, str]]:
    if one.key == other.key:
        is_same = here == there and one.operation is other.operation is Operation.MOVE
        return [] if is_same else [(Clash.TWO_PLACES, one.key)]
    return [(Clash.SAME_PLACE, here.after or here.parent or "")] if here == there else []
