"""Runs as HTML: the same for a page and for paper. Every word is escaped, none is added."""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from decisions.reports.sheets.runs import Run, Sort
from decisions.rules.texts.diff import Mark

TAGS = {Mark.KEPT: "span", Mark.DELETED: "del", Mark.INSERTED: "ins"}
INNER = {Sort.WORDS: "", Sort.SIGN: "b", Sort.NAMES: "sup"}


def html(runs: Iterable[Run]) -> SafeString:
    """Return runs as inline HTML: ``<ins>``, ``<del>``, and ``brk`` on what is in brackets."""
    return mark_safe("".join(_run(run) for run in runs))  # noqa: S308 - each is escaped


def _run(run: Run) -> str:
    said = str(escape(run.text))
    if inner := INNER[run.sort]:
        said = f"<{inner}>{said}</{inner}>"
    tag = TAGS[run.mark]
    if run.depth:
        return f'<{tag} class="brk">{said}</{tag}>'
    return said if run.mark is Mark.KEPT else f"<{tag}>{said}</{tag}>"
