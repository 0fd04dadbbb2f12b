"""Expenditure as the pages show it: by line, filtered, one at a time, and as a sheet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import openpyxl
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import active_language
from finance import reports
from finance.models import (
    Budget,
    Commitment,
    Expenditure,
    LineKind,
    LineTransfer,
)
from finance.presentation.money import CENTS
from finance.presentation.workbooks import packed
from finance.rules.budgets import Line
from finance.states import IN_FORCE, BudgetState
from members.cards import guarded

STANDING, REVERSED = "standing", "reversed"
RELATED = ("budget", "line", "journal__reversed_by")
CHUNK = 2_000  # rows fetched at a time


@dataclass(frozen=True)
class LineRow:
    """A line of a budget with its name, as it stands."""

    kind: LineKind
    line: Line


@dataclass(frozen=True)
class Promise:
    """A commitment, with what of it was spent and what is left, in cents."""

    commitment: Commitment
    used: int

    @property
    def left(self) -> int:
        return max(0, self.commitment.cents - self.used)


def budgets(viewer: Viewer) -> list[Budget]:
    """Return the budgets in which something may be spent or was, the latest first."""
    found = Budget.objects.all().visible_to(viewer).filter(state__in=IN_FORCE)
    return list(found.order_by("-starts_on", "-pk"))


def chosen(viewer: Viewer, found: list[Budget], reference: str) -> Budget | None:
    """Return the budget that was asked for, else the one of today, else the latest."""
    asked = next((each for each in found if each.reference == reference), None)
    now = (each for each in found if each.starts_on <= viewer.on <= each.ends_on)
    return asked or next(now, found[0] if found else None)


def lines(budget: Budget) -> list[LineRow]:
    """Return how the lines of a budget stand, in their order."""
    stand = reports.lines_of(budget)
    kinds = LineKind.objects.in_bulk([each.key for each in stand])
    return [LineRow(kinds[each.key], each) for each in stand]


def total(rows: list[LineRow]) -> Line:
    """Return what the lines are together."""
    parts = [row.line for row in rows]
    return Line(
        0,
        sum(each.approved for each in parts),
        sum(each.moved for each in parts),
        sum(each.committed for each in parts),
        sum(each.spent for each in parts),
    )


def listed(viewer: Viewer, asked: Mapping[str, Any]) -> QuerySet[Expenditure]:
    """Return what was spent as asked for, the latest first.

    ``budget`` and ``line`` are rows; ``since`` and ``until`` days, both included; ``words``
    stand in the purpose; ``state`` and ``undocumented`` narrow it.
    """
    found = Expenditure.objects.all().visible_to(viewer).order_by("-paid_on", "-pk")
    simple = {
        "budget": "budget",
        "line": "line",
        "since": "paid_on__gte",
        "until": "paid_on__lte",
        "words": "purpose__icontains",
    }
    found = found.filter(
        **{lookup: asked[name] for name, lookup in simple.items() if asked.get(name)}
    )
    if asked.get("undocumented"):
        found = found.filter(document=None)
    if asked.get("state") == REVERSED:
        return found.filter(journal__reversed_by__isnull=False)
    return found.standing() if asked.get("state") == STANDING else found


def page_of(found: list[Expenditure]) -> list[Expenditure]:
    """Return the rows of one page with what the page shows of each, in one statement."""
    pks = [each.pk for each in found]
    rows = Expenditure.objects.select_related(*RELATED).in_bulk(pks)
    return [rows[pk] for pk in pks]


def one(viewer: Viewer, pk: int) -> Expenditure | None:
    """Return an expenditure that the viewer may see, with what its page shows."""
    visible = Expenditure.objects.all().visible_to(viewer).filter(pk=pk)
    related = (*RELATED, "recorded_by", "document", "commitment")
    found: Expenditure | None = visible.select_related(*related).first()
    return found


def commitments(budget: Budget) -> list[Promise]:
    """Return the commitments of a budget, the open ones first."""
    found = reports.with_used(budget.commitments.select_related("line"))
    rows = sorted(
        found.order_by("-made_on", "-pk"), key=lambda each: each.released_on is not None
    )
    return [Promise(each, each.used) for each in rows]


def open_commitments() -> list[Promise]:
    """Return the commitments of the budgets that are being carried out."""
    executing = Budget.objects.filter(state=BudgetState.EXECUTING)
    return [
        each
        for budget in executing
        for each in commitments(budget)
        if each.commitment.released_on is None
    ]


def transfers(budget: Budget) -> QuerySet[LineTransfer]:
    """Return the money moved between the lines of a budget, the latest first."""
    return budget.transfers.select_related(
        "origin", "target", "text", "recorded_by"
    ).order_by("-moved_on", "-pk")


def headings() -> list[str]:
    """Return the headings of the sheet, in the reader's language."""
    return [
        str(_("Paid on")),
        str(_("Budget")),
        pgettext("budget", "Line"),
        pgettext("expenditure", "For"),
        "USD",
        str(_("Supporting document")),
        str(_("Reversed on")),
        str(_("Number")),
    ]


def workbook(found: QuerySet[Expenditure]) -> bytes:
    """Return the same rows as a workbook, with their amounts as numbers."""
    book = openpyxl.Workbook(write_only=True)
    table = book.create_sheet(str(_("Expenditure")))
    table.append(headings())
    for row in sheet(found):
        table.append([*row[:4], Decimal(row[4]), *row[5:]])
    return packed(book)


def sheet(found: QuerySet[Expenditure]) -> Iterator[list[Any]]:
    """Yield what was spent as rows of a sheet: no cell is one that a spreadsheet computes."""
    name = f"line__name_{active_language()}"
    columns = ("paid_on", "budget__reference", name, "purpose", "cents", "document_id")
    rows = found.values_list(*columns, "journal__reversed_by__value_on", "pk")
    for day, budget, line, purpose, cents, document, back, pk in rows.iterator(CHUNK):
        yield [
            day.isoformat(),
            guarded(budget),
            guarded(line),
            guarded(purpose),
            f"{cents // CENTS}.{cents % CENTS:02}",
            document or "",
            back.isoformat() if back else "",
            pk,
        ]
