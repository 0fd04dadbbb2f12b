"""How a budget is shared out to the cent, and the explanation of each part."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from crm_portal.core.errors import Invalid

YEAR = 12  # months


@dataclass(frozen=True, slots=True)
class Part:
    """One member's part of ``total_cents``, and the figures that it comes from.

    The exact part is ``floor_cents`` and ``remainder`` / ``weights`` of a cent; ``extra``
    is the cent that the largest remainders receive. ``rank`` is the place in that order,
    from 1.
    """

    key: int
    weight: int
    weights: int
    total_cents: int
    floor_cents: int
    remainder: int
    rank: int
    extra: int

    @property
    def cents(self) -> int:
        """What the member owes, in cents."""
        return self.floor_cents + self.extra


def apportion(total_cents: int, weights: Sequence[tuple[int, int]]) -> list[Part]:
    """Share ``total_cents`` by largest remainder; the parts add to it exactly (procedure 4).

    ``weights`` are (key, weight) in the order of the scale's table, which decides ties.
    Invalid: a negative total or weight, a key twice, or nothing to share it by.
    """
    _require_shareable(total_cents, weights)
    whole = sum(weight for _key, weight in weights)
    split = [divmod(total_cents * weight, whole) for _key, weight in weights]
    left = total_cents - sum(floor for floor, _rest in split)
    order = sorted(range(len(split)), key=lambda place: (-split[place][1], place))
    ranks = {place: rank for rank, place in enumerate(order, start=1)}
    return [
        Part(
            key=key,
            weight=weight,
            weights=whole,
            total_cents=total_cents,
            floor_cents=split[place][0],
            remainder=split[place][1],
            rank=ranks[place],
            extra=int(ranks[place] <= left),
        )
        for place, (key, weight) in enumerate(weights)
    ]


def _require_shareable(total_cents: int, weights: Sequence[tuple[int, int]]) -> None:
    keys = [key for key, _weight in weights]
    if total_cents < 0 or any(weight < 0 for _key, weight in weights):
        raise Invalid(_("Amounts and weights are not negative."), code="negative")
    if len(set(keys)) != len(keys):
        raise Invalid(_("A member stands twice in the scale."), code="twice")
    if not sum(weight for _key, weight in weights):
        raise Invalid(_("The scale has no weights to share by."), code="no_weights")


def pro_rata(annual_cents: int, months: int) -> int:
    """Return the figure of ``months`` months of a year's, half a cent up (procedure 4).

    The total is worked out once, and then apportioned: month by month would lose cents.
    """
    if annual_cents < 0 or months < 1:
        raise Invalid(_("A period has at least one month."), code="months")
    return (2 * annual_cents * months + YEAR) // (2 * YEAR)


def half_up(numerator: int, denominator: int) -> int:
    """Return the quotient of two integers, halves up; for shares that are only displayed."""
    return (2 * numerator + denominator) // (2 * denominator)
