"""Pasted words as a text: a paragraph a line or a block, or two languages in two columns."""

from collections.abc import Iterator

from decisions.reading.labels import without_label
from decisions.reading.limits import require_pasted
from decisions.reading.lines import Line, Row, has_words
from decisions.reading.notices import Code, Notice
from decisions.reading.shaping import Reader, Shaper
from decisions.reading.signs import is_capital
from decisions.reading.tables import columns, in_language, rows
from decisions.reading.tongues import language_of
from decisions.reading.understood import Understood
from decisions.rules.texts.words import hidden, settled

# A line that was broken to fit a page is about as long as a page is wide.
SHORTEST_BROKEN, LONGEST_BROKEN = 50, 110
ENDS = ".;:!?»”)…"


def read_pasted(text: str, reader: Reader, *, language: str = "") -> Understood:
    """Return what was pasted. Invalid, with its code: nothing, or too much."""
    require_pasted(text)
    notices = _hidden(text)
    table = [[_cell(cell, at) for cell in line] for at, line in _columned(text)]
    where = columns(table) if _is_table(text) else None
    found = (
        rows(table, where, notices)
        if where is not None
        else _plain(settled(text), language)
    )
    return Shaper(reader, notices).understood([row for row in found if row.has_words])


def _hidden(text: str) -> list[Notice]:
    found = hidden(text.replace("\r", ""))
    signs = " ".join(sorted({f"U+{ord(sign):04X}" for _at, sign in found}))
    return [Notice(Code.HIDDEN_SIGNS, 0, signs, len(found))] if found else []


def _columned(text: str) -> Iterator[tuple[int, list[str]]]:
    for at, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield at, line.split("\t")


def _cell(said: str, at: int) -> list[Line]:
    text = settled(said)
    return [Line(text, at)] if text else []


def _is_table(text: str) -> bool:
    """Say whether at least every second line has words on both sides of a tab."""
    lines = [cells for _at, cells in _columned(text)]
    wide = [cells for cells in lines if sum(map(has_words, cells)) > 1]
    return bool(wide) and 2 * len(wide) >= len(lines)


def _plain(text: str, language: str) -> Iterator[Row]:
    spoken = language or language_of(text) or "es"
    for line in _paragraphs(text):
        yield in_language(line, spoken)


def _paragraphs(text: str) -> Iterator[Line]:
    """Yield the paragraphs; a line that was broken to fit a page goes on in the next one."""
    said: list[str] = []
    began, is_open = 0, False
    for at, line in enumerate(text.split("\n"), 1):
        plain = line.strip()
        if plain and said and not (is_open and _goes_on(said[-1], plain)):
            yield Line(" ".join(said), began)
            said = []
        if plain:
            began = began if said else at
            said.append(plain)
        is_open = bool(plain)
    if said:
        yield Line(" ".join(said), began)


def _goes_on(before: str, line: str) -> bool:
    if without_label(line).label is not None:
        return False
    if line[0].islower():
        return True
    if is_capital(before) and not is_capital(line):
        return False
    is_broken = SHORTEST_BROKEN <= len(before) <= LONGEST_BROKEN
    return is_broken and before[-1] not in ENDS
