"""How a total is shared among members, with the figures that explain each part to the cent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_portal.library.rules import alphabet
from finance.rules.apportionment import Part
from finance.rules.scales import percentages
from members.models import Party

PLACES = 4


def fraction(remainder: int, weights: int) -> str:
    """Write what is left of a cent as ``0.4275``, cut and not rounded: it is only displayed."""
    return f"0.{remainder * 10**PLACES // weights:0{PLACES}}"


@dataclass(frozen=True, slots=True)
class Row:
    """One member's part. The exact part is ``floor`` cents and ``remainder`` / ``weights``.

    ``before`` is what it was by the scale in force, where that is compared.
    """

    code: str
    name: str
    weight: int
    weights: int
    percent: int
    floor: int
    remainder: int
    rank: int
    extra: int
    cents: int
    published: int | None = None
    before: int | None = None
    url: str = ""

    @property
    def fraction(self) -> str:
        return fraction(self.remainder, self.weights)

    @property
    def change(self) -> int | None:
        return None if self.before is None else self.cents - self.before


@dataclass(frozen=True, slots=True)
class Shared:
    """A total and its parts, in the alphabetical order of the reader's language."""

    total: int
    rows: list[Row] = field(default_factory=list)

    @property
    def weights(self) -> int:
        return sum(row.weight for row in self.rows)

    @property
    def floors(self) -> int:
        return sum(row.floor for row in self.rows)

    @property
    def left(self) -> int:
        """The cents that the largest remainders receive."""
        return self.total - self.floors

    @property
    def is_compared(self) -> bool:
        return any(row.before is not None for row in self.rows)

    @property
    def has_twins(self) -> bool:
        """Whether two members of one weight differ by the cent."""
        parts = {(row.weight, row.cents) for row in self.rows}
        return len(parts) > len({weight for weight, _cents in parts})


def shared(
    total: int,
    parts: Sequence[Part],
    parties: Iterable[Party],
    *,
    published: dict[int, int | None] | None = None,
    before: dict[int, int] | None = None,
) -> Shared:
    """Return the parts as a page shows them; ``parties`` holds every member that shares.

    ``before``: what each owed, in cents; whoever owed nothing then is new.
    """
    names = {party.pk: party for party in parties}
    percents = percentages([(part.key, part.weight) for part in parts])
    rows = [
        Row(
            code=names[part.key].code,
            name=names[part.key].name,
            weight=part.weight,
            weights=part.weights,
            percent=percents[part.key],
            floor=part.floor_cents,
            remainder=part.remainder,
            rank=part.rank,
            extra=part.extra,
            cents=part.cents,
            published=(published or {}).get(part.key),
            before=None if before is None else before.get(part.key, 0),
        )
        for part in parts
    ]
    return Shared(total, sorted(rows, key=lambda row: alphabet(row.name)))


def part_of(assessment: Any) -> Part:
    """Return the figures that an assessment was made of."""
    return Part(
        key=assessment.party_id,
        weight=assessment.weight,
        weights=assessment.weights,
        total_cents=assessment.total_cents,
        floor_cents=assessment.amount_cents - assessment.extra,
        remainder=assessment.remainder,
        rank=assessment.rank,
        extra=assessment.extra,
    )
