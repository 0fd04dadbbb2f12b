"""The outline beside the text: every paragraph with the mark of how it stands."""

from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core import icons
from crm_portal.core.markup import tag
from decisions.presentation.workspace import cells
from decisions.presentation.workspace.desk import Workspace
from decisions.presentation.workspace.facts import Row
from decisions.reports.sheets.runs import plain

WORDS = 5


def outline(workspace: Workspace) -> SafeString:
    """Return a link for each paragraph, as HTML."""
    waits: dict[str, int] = {}
    for each in workspace.undecided:
        key = each.beside(workspace.by_key)
        waits[key] = waits.get(key, 0) + 1
    links = [_link(workspace, row, waits.get(row.key, 0)) for row in workspace.rows]
    return mark_safe("".join(links))  # noqa: S308 -- escaped where it is written


def _link(workspace: Workspace, row: Row, waiting: int) -> str:
    english = workspace.tongue == "en"
    words = (row.en or row.es) if english else (row.es or row.en)
    number = workspace.number(row.key)
    return _labelled(row.key, number, words) + _mark(workspace, row, waiting) + "</a>"


@lru_cache(maxsize=2048)
def _labelled(key: str, number: str, words: str) -> str:
    return (
        f'<a href="#{key}"><span class="no">{escape(number)}</span>'
        f'<span class="lbl">{escape(label(words))}</span>'
    )


def label(words: str) -> str:
    """Return the first words of a paragraph, its brackets as they are printed."""
    found = plain(cells.content(words)).split()
    return " ".join(found[:WORDS]) + (" …" if len(found) > WORDS else "")


def _mark(workspace: Workspace, row: Row, waiting: int) -> str:
    tongue = workspace.tongue
    if count := workspace.brackets.get(row.key):
        return _brackets(count, tongue)
    if waiting:
        return _waiting(waiting, tongue)
    if pending := workspace.pending.get(row.key):
        return _pending("·".join(pending), tongue)
    return _agreed(tongue) if row.agreed_at else "<span></span>"


@lru_cache(maxsize=64)
def _brackets(count: int, _tongue: str) -> str:
    said = ngettext("bracket", "brackets", count)
    return f'<span class="tag tag--due">[{count}]<span class="vh"> {said}</span></span>'


@lru_cache(maxsize=256)
def _waiting(count: int, _tongue: str) -> str:
    said = ngettext("undecided proposal", "undecided proposals", count)
    return f'<span class="tag tag--line">{count}<span class="vh"> {said}</span></span>'


@lru_cache(maxsize=16)
def _pending(mark: str, _tongue: str) -> str:
    said = f'<span class="vh"> {_("translation pending")}</span>'
    return tag("line", mark.upper()).replace("</span>", f"{said}</span>")


@lru_cache(maxsize=4)
def _agreed(_tongue: str) -> str:
    drawing = icons.icon("check")
    return f'<span class="muted">{drawing}<span class="vh">{_("agreed")}</span></span>'
