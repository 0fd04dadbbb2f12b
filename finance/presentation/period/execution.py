"""How a budget is carried out, line by line, against the time that has run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from finance.models import LineKind
from finance.rules.apportionment import half_up
from finance.rules.budgets import WHOLE, Line, Period, execution

BAR = 160  # width of a line's bar
MUCH = 9_000  # hundredths of one per cent: above it a line is shown in amber


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the budget; ``part`` in hundredths of one per cent, None of an empty line."""

    name: str
    line: Line
    part: int | None
    bar: str

    @property
    def is_much(self) -> bool:
        return self.line.spent > 0 and (self.part is None or self.part > MUCH)


@dataclass(frozen=True, slots=True)
class Progress:
    """The lines together, up to the day ``on``; ``tick`` is the time's place on the bars."""

    rows: tuple[Row, ...]
    planned: int
    committed: int
    spent: int
    part: int
    time: int
    on: date
    tick: str

    @property
    def to_spend(self) -> int:
        return max(0, self.planned - self.spent)


def progress(
    lines: Iterable[Line], kinds: Mapping[int, LineKind], period: Period, on: date
) -> Progress:
    """Return how the lines stand ``on``."""
    some = list(lines)
    whole = execution(some, period, on)
    return Progress(
        rows=tuple(_row(kinds[line.key].name, line) for line in some),
        planned=whole.planned,
        committed=whole.committed,
        spent=whole.spent,
        part=whole.spent_part,
        time=whole.time_part,
        on=on,
        tick=_wide(whole.time_part),
    )


def _row(name: str, line: Line) -> Row:
    part = half_up(line.spent * WHOLE, line.planned) if line.planned > 0 else None
    full = WHOLE if line.spent > 0 else 0
    shown = min(max(part, 0), WHOLE) if part is not None else full
    return Row(name, line, part, _wide(shown))


def _wide(part: int) -> str:
    """Return how wide a part of a bar is drawn."""
    whole, rest = divmod(10 * BAR * part // WHOLE, 10)
    return f"{whole}.{rest}"
