"""Directories as spreadsheets: what a file says line by line, and a template to fill in.

Nothing here asks the database: a file becomes lines of cells under known names, and what
cannot be read is said as a sentence. Cells keep the words they came with.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl.utils.exceptions import InvalidFileException

from crm_portal.core.errors import Invalid
from crm_portal.core.i18n import LANGUAGES
from members.models.folding import fold

MAX_BYTES, MAX_UNPACKED, MAX_ROWS, MAX_CELL = 1_000_000, 20_000_000, 500, 300
XLSX_PARTS = {"[Content_Types].xml", "xl/workbook.xml"}
# The columns of the template, and the other headings that say the same, folded.
COLUMNS: dict[str, tuple[str, ...]] = {
    "party": ("pais o parte", "country or party", "pais", "parte", "country", "party"),
    "institution": ("institucion", "institution"),
    "institution_en": ("institucion (ingles)", "institution (english)"),
    "full_name": ("nombre completo", "full name", "nombre", "name"),
    "title": ("cargo", "position", "puesto", "title"),
    "email": ("correo electronico", "e-mail", "correo", "email", "e-mail address"),
    "phone": ("telefono", "telephone", "phone"),
    "language": ("idioma", "language"),
    "role": ("funcion", "role", "rol"),
    "network": ("red o grupo", "network or group", "red", "network"),
    "alternate": ("suplente", "alternate", "alterno"),
}
REQUIRED = ("full_name", "email", "role")


@dataclass(frozen=True)
class Sheet:
    """The lines of a file, each with its number in it, and the headings nobody knows."""

    lines: list[dict[str, Any]]
    unknown: list[str] = field(default_factory=list)


def read(content: bytes) -> Sheet:
    """Return what a .xlsx or .csv file says; Invalid says why it cannot be read."""
    if len(content) > MAX_BYTES:
        raise Invalid(_("The file is larger than 1 MB."), code="size")
    rows = list(_numbered(_cells(content)))
    if not rows:
        raise Invalid(_("The file has no lines."), code="empty")
    (_number, heads), *others = rows
    if len(others) > MAX_ROWS:
        words = _("The file has more than %(most)s lines. Split it.")
        raise Invalid(words % {"most": MAX_ROWS}, code="size")
    names = _names(heads)
    lines = [{"row": number, "cells": _under(names, cells)} for number, cells in others]
    unknown = [head for head, name in zip(heads, names, strict=True) if head and not name]
    return Sheet([line for line in lines if line["cells"]], unknown)


def _cells(content: bytes) -> Iterable[Sequence[str]]:
    if content.startswith(b"PK"):
        return _of_workbook(content)
    if b"\x00" in content or content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise Invalid(_("This is not a spreadsheet (.xlsx) or a CSV file."), code="kind")
    return _of_csv(content)


def _of_workbook(content: bytes) -> list[list[str]]:
    require_workbook(content, MAX_UNPACKED, _("The file is larger than 1 MB."))
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # A workbook may say that it is endless: no more is read than may be taken.
        rows = sheet.iter_rows(max_row=2 * MAX_ROWS, max_col=60, values_only=True)
        return [[_text(cell) for cell in row] for row in rows]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError):
        raise Invalid(_("The spreadsheet is damaged."), code="damaged") from None


def require_workbook(content: bytes, most: int, too_large: str) -> None:
    """Refuse what is no workbook, or unpacks to more than ``most`` bytes, with those words."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile:
        raise Invalid(_("The spreadsheet is damaged."), code="damaged") from None
    if not {part.filename for part in parts} >= XLSX_PARTS:
        raise Invalid(_("This is not a spreadsheet (.xlsx) or a CSV file."), code="kind")
    if sum(part.file_size for part in parts) > most:
        raise Invalid(too_large, code="size")


def _of_csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    first = text.partition("\n")[0]
    comma = ";" if first.count(";") > first.count(",") else ","
    try:
        return [
            [_text(cell) for cell in row]
            for row in csv.reader(io.StringIO(text), delimiter=comma, strict=True)
        ]
    except csv.Error:
        raise Invalid(_("The CSV file is damaged."), code="damaged") from None


def _text(cell: Any) -> str:
    """Return a cell on one line; a formula's sign that an export put before it is taken off."""
    words = " ".join(str("" if cell is None else cell).split())
    is_guarded = words[:1] == "'" and words[1:2] in {"=", "+", "-", "@"}
    return words[1:] if is_guarded else words


def _numbered(rows: Iterable[Sequence[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    """Number the lines as the file does, and leave the empty ones out."""
    return ((number, row) for number, row in enumerate(rows, start=1) if any(row))


def _names(heads: Sequence[str]) -> list[str]:
    known = {word: name for name, words in COLUMNS.items() for word in words}
    for language in LANGUAGES:
        with override(language):
            known |= {fold(str(said())): name for name, said in HEADINGS.items()}
    names = [known.get(fold(head).strip(), "") for head in heads]
    if missing := [name for name in REQUIRED if name not in names]:
        heads_of = ", ".join(str(HEADINGS[name]()) for name in missing)
        words = _("The first line must name these columns: %(columns)s.")
        raise Invalid(words % {"columns": heads_of}, code="columns")
    if twice := {name for name in names if name and names.count(name) > 1}:
        heads_of = ", ".join(sorted(str(HEADINGS[name]()) for name in twice))
        words = _("These columns are there twice: %(columns)s.")
        raise Invalid(words % {"columns": heads_of}, code="columns")
    return names


def _under(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {
        name: cell[: MAX_CELL + 1]
        for name, cell in zip(names, cells, strict=False)
        if name and cell
    }


HEADINGS = {
    "party": lambda: _("Country or party"),
    "institution": lambda: _("Institution"),
    "institution_en": lambda: _("Institution (English)"),
    "full_name": lambda: _("Full name"),
    "title": lambda: _("Job title"),
    "email": lambda: _("E-mail"),
    "phone": lambda: _("Telephone"),
    "language": lambda: _("Language"),
    "role": lambda: _("Role"),
    "network": lambda: _("Network or group"),
    "alternate": lambda: _("Alternate"),
}


def template(examples: Sequence[Sequence[str]], lists: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook to fill in: headings, ``examples``, and a sheet of what may be said."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = str(_("Directory"))
    sheet.append([str(heading()) for heading in HEADINGS.values()])
    for row in examples:
        sheet.append(list(row))
    words: Any = book.create_sheet(str(_("Words")))
    for row in lists:
        words.append(list(row))
    for each in (sheet, words):
        each.freeze_panes = "A2"
        for column in each.columns:
            each.column_dimensions[column[0].column_letter].width = 28
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
