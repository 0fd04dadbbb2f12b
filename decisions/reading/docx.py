"""A Word document as a text: one language, or two side by side in a table."""

from collections.abc import Iterable, Sequence

from decisions.reading.body import Body, Table
from decisions.reading.lines import Line, Row
from decisions.reading.notices import Code, Notice
from decisions.reading.package import opened
from decisions.reading.shaping import Reader, Shaper
from decisions.reading.tables import Columns, cell_by_cell, columns, in_language, rows
from decisions.reading.tongues import language_of
from decisions.reading.understood import Understood

Block = Line | Table


def read_docx(content: bytes, reader: Reader, *, language: str = "") -> Understood:
    """Return what a .docx says. Invalid, with its code: it cannot be read, or must not be.

    ``language`` is that of a document in one language; empty: it is found out.
    """
    body = Body(opened(content))
    blocks = body.read()
    found = [*_rows(blocks, body.notices, language)]
    return Shaper(reader, body.notices).understood([row for row in found if row.has_words])


def _rows(blocks: Sequence[Block], notices: list[Notice], language: str) -> Iterable[Row]:
    tables = {at: columns(each) for at, each in enumerate(blocks) if isinstance(each, list)}
    has_two = any(tables.values())
    spoken = language or _spoken(blocks)
    for at, each in enumerate(blocks):
        if isinstance(each, Line):
            yield in_language(each, (language_of(each.text) if has_two else "") or spoken)
        else:
            yield from _of_table(each, tables[at], notices, spoken)


def _of_table(
    table: Table, where: Columns | None, notices: list[Notice], spoken: str
) -> Iterable[Row]:
    if where is not None:
        yield from rows(table, where, notices)
        return
    lines = [*cell_by_cell(table)]
    if lines:
        notices.append(Notice(Code.TABLE, lines[0].at))
    for line in lines:
        yield in_language(line, spoken)


def _spoken(blocks: Sequence[Block]) -> str:
    """Return the language of what is not in tables, or of everything; Spanish in doubt."""
    lines = [each for each in blocks if isinstance(each, Line)]
    cells = [
        line for each in blocks if isinstance(each, list) for line in cell_by_cell(each)
    ]
    return language_of("\n".join(line.text for line in lines or cells)) or "es"
