"""The words by which a country, or whoever leads, says where a matter stands.

Words are counted, never averaged: a percentage of words means nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Word(StrEnum):
    """What one says of a matter. ``SILENT`` is never said: it is what nobody said."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    CARRIED_OUT = "carried_out"
    CONTINUOUS = "continuous"
    SUSPENDED = "suspended"
    NOT_APPLICABLE = "not_applicable"
    SILENT = "silent"


# What can be reported, in the order in which it is offered.
SAID = tuple(word for word in Word if word is not Word.SILENT)
# After these nothing more is expected, and no report of them grows old.
SETTLED = frozenset({Word.CARRIED_OUT, Word.NOT_APPLICABLE})
MOVING = frozenset({Word.UNDER_WAY, Word.CARRIED_OUT, Word.CONTINUOUS})


class Whole(StrEnum):
    """What many words say together."""

    NOTHING_EXPECTED = "nothing_expected"
    NOT_REPORTED = "not_reported"
    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    PARTLY_CARRIED_OUT = "partly_carried_out"
    CONTINUOUS = "continuous"
    SUSPENDED = "suspended"
    CARRIED_OUT = "carried_out"


@dataclass(frozen=True, slots=True)
class Rolled:
    """The word for the whole, and how often each word was said."""

    whole: Whole
    counts: dict[Word, int]

    @property
    def expected(self) -> int:
        """How many are expected to say something: those to whom the matter applies."""
        return sum(self.counts.values()) - self.counts.get(Word.NOT_APPLICABLE, 0)


def rolled(said: Iterable[Word]) -> Rolled:
    """Return what many words say together; their order does not matter."""
    counted = Counter(said)
    counts = {word: counted[word] for word in Word if counted[word]}
    return Rolled(_whole(frozenset(counts) - {Word.NOT_APPLICABLE}, counts), counts)


def together(wholes: Iterable[Rolled]) -> Rolled:
    """Return what many wholes say together, each word as often as it was said in them."""
    counts = [Counter(each.counts) for each in wholes]
    return rolled(sum(counts, Counter()).elements())


def _whole(heard: frozenset[Word], counts: dict[Word, int]) -> Whole:
    if not counts:
        return Whole.NOT_REPORTED
    if not heard:
        return Whole.NOTHING_EXPECTED
    if heard == {Word.SILENT}:
        return Whole.NOT_REPORTED
    if len(heard) == 1:
        return ALONE[next(iter(heard))]
    if Word.CARRIED_OUT in heard:
        return Whole.PARTLY_CARRIED_OUT
    if heard & MOVING:
        return Whole.CONTINUOUS if heard <= STEADY else Whole.UNDER_WAY
    return Whole.SUSPENDED if Word.SUSPENDED in heard else Whole.NOT_BEGUN


ALONE = {
    Word.NOT_BEGUN: Whole.NOT_BEGUN,
    Word.UNDER_WAY: Whole.UNDER_WAY,
    Word.CARRIED_OUT: Whole.CARRIED_OUT,
    Word.CONTINUOUS: Whole.CONTINUOUS,
    Word.SUSPENDED: Whole.SUSPENDED,
}
# Continuous for some while the others only stay silent.
STEADY = frozenset({Word.CONTINUOUS, Word.SILENT})
