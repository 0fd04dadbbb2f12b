"""The comparative table: by paragraph, the base, what each delegation proposes, the presidency.

With eleven delegations they stand below one another, the two languages side by side.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from decisions.reports.sheets import wording
from decisions.reports.sheets.data import from_data
from decisions.reports.sheets.markup import html
from decisions.reports.sheets.paper import Cell
from decisions.reports.sheets.runs import runs
from decisions.reports.sheets.sheet import Cells, Proposed, Row, Sheet, Two
from decisions.rules.texts import handling
from decisions.rules.texts.proposals import Operation

PRESIDENCY = "PPT"


@dataclass(frozen=True, slots=True)
class Made:
    """One proposal as a row of the table. ``cells`` are redlined against the base."""

    proposal: Proposed
    cells: tuple[Cell, ...]
    operation: Two
    state: Two

    @property
    def is_open(self) -> bool:
        """Say whether nothing was done with it yet: then the table says nothing of it."""
        return self.proposal.state is handling.State.OPEN

    @property
    def is_of_words(self) -> bool:
        """Say whether it shows in the words; the others are named."""
        return self.proposal.operation not in {Operation.REMOVE, Operation.MOVE}


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: its base, and what is proposed on it, the presidency's last."""

    row: Row
    base: tuple[Cell, ...]
    made: tuple[Made, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a text. ``count`` is how many proposals there are."""

    sheet: Sheet
    status: Two
    dated: Two
    blocks: tuple[Block, ...]
    count: int


def table(data: Mapping[str, Any]) -> Table:
    """Return the table of a sheet in JSON: the paragraphs on which something is proposed."""
    sheet = from_data(data)
    blocks = tuple(_blocks(sheet))
    count = sum(len(block.made) for block in blocks)
    return Table(sheet, wording.status(sheet), wording.dated(sheet), blocks, count)


def _blocks(sheet: Sheet) -> Iterator[Block]:
    for row in sheet.rows:
        if row.proposals:
            base = tuple(
                Cell(language, html(runs(row.words.said(language))))
                for language in sheet.languages
            )
            yield Block(row, base, tuple(_made(sheet, row, each) for each in _order(row)))


def _order(row: Row) -> list[Proposed]:
    return sorted(row.proposals, key=lambda each: (each.by == PRESIDENCY, each.number))


def _made(sheet: Sheet, row: Row, proposed: Proposed) -> Made:
    base = row.words if proposed.base is None else proposed.base
    cells = tuple(
        Cell(
            language,
            html(runs(proposed.words.said(language), base.said(language))),
            _silence(base, proposed, language),
        )
        for language in sheet.languages
    )
    return Made(
        proposed,
        cells,
        wording.two(wording.OPERATIONS[proposed.operation]),
        wording.two(wording.STATES[proposed.state]),
    )


def _silence(base: Cells, proposed: Proposed, language: str) -> str:
    """Return what is said where a proposal says nothing in a language."""
    if proposed.operation in {Operation.REMOVE, Operation.MOVE}:
        return ""
    if proposed.words.said(language) != base.said(language):
        return ""
    return wording.two(wording.NO_WORDING).said(language)
