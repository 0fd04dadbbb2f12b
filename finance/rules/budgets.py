"""What a budget's lines amount to, and how spending stands against money and time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from finance.rules.apportionment import half_up

WHOLE = 10_000  # hundredths of one per cent


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included; of any length (002:10 has nineteen months)."""

    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    @property
    def months(self) -> int:
        """Whole months begun: the first and the last count."""
        years = self.ends_on.year - self.starts_on.year
        return 12 * years + self.ends_on.month - self.starts_on.month + 1

    def elapsed(self, on: date) -> int:
        """Return how much of it has passed with the day ``on``, in hundredths of one per cent."""
        passed = min(max((on - self.starts_on).days + 1, 0), self.days)
        return half_up(passed * WHOLE, self.days)

    def overlaps(self, other: "Period") -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a budget as it stands: what was approved, moved, promised and spent."""

    key: int
    approved: int
    moved: int = 0
    committed: int = 0
    spent: int = 0

    @property
    def available(self) -> int:
        """What may still be promised or moved, in cents; negative when overspent."""
        return self.approved + self.moved - self.committed - self.spent

    @property
    def planned(self) -> int:
        return self.approved + self.moved


@dataclass(frozen=True, slots=True)
class Execution:
    """How far a budget is carried out against how far its time has run.

    ``spent_part`` and ``time_part`` are hundredths of one per cent.
    """

    planned: int
    committed: int
    spent: int
    spent_part: int
    time_part: int

    @property
    def ahead(self) -> int:
        """Positive: spending runs ahead of time."""
        return self.spent_part - self.time_part


def execution(lines: Iterable[Line], period: Period, on: date) -> Execution:
    """Return how the lines stand together ``on``; of an empty budget nothing is spent."""
    some = list(lines)
    planned = sum(line.planned for line in some)
    spent = sum(line.spent for line in some)
    return Execution(
        planned=planned,
        committed=sum(line.committed for line in some),
        spent=spent,
        spent_part=half_up(spent * WHOLE, planned) if planned else 0,
        time_part=period.elapsed(on),
    )


def lowest(opening: int, movements: Mapping[date, int]) -> tuple[int, date | None]:
    """Return the lowest that the cash stands at, and on which day first (None: at the start)."""
    cash, least, when = opening, opening, None
    for day in sorted(movements):
        cash += movements[day]
        if cash < least:
            least, when = cash, day
    return least, when


def gap_days(earlier: Period, later: Period) -> int:
    """Return how many days lie between two periods: a gap is allowed, with a warning."""
    return max(0, (later.starts_on - earlier.ends_on).days - 1)
