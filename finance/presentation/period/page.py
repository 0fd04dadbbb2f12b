"""The page of a period, put together for its reader."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_day
from crm_portal.core.i18n import active_language
from finance import figures, reports
from finance.models import ALL, Budget, Commitment
from finance.presentation.money import amount, percent
from finance.presentation.period import cash as cashbook
from finance.presentation.period import chart, execution, words
from finance.presentation.period import table as tables
from finance.rules import powers
from finance.states import BudgetState

MOST_DRAWN = 32  # parts of a page kept with the figures of a period
RECENT = 3  # periods that have a button; the others are in a list


@dataclass(frozen=True, slots=True)
class Choice:
    """A period that the page can show."""

    label: str
    url: str
    current: bool


@dataclass
class PeriodPage:
    """Everything that the page of a period says, and its files."""

    viewer: Viewer
    budget: Budget
    budgets: Sequence[Budget]
    table: tables.Table
    progress: execution.Progress
    cash: cashbook.Cash
    books: figures.Books = field(repr=False)
    commitments: Sequence[Commitment]

    @cached_property
    def name(self) -> str:
        return words.called(self.budget.period)

    @property
    def total(self) -> int:
        total: int = self.budget.total  # type: ignore[attr-defined]
        return total

    @cached_property
    def standing(self) -> words.Standing:
        return words.Standing(
            paid=self.table.settled,
            members=len(self.table.rows),
            received=self.table.paid,
            total=self.total,
            missing=self.table.outstanding,
            earlier=self.earlier,
        )

    @cached_property
    def earlier(self) -> list[tuple[str, int]]:
        """What is outstanding of each period before this one, the latest first."""
        owed: dict[int, int] = defaultdict(int)
        for (_party, key), cents in self.books.owed.items():
            owed[key] += cents
        return [
            (words.called(budget.period), owed[budget.id])
            for budget in self.budgets
            if budget.starts_on < self.budget.starts_on and owed[budget.id] > 0
        ]

    @property
    def lead(self) -> str:
        return words.lead(self.standing)

    @property
    def missing(self) -> str:
        return words.missing(self.standing, self.name)

    @cached_property
    def own(self) -> tables.Row | None:
        """The reader's own line, where the reader acts for a member."""
        return self.table.of(self.viewer.party_id)

    @property
    def own_credit(self) -> int:
        return self.books.credit.get(self.viewer.party_id or 0, 0)

    @property
    def credit(self) -> int:
        """What members paid and no assessment took yet."""
        return sum(self.books.credit.values())

    @cached_property
    def choices(self) -> list[Choice]:
        return self._choices(reversed(self.budgets[:RECENT]))

    @cached_property
    def more_choices(self) -> list[Choice]:
        return self._choices(self.budgets[RECENT:])

    def _choices(self, budgets: Iterable[Budget]) -> list[Choice]:
        here = reverse("finance:overview")
        return [
            Choice(
                words.called(budget.period),
                f"{here}?periodo={budget.reference}",
                budget is self.budget,
            )
            for budget in budgets
        ]

    @cached_property
    def facts(self) -> list[dict[str, Any]]:
        """The four figures."""
        return [
            {
                "label": _("Budget %(period)s") % {"period": self.name},
                "value": amount(self.total),
                "note": self._approval,
            },
            {
                "label": pgettext("money", "Received"),
                "value": amount(self.table.paid),
                "note": _("%(part)s of the budget") % {"part": words.part(self.standing)},
            },
            self._spent,
            self._least,
        ]

    @property
    def _approval(self) -> str:
        day, text = self.budget.decided, self.budget.decision  # type: ignore[attr-defined]
        if day is None:
            return "USD"
        told = _("USD, approved on %(day)s (%(text)s)")
        return told % {"day": format_day(day, "dated"), "text": text or "—"}

    @property
    def _spent(self) -> dict[str, Any]:
        done = self.progress
        if not done.spent:
            told = _("No expenditure of this period is recorded.")
            return {"label": _("Spent"), "value": amount(0), "note": told}
        day = format_day(done.on, "brief")
        told = _("%(part)s; %(time)s of the period has passed")
        return {
            "label": _("Spent to %(day)s") % {"day": day},
            "value": amount(done.spent),
            "note": told % {"part": percent(done.part, 1), "time": percent(done.time, 0)},
        }

    @property
    def _least(self) -> dict[str, Any]:
        label = _("Cash minimum")
        if self.cash.is_empty:
            return {"label": label, "value": "—", "note": _("No movement is recorded.")}
        day = self.cash.least_on
        note = format_day(day, "month") if day else _("at the start of the period")
        return {"label": label, "value": amount(self.cash.least), "note": note}

    @property
    def published_note(self) -> str:
        """Say that the published percentages do not add to a hundred, when they do not."""
        published = self.table.published
        if published is None or published == ALL:
            return ""
        told = _(
            "The published percentages add to %(sum)s because they are rounded. The portal "
            "always computes with the approved amounts, which add to USD %(total)s."
        )
        rows: list[Any] = [row.assessment for row in self.table.rows]
        total = sum(each.share_cents or 0 for each in rows)
        return told % {"sum": percent(published), "total": amount(total)}

    @cached_property
    def names(self) -> dict[int, str]:
        """What each member is called, by its key."""
        return {row.party.pk: row.party.name for row in self.table.rows}

    @property
    def payments(self) -> str:
        """The scale and the payments, one member a line."""
        names = tuple(self.names.items())
        told = (self.viewer.on, tuple(self.table.rows), names, self.published_note)
        return self._drawn("_payments", told, self.credit)

    @property
    def execution(self) -> str:
        """The cash curve beside the budget line by line."""
        return self._drawn("_cash", self.cash.on, tuple(self.names.items()), self.progress)

    @property
    def ahead(self) -> str:
        """What is to come of the cash, and what is promised."""
        promised = tuple(
            (each.purpose, each.line.name, each.made_on, each.cents, each.left)  # type: ignore[attr-defined]
            for each in self.commitments
        )
        return self._drawn("_ahead", promised, self.forecast, self.announced, self.progress)

    @property
    def curve(self) -> str:
        """The cash curve with its table."""
        told = (self.cash.on, tuple(self.names.items()))
        return self._drawn("_curve", *told)

    @property
    def drawings(self) -> list[chart.Drawing]:
        """The cash curve, wide and for a telephone."""
        return chart.drawings(self.cash, self.books, self.budget.period, self.names)

    def _drawn(self, template: str, *told: Hashable) -> str:
        """Return a part of the page, drawn once while the ledger and what it is ``told`` hold.

        ``told``: everything that the part shows and the books do not say.
        """
        drawn, key = self.books.drawn, (template, active_language(), self.name, told)
        if key not in drawn:
            if len(drawn) >= MOST_DRAWN:
                drawn.clear()
            drawn[key] = render_to_string(f"finance/period/{template}.html", {"page": self})
        return drawn[key]

    @property
    def chart_heading(self) -> str:
        return cashbook.heading(self.cash, self.books)

    @cached_property
    def forecast(self) -> cashbook.Outlook | None:
        if self.budget.state == BudgetState.CLOSED:
            return None
        period, rows = self.budget.period, self.table.rows
        return cashbook.forecast(self.cash, rows, period, self.progress.to_spend)

    @property
    def announced(self) -> int:
        return sum(cashbook.announced(self.table.rows).values())


def page_of(viewer: Viewer, reference: str = "") -> PeriodPage | None:
    """Return the page of a period: that of ``reference``, or that of today.

    None: there is no such period, or it is not for this reader.
    """
    budgets = figures.in_force() if powers.sees_contributions(viewer) else []
    budget = _chosen(budgets, viewer, reference)
    if budget is None:
        return None
    books = figures.books_of(budget)
    earlier = {each.pk: each for each in budgets if each.starts_on < budget.starts_on}
    shown = tables.table(figures.assessments_of(budget, viewer.on), books, earlier, viewer)
    held = cashbook.cash_of(books, budget.period, viewer.on)
    commitments = figures.commitments_of(budget)
    promised: dict[int, int] = {}
    for each in commitments:
        left: int = each.left  # type: ignore[attr-defined]
        promised[each.line_id] = promised.get(each.line_id, 0) + left
    lines, kinds = reports.lines_with(budget, spent=books.spent_on, promised=promised)
    return PeriodPage(
        viewer=viewer,
        budget=budget,
        budgets=budgets,
        table=shown,
        progress=execution.progress(lines, kinds, budget.period, held.spent_on or held.on),
        cash=held,
        books=books,
        commitments=commitments,
    )


def _chosen(budgets: Sequence[Budget], viewer: Viewer, reference: str) -> Budget | None:
    if reference:
        return next((each for each in budgets if each.reference == reference), None)
    on = viewer.on
    begun = [each for each in budgets if each.starts_on <= on]
    return begun[0] if begun else next(iter(budgets), None)
