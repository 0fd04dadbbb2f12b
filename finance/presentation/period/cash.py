"""What the cash of a period stood at: its minimum, its months, what is to come of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core.deadline_text.words import MONTHS
from crm_portal.core.display import format_day
from crm_portal.core.i18n import active_language
from finance.figures import Books
from finance.presentation.period.table import Row
from finance.rules.budgets import Period, lowest
from finance.rules.forecast import Outlook, outlook

NEAR = 45  # days between the minimum and the payment that ended it


@dataclass(frozen=True, slots=True)
class Month:
    """Funds, expenditure and cash at the end of a month, in cents, since the period began."""

    name: str
    funds: int
    spent: int

    @property
    def cash(self) -> int:
        return self.funds - self.spent


@dataclass(frozen=True, slots=True)
class Cash:
    """The cash of a period up to the day ``on``; amounts in cents.

    ``least_on`` is None when it was lowest at the start.
    """

    opening: int
    funds: int
    spent: int
    spent_on: date | None
    least: int
    least_on: date | None
    months: Sequence[Month]
    on: date

    @property
    def now(self) -> int:
        return self.funds - self.spent

    @property
    def is_empty(self) -> bool:
        return not self.months


def cash_of(books: Books, period: Period, today: date) -> Cash:
    """Return how the cash stood from the first day of the period to today, or its end."""
    on = min(max(today, period.starts_on), period.ends_on)
    least, least_on = lowest(books.opening, books.movements)
    has_moved = bool(books.opening or books.received or books.spent)
    return Cash(
        opening=books.opening,
        funds=books.opening + sum(books.received.values()),
        spent=sum(books.spent.values()),
        spent_on=max(books.spent, default=None),
        least=least,
        least_on=least_on,
        months=_months(books, period, on) if has_moved else [],
        on=on,
    )


def _months(books: Books, period: Period, on: date) -> list[Month]:
    came: dict[tuple[int, int], int] = {}
    went: dict[tuple[int, int], int] = {}
    for (day, _party), cents in books.received.items():
        came[day.year, day.month] = came.get((day.year, day.month), 0) + cents
    for day, cents in books.spent.items():
        went[day.year, day.month] = went.get((day.year, day.month), 0) + cents
    found, funds, spent = [], books.opening, 0
    several = period.starts_on.year != period.ends_on.year
    for year, month in months_between(period.starts_on, on):
        funds += came.get((year, month), 0)
        spent += went.get((year, month), 0)
        name = MONTHS[active_language()][month - 1]
        found.append(Month(f"{name} {year}" if several else name, funds, spent))
    return found


def months_between(first: date, last: date) -> list[tuple[int, int]]:
    """Return the months from one day's to another's, both included."""
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [divmod_month(each) for each in range(begin, end + 1)]


def divmod_month(count: int) -> tuple[int, int]:
    year, month = divmod(count, 12)
    return year, month + 1


def heading(cash: Cash, books: Books) -> str:
    """Return what the cash curve says, in one sentence."""
    if cash.least < 0:
        told = _("The cash recorded here fell below zero on %(day)s")
        return told % {"day": _day(cash.least_on or cash.on)}
    if cash.least_on is None:
        return _("The cash was never below what the period began with")
    largest = max(books.received.items(), key=lambda each: each[1], default=None)
    days = (largest[0][0] - cash.least_on).days if largest and largest[1] > 0 else 0
    if not 0 < days <= NEAR:
        return _("The cash was at its lowest on %(day)s") % {"day": _day(cash.least_on)}
    told = ngettext(
        "The cash was at its lowest %(days)d day before the largest contribution",
        "The cash was at its lowest %(days)d days before the largest contribution",
        days,
    )
    return told % {"days": days}


def _day(day: date) -> str:
    return format_day(day, "month")


def forecast(
    cash: Cash, rows: Iterable[Row], period: Period, to_spend: int
) -> Outlook | None:
    """Return the outlook to the end of a period that runs; of one that is over, none.

    What comes in is what members announced with a day; the rest of the budget goes out evenly.
    """
    if cash.is_empty or cash.on >= period.ends_on:
        return None
    expected = announced(rows)
    return outlook(cash.now, cash.on, period.ends_on, to_spend, expected)


def announced(rows: Iterable[Row]) -> dict[date, int]:
    """Return what members said that they are sending, by the day that they expect."""
    days: dict[date, int] = {}
    for row in rows:
        if row.expected_on is not None and row.is_open:
            days[row.expected_on] = days.get(row.expected_on, 0) + row.owed.outstanding
    return days


def by_day(received: Mapping[tuple[date, int], int]) -> dict[date, int]:
    """Add up what came in, day by day."""
    days: dict[date, int] = {}
    for (day, _party), cents in received.items():
        days[day] = days.get(day, 0) + cents
    return dict(sorted(days.items()))
