"""The page of a period on paper, and as a workbook."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from crm_portal.core.sections import both
from crm_portal.core.sections import day as day_of
from finance.models import Budget
from finance.presentation.money import UNKNOWN, amount, percent
from finance.presentation.period import execution, table
from finance.presentation.period.page import PeriodPage
from finance.presentation.workbooks import MONEY, dollars, packed
from members.cards import guarded

TITLE = gettext_lazy("Contributions and budget %(period)s, %(day)s")
PART = "0.00%"
Cell = str | Decimal | date | None


def title_of(page: PeriodPage) -> dict[str, str]:
    """Return the title of the paper in both languages."""
    return both(TITLE, period=page.name, day=day_of(page.viewer.on))


def reference_of(budget: Budget, on: date) -> str:
    """Return the paper's reference: one for each period and day."""
    return f"{budget.reference}-{on:%Y%m%d}"


def printed(page: PeriodPage) -> dict[str, Any]:
    """Return what the paper prints: plain JSON, in the active language."""
    done, sums = page.progress, page.table
    return {
        "reference": reference_of(page.budget, page.viewer.on),
        "period": page.name,
        "on": page.viewer.on.isoformat(),
        "lead": page.lead,
        "missing": page.missing,
        "facts": page.facts,
        "rows": [_row(row) for row in sums.rows],
        "note": page.published_note,
        "lines": [_line(row) for row in done.rows],
        "spent_on": done.on.isoformat(),
        "time": percent(done.time, 0),
        "heading": page.chart_heading if page.cash.months else "",
        "months": [
            {
                "name": month.name,
                **{
                    each: amount(getattr(month, each))
                    for each in ("funds", "spent", "cash")
                },
            }
            for month in page.cash.months
        ],
        "sums": {
            "amount": amount(sums.amount),
            "outstanding": amount(sums.outstanding),
            "arrears": amount(sums.arrears),
            "planned": amount(done.planned),
            "committed": amount(done.committed),
            "spent": amount(done.spent),
            "part": percent(done.part, 0),
        },
        "demonstration": page.budget.is_demonstration,
    }


def _row(row: table.Row) -> dict[str, Any]:
    return {
        "party": {"es": row.party.name_es, "en": row.party.name_en},
        "percent": percent(row.percent),
        "amount": amount(row.owed.amount),
        "state": str(row.word),
        "age": str(row.age),
        "received_on": row.payment.on.isoformat() if row.payment else "",
        "outstanding": amount(row.owed.outstanding),
        "arrears": amount(row.arrears),
    }


def _line(row: execution.Row) -> dict[str, str]:
    return {
        "name": row.name,
        "planned": amount(row.line.planned),
        "committed": amount(row.line.committed),
        "spent": amount(row.line.spent),
        "part": UNKNOWN if row.part is None else percent(row.part, 0),
    }


def workbook(page: PeriodPage) -> bytes:
    """Return the page as a workbook: amounts are numbers, and no cell is a formula."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    _sheet(book, _("Contributions"), _contribution_heads(), _contributions(page))
    _sheet(book, _("Execution"), _line_heads(), _lines(page))
    months: list[list[Cell]] = [
        [each.name, dollars(each.funds), dollars(each.spent), dollars(each.cash)]
        for each in page.cash.months
    ]
    heads = [_("End of the month"), _("Funds"), _("Expenditure"), _("Cash")]
    _sheet(book, _("Cash"), heads, months)
    promised = [_promised(each) for each in page.commitments]
    heads = [
        _("Commitment"),
        pgettext("budget", "Line"),
        _("Made on"),
        _("Amount"),
        _("Left of it"),
    ]
    _sheet(book, _("Commitments"), heads, promised)
    return packed(book)


def _promised(row: Any) -> list[Cell]:
    made = dollars(row.cents), dollars(row.left)
    return [row.purpose, row.line.name, row.made_on, *made]


def _contribution_heads() -> list[str]:
    return [
        _("Country"),
        _("Scale"),
        _("Contribution"),
        _("State"),
        pgettext("money", "Received on"),
        pgettext("money", "Paid"),
        pgettext("money", "Written off"),
        _("Outstanding"),
        _("Arrears"),
    ]


def _contributions(page: PeriodPage) -> list[list[Cell]]:
    return [
        [
            row.party.name,
            Decimal(row.percent).scaleb(-4),
            dollars(row.owed.amount),
            str(row.word),
            row.payment.on if row.payment else None,
            dollars(row.owed.paid),
            dollars(row.owed.written_off),
            dollars(row.owed.outstanding),
            dollars(row.arrears),
        ]
        for row in page.table.rows
    ]


def _line_heads() -> list[str]:
    return [
        pgettext("budget", "Line"),
        _("Approved"),
        _("Moved"),
        _("Committed"),
        _("Spent"),
        _("Available"),
    ]


def _lines(page: PeriodPage) -> list[list[Cell]]:
    return [
        [
            row.name,
            dollars(row.line.approved),
            dollars(row.line.moved),
            dollars(row.line.committed),
            dollars(row.line.spent),
            dollars(row.line.available),
        ]
        for row in page.progress.rows
    ]


def _sheet(book: Any, title: str, heads: list[str], rows: Iterable[list[Cell]]) -> None:
    """Add a sheet; a part of one is shown in per cent, an amount with its cents."""
    sheet = book.create_sheet(guarded(title)[:31])
    sheet.append([guarded(head) for head in heads])
    for row in rows:
        sheet.append([guarded(cell) if isinstance(cell, str) else cell for cell in row])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, Decimal):
                is_part = cell.column == 2 and heads[1] == _("Scale")
                cell.number_format = PART if is_part else MONEY
    sheet.freeze_panes = "B2"
    for column in sheet.columns:
        sheet.column_dimensions[column[0].column_letter].width = 22
