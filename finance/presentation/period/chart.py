"""The cash curve: funds as steps, expenditure below them, drawn for a wide and a narrow page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from crm_portal.core.deadline_text.words import MONTHS
from crm_portal.core.display import SHORT, format_day
from crm_portal.core.i18n import active_language
from finance.figures import Books
from finance.presentation.money import CENTS, MINUS, amount
from finance.presentation.period.cash import Cash, by_day, months_between
from finance.rules.budgets import Period

THOUSAND = 1_000 * CENTS
GRID_LINES, MARKS = 8, 3
# A receipt is named on the curve when it is so many hundredths of the height, at least.
TALL = 8
# Places are whole numbers, in tenths of a unit of the drawing: money is never a float.
TENTHS = 10
NEXT_POINT = 20  # points of the expenditure closer than that are drawn as one
LABEL_HIGH, LABEL_WIDE = 180, 1300
LINE = 160  # from one line of words to the next


@dataclass(frozen=True, slots=True)
class Frame:
    """The measures of a drawing, and how many months it names."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    months: int
    has_amounts: bool


WIDE = Frame("wide", 616, 320, 40, 572, 22, 292, 12, has_amounts=True)
NARROW = Frame("narrow", 330, 300, 40, 278, 22, 272, 6, has_amounts=False)


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place; ``strong`` first."""

    x: str
    y: str
    strong: str
    words: str = ""
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Mark:
    """A receipt on the curve."""

    x: str
    y: str
    label: Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that a template draws: numbers are written already."""

    frame: Frame
    grid: Sequence[tuple[str, str, str]]
    axis: str
    zero: str
    months: Sequence[tuple[str, str]]
    funds: str
    spent: str
    fill: str
    marks: Sequence[Mark]
    ends: Sequence[Label]
    least: tuple[str, str, str]
    least_labels: Sequence[Label]

    @property
    def month_y(self) -> int:
        """The height of the months' names."""
        return self.frame.bottom + 18

    @property
    def labels(self) -> list[Label]:
        """All words on the curve."""
        return [*(mark.label for mark in self.marks), *self.ends, *self.least_labels]


def drawings(
    cash: Cash, books: Books, period: Period, names: Mapping[int, str]
) -> list[Drawing]:
    """Return the curve for a wide and for a narrow page; of no cash there is none."""
    if cash.is_empty:
        return []
    return [_Plot(frame, cash, books, period, names).drawing() for frame in (WIDE, NARROW)]


class _Plot:
    """The curve within one frame: days across, thousands of dollars up."""

    def __init__(
        self,
        frame: Frame,
        cash: Cash,
        books: Books,
        period: Period,
        names: Mapping[int, str],
    ) -> None:
        self.frame, self.cash, self.period, self.names = frame, cash, period, names
        self.books = books
        self.steps = _steps(cash.opening, by_day(books.received))
        heights = [cash.opening, *(height for _on, height in self.steps)]
        lowest, most = min(0, *heights), max(cash.spent, *heights)
        self.step = _step(most - lowest)
        self.floor = lowest // self.step * self.step
        self.ceiling = max(-(-most // self.step), 1) * self.step

    def x(self, day: date) -> int:
        frame, days = self.frame, max(self.period.days - 1, 1)
        place = min(max((day - self.period.starts_on).days, 0), days)
        return TENTHS * frame.left + TENTHS * (frame.right - frame.left) * place // days

    def y(self, cents: int) -> int:
        frame, whole = self.frame, self.ceiling - self.floor
        high = TENTHS * (frame.bottom - frame.top) * (cents - self.floor) // whole
        return TENTHS * frame.bottom - high

    def drawing(self) -> Drawing:
        funds, spent = self._funds(), self._spent()
        below = [point for point in funds if point[0] <= spent[-1][0]]
        edge = (spent[-1][0], below[-1][1])
        return Drawing(
            frame=self.frame,
            grid=self._grid(),
            axis=_at(self.y(0)),
            zero=_at(self.y(0) + 40),
            months=self._months(),
            funds=_points(funds),
            spent=_points(spent),
            fill=_points([*below, edge, *reversed(spent)]),
            marks=self._marks(),
            ends=self._ends(),
            least=self._least(),
            least_labels=self._least_labels(),
        )

    def _grid(self) -> list[tuple[str, str, str]]:
        """(height of the line, height of its number, the number in thousands)"""
        lines = range(self.floor, self.ceiling + 1, self.step)
        return [
            (_at(self.y(each)), _at(self.y(each) + 40), _thousands(each))
            for each in lines
            if each
        ]

    def _months(self) -> list[tuple[str, str]]:
        months = months_between(self.period.starts_on, self.period.ends_on)
        every = max(1, -(-len(months) // self.frame.months))
        names = MONTHS[active_language()]
        return [
            (_at(self.x(date(year, month, 16))), names[month - 1][:SHORT])
            for year, month in months[::every]
        ]

    def _funds(self) -> list[tuple[int, int]]:
        start, height = self.x(self.period.starts_on), self.cash.opening
        points = [(start, self.y(height))]
        for day, after in self.steps:
            points += [(self.x(day), self.y(height)), (self.x(day), self.y(after))]
            height = after
        return [*points, (self.x(self.cash.on), self.y(height))]

    def _spent(self) -> list[tuple[int, int]]:
        points, total = [(self.x(self.period.starts_on), self.y(0))], 0
        for day in sorted(self.books.spent):
            total += self.books.spent[day]
            if self.x(day) - points[-1][0] >= NEXT_POINT or day == self.cash.spent_on:
                points.append((self.x(day), self.y(total)))
        return points

    def _marks(self) -> list[Mark]:
        """Name the largest receipts where there is room for their names."""
        height = self.ceiling - self.floor
        largest = sorted(self.books.received.items(), key=lambda each: -each[1])[:MARKS]
        heights, found = dict(self.steps), list[Mark]()
        taken: list[tuple[int, int]] = []
        for (day, party), cents in largest:
            x, y = self.x(day), self.y(heights[day])
            room = all(abs(x - a) > LABEL_WIDE or abs(y - b) > LABEL_HIGH for a, b in taken)
            if 100 * cents >= TALL * height and room:
                taken.append((x, y))
                found.append(Mark(_at(x), _at(y), self._named(x, y, party, cents)))
        return found

    def _named(self, x: int, y: int, party: int, cents: int) -> Label:
        words = amount(cents) if self.frame.has_amounts else ""
        name = self.names.get(party, "")
        if 2 * x > TENTHS * (self.frame.left + self.frame.right):
            return Label(_at(x - 100), _at(y + 40), name, words, "end")
        return Label(_at(x - 60), _at(y - 100), name, words)

    def _ends(self) -> list[Label]:
        cash, found = self.cash, list[Label]()
        found += self._end(_("Funds"), "", cash.funds, cash.on, above=True)
        if cash.spent_on is not None:
            day = format_day(cash.spent_on, "brief") if self.frame.has_amounts else ""
            upto = _("to %(day)s") % {"day": day} if day else ""
            found += self._end(
                _("Expenditure"), upto, cash.spent, cash.spent_on, above=False
            )
        return found

    def _end(
        self, name: str, upto: str, cents: int, day: date, *, above: bool
    ) -> list[Label]:
        """Beside the end of a curve; above or below it where the frame ends."""
        x, y = self.x(day), self.y(cents)
        if x <= TENTHS * self.frame.width - LABEL_WIDE + 300:
            return [
                Label(_at(x + 80), _at(y - 20), name, upto),
                Label(_at(x + 80), _at(y - 20 + LINE), "", amount(cents)),
            ]
        there = y - 90 if above else y + 200
        return [Label(_at(x), _at(there), name, amount(cents), "end")]

    def _at_least(self) -> tuple[int, int, int]:
        """Where the cash was lowest: the day, the funds and the expenditure of that day."""
        day = self.cash.least_on or self.period.starts_on
        spent = sum(cents for on, cents in self.books.spent.items() if on <= day)
        if self.cash.least_on is None:
            spent = 0
        return self.x(day), self.y(self.cash.least + spent), self.y(spent)

    def _least(self) -> tuple[str, str, str]:
        x, above, below = self._at_least()
        return _at(x), _at(above), _at(below)

    def _least_labels(self) -> list[Label]:
        x, above, below = self._at_least()
        lowest = TENTHS * self.frame.bottom - 220
        y = self._clear(x, min(max(above, below) + LINE, lowest))
        is_far = x > TENTHS * self.frame.width - LABEL_WIDE
        anchor, x = ("end", x - 80) if is_far else ("start", x + 80)
        when = self.cash.least_on
        day = f", {format_day(when, 'brief')}" if when else ""
        words = f"{amount(self.cash.least)}{day}"
        return [
            Label(_at(x), _at(y), _("Cash minimum"), "", anchor),
            Label(_at(x), _at(y + LINE), "", words, anchor),
        ]

    def _clear(self, x: int, y: int) -> int:
        """Move words below the end of the expenditure's curve, where they would meet."""
        if self.cash.spent_on is None:
            return y
        end, height = self.x(self.cash.spent_on), self.y(self.cash.spent)
        meets = abs(end - x) < LABEL_WIDE and height - 2 * LABEL_HIGH < y < height + 300
        return height + 2 * LABEL_HIGH - 40 if meets else y


def _steps(opening: int, received: Mapping[date, int]) -> list[tuple[date, int]]:
    """Return the funds after each day that something came in."""
    found, height = [], opening
    for day, cents in received.items():
        height += cents
        found.append((day, height))
    return found


def _step(height: int) -> int:
    """Return the distance of the grid's lines: 1, 2 or 5 of a power of ten, few lines."""
    size = CENTS
    while True:
        for each in (size, 2 * size, 5 * size):
            if height <= each * GRID_LINES:
                return each
        size *= 10


def _thousands(cents: int) -> str:
    tenths = abs(cents) * TENTHS // THOUSAND
    sign = MINUS if cents < 0 else ""
    whole, rest = divmod(tenths, TENTHS)
    return f"{sign}{whole:,}.{rest}" if rest else f"{sign}{whole:,}"


def _at(tenths: int) -> str:
    """Write a place as a drawing takes it."""
    whole, rest = divmod(tenths, TENTHS)
    return f"{whole}.{rest}"


def _points(points: Sequence[tuple[int, int]]) -> str:
    return " ".join(f"{_at(x)},{_at(y)}" for x, y in points)
