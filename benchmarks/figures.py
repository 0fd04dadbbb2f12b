"""What a benchmark found: figures, and the reach of each that has one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Reach:
    """A figure that must lie at or above ``least``, or at or below ``most``."""

    what: str
    seen: float
    least: float | None = None
    most: float | None = None

    @property
    def is_met(self) -> bool:
        above = self.least is None or self.seen >= self.least
        return above and (self.most is None or self.seen <= self.most)

    def __str__(self) -> str:
        bound = f">= {self.least:g}" if self.least is not None else f"<= {self.most:g}"
        return f"{'met' if self.is_met else 'MISSED'}: {self.what} {self.seen:g} ({bound})"


@dataclass
class Figures:
    """One benchmark: rows of figures, and its reaches."""

    name: str
    what: str
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    reaches: list[Reach] = field(default_factory=list)

    def saw(self, row: str, **figures: Any) -> None:
        """Add figures to a row."""
        self.rows.setdefault(row, {}).update(figures)

    def reach(self, what: str, seen: float, **bound: float) -> None:
        """State a reach and what was seen of it."""
        self.reaches.append(Reach(what, round(seen, 4), **bound))

    @property
    def is_met(self) -> bool:
        return all(reach.is_met for reach in self.reaches)

    def __str__(self) -> str:
        lines = [f"{self.name}: {self.what}"]
        for row, figures in self.rows.items():
            told = ", ".join(f"{key} {value}" for key, value in figures.items())
            lines.append(f"  {row}: {told}")
        return "\n".join([*lines, *(f"  {reach}" for reach in self.reaches)])


def middle(values: Iterable[float], digits: int = 1) -> float:
    """Return the median, rounded."""
    return round(median(values), digits)
