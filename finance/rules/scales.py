"""Which scale holds on a day, and whom it shares a budget among."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from finance.rules.apportionment import half_up

HUNDREDTHS = 10_000  # of one per cent, in a whole


@dataclass(frozen=True, slots=True)
class ScaleFrom:
    """A scale as the rules take it: from which day, and (member, weight) in table order."""

    key: int
    valid_from: date
    weights: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Sharing:
    """Whom a scale shares among on a day, and who stands in one list alone.

    ``joined`` are members that the scale does not name; ``left`` are named and are members
    no more. Neither is filled up by the portal: a new scale says what they contribute.
    """

    weights: tuple[tuple[int, int], ...]
    joined: tuple[int, ...]
    left: tuple[int, ...]


def in_force(scales: Iterable[ScaleFrom], on: date) -> ScaleFrom | None:
    """Return the last scale that began by ``on``: each holds until the next."""
    begun = [scale for scale in scales if scale.valid_from <= on]
    return max(begun, key=lambda scale: scale.valid_from, default=None)


def sharing(weights: Sequence[tuple[int, int]], members: Collection[int]) -> Sharing:
    """Return who shares, of a scale's ``weights`` and the ``members`` of the day."""
    named = [key for key, _weight in weights]
    return Sharing(
        weights=tuple(pair for pair in weights if pair[0] in set(members)),
        joined=tuple(key for key in members if key not in set(named)),
        left=tuple(key for key in named if key not in set(members)),
    )


def percentages(weights: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Return each weight in hundredths of one per cent, for display: they need not add up."""
    whole = sum(weight for _key, weight in weights)
    if not whole:
        return {key: 0 for key, _weight in weights}
    return {key: half_up(weight * HUNDREDTHS, whole) for key, weight in weights}


def over_charge(total_cents: int, percents: Sequence[int]) -> int:
    """Return how many cents more than the total come of billing by printed percentages.

    ``percents`` are hundredths of one per cent. Those of 2005 add to 100.01 and would bring
    USD 28.23 too much of 282,724 (001:487); negative: too little.
    """
    return sum(half_up(total_cents * each, HUNDREDTHS) for each in percents) - total_cents
