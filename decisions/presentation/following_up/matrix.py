"""The matrix: decisions down, countries across, each cell what a country last said of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from decisions.presentation.following_up import board_words as words
from decisions.presentation.following_up.board import Entry, party_names, row
from decisions.presentation.register.exporting import Row, as_csv
from decisions.rules.following.reports import Cell
from meetings.presentation.titles import Names
from members.models import Party


@dataclass(frozen=True, slots=True)
class Column:
    """A country of the matrix."""

    code: str
    name: str


def columns(found: Sequence[Entry], viewer: Viewer) -> list[Column]:
    """Return the members, then whoever else is asked or reported: two queries at most."""
    there = {cell.party for each in found for cell in each.line.cells}
    members = Party.objects.members_on(viewer.on).order_by("order", "code")
    named = {each.code: str(each.name) for each in members if each.code in there}
    if others := there - named.keys():
        named |= party_names(others, viewer)
    return [Column(code, name) for code, name in named.items()]


def line(
    each: Entry, across: Sequence[Column], names: Names, viewer: Viewer
) -> dict[str, Any]:
    """Return one decision of the matrix; a country that is not asked has an empty cell."""
    cells = {cell.party: cell for cell in each.line.cells}
    return {
        **row(each, names, viewer),
        "cells": [_cell(column, cells.get(column.code)) for column in across],
    }


def _cell(column: Column, found: Cell | None) -> dict[str, Any]:
    if found is None:
        return {"column": column, "is_asked": False}
    return {
        "column": column,
        "is_asked": True,
        "is_silent": found.last is None,
        "mark": words.WORDS[found.word],
        "on": found.last.on if found.last else None,
        "is_stale": found.is_stale,
        "earlier": found.earlier,
    }


def as_sheet(
    found: Sequence[Entry], across: Sequence[Column], names: Names, viewer: Viewer
) -> str:
    """Return the matrix as CSV; no cell is one that a spreadsheet would compute."""
    return as_csv([_sheet_row(each, across, names, viewer) for each in found])


def _sheet_row(each: Entry, across: Sequence[Column], names: Names, viewer: Viewer) -> Row:
    commitment, told = each.commitment, row(each, names, viewer)
    cells = {cell.party: words.cell(cell) for cell in each.line.cells}
    return {
        _("Commitment"): told["number"],
        _("What"): told["what"],
        _("Decided in"): told["source"],
        _("Axis"): told["theme"],
        _("Who leads"): told["who"],
        _("Due on"): _iso(commitment.due_on),
        _("To be reviewed on"): _iso(commitment.review_on),
        _("State"): str(told["mark"].label),
        _("Together"): str(told["whole"]),
        **{column.name: cells.get(column.code, "") for column in across},
    }


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""
