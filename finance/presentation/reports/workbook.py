"""A report as a workbook: one sheet a table, amounts as numbers, and no formula of anybody's."""

from collections.abc import Iterable
from typing import Any

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from finance.activity_tables import CENTS, Table
from finance.presentation.workbooks import MONEY, dollars, packed
from members.cards import guarded

TITLE_LENGTH, WIDTH = 28, 22
BOLD = Font(bold=True)


def workbook(told: Iterable[Table]) -> bytes:
    """Return the tables as an .xlsx file."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, table in enumerate(told, start=1):
        sheet: Any = book.create_sheet(_title(number, table))
        _row(sheet, table["columns"], [""] * len(table["columns"]), BOLD)
        for row in table["rows"]:
            _row(sheet, row, table["kinds"])
        if table["total"]:
            _row(sheet, table["total"], table["kinds"], BOLD)
        sheet.freeze_panes = "A2"
        for place in range(1, len(table["columns"]) + 1):
            sheet.column_dimensions[get_column_letter(place)].width = WIDTH
    return packed(book)


def _title(number: int, table: Table) -> str:
    plain = "".join(sign for sign in table["title"] if sign not in r"[]:*?/\'")
    return f"{number} {plain}"[:TITLE_LENGTH].strip()


def _row(
    sheet: Any, cells: Iterable[Any], kinds: list[str], font: Font | None = None
) -> None:
    at = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value else 1
    for place, (value, kind) in enumerate(zip(cells, kinds, strict=True), start=1):
        cell = sheet.cell(at, place)
        if kind == CENTS and isinstance(value, int):
            cell.value, cell.number_format = dollars(value), MONEY
        else:
            cell.value = guarded(str(value))
        if font:
            cell.font = font
