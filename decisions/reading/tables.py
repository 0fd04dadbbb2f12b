"""Tables: two columns of two languages side by side, or anything else, cell by cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from decisions.reading.body import Table
from decisions.reading.labels import without_label
from decisions.reading.lines import Line, Row
from decisions.reading.notices import Code, Notice
from decisions.reading.tongues import language_of, named
from decisions.rules.texts.paragraphs import LANGUAGES

LONGEST_NUMBER = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the two languages stand, which column only numbers, and whether it has heads."""

    es: int
    en: int
    numbers: frozenset[int]
    has_heads: bool


def columns(table: Table) -> Columns | None:
    """Return where a table has its two languages; None: it is not such a table."""
    wide = [row for row in table if len(row) > 1]
    if not wide:
        return None
    heads = [named(_said(cell)) for cell in wide[0]]
    has_heads = set(LANGUAGES) <= set(heads) and wide[0] is table[0]
    body = wide[1:] if has_heads else wide
    width = max(len(row) for row in wide)
    said = [
        "\n".join(_said(row[at]) for row in body if at < len(row)) for at in range(width)
    ]
    found = heads if has_heads else [language_of(text) for text in said]
    numbers = frozenset(at for at in range(width) if _only_numbers(body, at))
    found = [*found, *[""] * (width - len(found))]
    if any(found.count(language) != 1 for language in LANGUAGES):
        return None
    es, en = found.index("es"), found.index("en")
    some = {at for at in range(width) if said[at].strip()}
    if not some <= {es, en, *numbers} or {es, en} & numbers:
        return None
    return Columns(es, en, numbers, has_heads)


def _only_numbers(body: Table, at: int) -> bool:
    cells = [_said(row[at]).strip() for row in body if at < len(row)]
    some = [cell for cell in cells if cell]
    return bool(some) and all(_is_number(cell) for cell in some)


def _is_number(cell: str) -> bool:
    bare = cell.strip("().-°º ")
    is_short = len(cell) <= LONGEST_NUMBER and len(bare.split()) <= 1
    return is_short and (bare.isdigit() or without_label(f"{cell} x").label is not None)


def _said(cell: list[Line]) -> str:
    return "\n".join(line.text for line in cell)


def rows(table: Table, where: Columns, notices: list[Notice]) -> Iterator[Row]:
    """Yield the rows of a table of two languages, each paragraph with its other side."""
    for number, cells in enumerate(table):
        at = next((cell[0].at for cell in cells if cell), 0)
        if number == 0 and where.has_heads:
            notices.append(Notice(Code.COLUMN_HEADS, at, " / ".join(map(_said, cells))))
        elif len(cells) <= max(where.es, where.en):
            yield from _across(cells)
        else:
            notices.extend(_beside(cells, where, at))
            for es, en in zip_longest(cells[where.es], cells[where.en]):
                yield Row(es, en)


def _beside(cells: list[list[Line]], where: Columns, at: int) -> Iterator[Notice]:
    for place in sorted(where.numbers):
        if place < len(cells) and cells[place]:
            yield Notice(Code.NUMBERS, at, _said(cells[place]))
    es, en = cells[where.es], cells[where.en]
    if es and en and len(es) != len(en):
        yield Notice(Code.UNEVEN, at)


def _across(cells: list[list[Line]]) -> Iterator[Row]:
    """A cell as wide as both columns says something in one language."""
    for cell in cells:
        for line in cell:
            yield in_language(line, language_of(line.text) or "es")


def in_language(line: Line, language: str) -> Row:
    """Return a line as a row of one language alone."""
    return Row(en=line) if language == "en" else Row(es=line)


def cell_by_cell(table: Table) -> Iterator[Line]:
    """Yield every line of a table in reading order."""
    for row in table:
        for cell in row:
            yield from cell
