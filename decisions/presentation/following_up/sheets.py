"""Tables as files: CSV and Excel, in which no cell is one that a spreadsheet would compute."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from members.cards import guarded

BYTE_ORDER = "\N{ZERO WIDTH NO-BREAK SPACE}"  # so that Excel reads UTF-8
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST, WIDE, LONGEST = 24, 32, 32_000
NAME = 31
# What the name of a sheet may not hold.
UNNAMED = str.maketrans(dict.fromkeys(r"\/*?:[]", " "))


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return ``rows`` as CSV in UTF-8, every cell guarded."""
    written = io.StringIO()
    written.write(BYTE_ORDER)
    sheet = csv.writer(written)
    for row in rows:
        sheet.writerow([guarded(cell) for cell in row])
    return written.getvalue()


def as_xlsx(rows: Iterable[Sequence[str]], title: str) -> bytes:
    """Return ``rows`` as a workbook of one sheet: the first row and column stay in sight."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    sheet.title = title.translate(UNNAMED)[:NAME].strip() or "1"
    for row in rows:
        sheet.append([_plain(cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number in range(1, sheet.max_column + 1):
        width = FIRST if number == 1 else WIDE
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "B2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _plain(cell: str) -> str:
    """Return a cell that Excel can hold: no control characters, no formula."""
    return guarded(ILLEGAL_CHARACTERS_RE.sub("", cell)[:LONGEST])
