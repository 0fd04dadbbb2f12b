"""The spreadsheet of an archive: its lines as they were written, and a template to fill in."""

import csv
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from crm_portal.core.errors import Invalid
from crm_portal.library.archiving.words import EXPLAINED, heading
from crm_portal.library.rules.archive_words import COLUMNS
from members.models.folding import fold
from members.sheets import require_workbook

MAX_BYTES, MAX_UNPACKED, MAX_ROWS, MAX_COLUMNS = 20 << 20, 80 << 20, 20_000, 40
# Of a workbook; a row may say of itself that it comes long after it.
LAST_ROW = 1_048_576
# The headings of each column, folded; the name of the column itself is one too.
HEADINGS: dict[str, tuple[str, ...]] = {
    "file": ("archivo", "fichero"),
    "symbol": ("simbolo", "signatura"),
    "series": ("serie",),
    "category": ("categoria", "tipo", "type"),
    "title_es": ("titulo en espanol", "titulo", "title in spanish"),
    "title_en": ("titulo en ingles", "title in english"),
    "language": ("idioma",),
    "date": ("fecha",),
    "audience": ("audiencia", "publico al que va dirigido"),
    "meeting": ("reunion", "simbolo de la reunion", "symbol of the meeting"),
    "description": ("descripcion",),
    "source": ("fuente",),
}
REQUIRED = ("file", "title_es", "language", "date", "audience")
# What is raised by a package, or by XML, that was made wrong or to do harm.
BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    lzma.LZMAError,
    struct.error,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
# A line of a file: its number there, and its cells by the names of the columns.
Line = tuple[int, dict[str, str]]


def read(path: Path) -> list[Line]:
    """Return the lines of a .xlsx or .csv file; Invalid says why it cannot be read."""
    if path.stat().st_size > MAX_BYTES:
        raise Invalid(_("The spreadsheet is too large."), code="size")
    content = path.read_bytes()
    rows = _of_workbook(content) if content.startswith(b"PK") else _of_csv(content)
    numbered = ((n, row) for n, row in enumerate(rows, start=1) if any(row))
    try:
        return list(_lines(numbered))
    except BROKEN:
        raise Invalid(_("The spreadsheet is damaged."), code="damaged") from None


def _lines(numbered: Iterator[tuple[int, Sequence[str]]]) -> Iterator[Line]:
    first = next(numbered, None)
    if first is None:
        raise Invalid(_("The file has no lines."), code="empty")
    names = _names(first[1])
    for number, row in numbered:
        if number > MAX_ROWS + 1:
            words = _("The file has more than %(most)s lines. Split it.")
            raise Invalid(words % {"most": MAX_ROWS}, code="size")
        cells = {name: cell for name, cell in zip(names, row, strict=False) if name}
        if any(cells.values()):
            yield number, cells


def _names(heads: Sequence[str]) -> list[str]:
    known = {each: name for name, words in HEADINGS.items() for each in (name, *words)}
    names = [known.get(fold(head).strip(), "") for head in heads]
    if missing := [str(heading(name)) for name in REQUIRED if name not in names]:
        words = _("The first line must name these columns: %(columns)s.")
        raise Invalid(words % {"columns": ", ".join(missing)}, code="columns")
    if twice := {name for name in names if name and names.count(name) > 1}:
        words = _("These columns are there twice: %(columns)s.")
        shown = ", ".join(sorted(str(heading(name)) for name in twice))
        raise Invalid(words % {"columns": shown}, code="columns")
    return names


def _of_workbook(content: bytes) -> Iterator[list[str]]:
    require_workbook(content, MAX_UNPACKED, _("The spreadsheet is too large."))
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    sheet: Any = book.worksheets[0]
    # How far it reaches is counted: what the file says of that may be too little.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
    for number, row in enumerate(rows, start=1):
        if number > LAST_ROW:
            raise Invalid(_("The spreadsheet is too large."), code="size")
        yield [_text(cell) for cell in row]


def _of_csv(content: bytes) -> Iterator[list[str]]:
    if b"\x00" in content or content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise Invalid(_("This is not a spreadsheet (.xlsx) or a CSV file."), code="kind")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    first = text.partition("\n")[0]
    comma = ";" if first.count(";") > first.count(",") else ","
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True):
            yield [_text(cell) for cell in row[:MAX_COLUMNS]]
    except csv.Error:
        raise Invalid(_("The CSV file is damaged."), code="damaged") from None


def _text(cell: Any) -> str:
    """Return a cell's words on one line, and a day as ``2003-05-29``."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join(str("" if cell is None else cell).split())


def template(path: Path) -> None:
    """Write a workbook to fill in: the headings, and a sheet of what each cell may say."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = str(_("Archive"))
    sheet.append([str(heading(name)) for name in COLUMNS])
    explained: Any = book.create_sheet(str(_("Columns")))
    for row in _explained():
        explained.append(row)
    for each in (sheet, explained):
        each.freeze_panes = "A2"
        for column in each.columns:
            each.column_dimensions[column[0].column_letter].width = 30
    book.save(path)


def _explained() -> Iterable[list[str]]:
    yield [str(_("Column")), str(_("What it says"))]
    for name in COLUMNS:
        yield [str(heading(name)), str(EXPLAINED[name])]
