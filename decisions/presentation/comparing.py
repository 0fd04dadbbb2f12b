"""Two versions of a text side by side with themselves: what changed, word by word."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core import markup
from crm_portal.core.display import format_instant
from crm_portal.core.i18n import active_language
from decisions.models import Paragraph, Text, TextVersion
from decisions.presentation.workspace import cells
from decisions.reports.sheets.building import rows as built
from decisions.reports.sheets.runs import runs
from decisions.reports.sheets.sheet import Row
from decisions.rules.texts.brackets import Content, count
from decisions.rules.texts.diff import Fate
from decisions.rules.texts.paragraphs import LANGUAGES, Form
from decisions.rules.texts.paragraphs import Paragraph as Ruled

# About 2 kB each, in every web process.
KEPT = 2048
SHOWS = ("changes", "clean", "brackets")


def texts_of(*versions: TextVersion) -> list[tuple[Ruled, ...]]:
    """Return the paragraphs of each version as the rules take them: one query for all."""
    found: dict[int, list[Ruled]] = {each.pk: [] for each in versions}
    rows = Paragraph.objects.filter(version__in=found).order_by("version", "position")
    for row in rows:
        found[row.version_id].append(row.ruled)
    return [tuple(found[each.pk]) for each in versions]


def comparison(
    text: Text, old: TextVersion, new: TextVersion, *, show: str, view: str
) -> dict[str, Any]:
    """Return what the page shows: the rows as markup, and what there is to count.

    ``show`` is one of ``SHOWS``; ``view`` is ``both``, ``es`` or ``en``.
    """
    before, after = texts_of(old, new)
    rows = built(after, text.rules, base=before)
    shown = [row for row in rows if _is_shown(row, show)]
    languages = LANGUAGES if view == "both" else (view,)
    is_marked = show == "changes"
    body = "".join(paragraph(row, languages, is_marked=is_marked) for row in shown)
    return {
        "body": mark_safe(body),  # noqa: S308 -- escaped there
        "is_empty": not shown,
        "changed": [each for each in map(_change, rows) if each],
        "brackets": sum(_brackets(row) for row in rows if row.is_there),
        "show": show,
        "view": view,
    }


def _is_shown(row: Row, show: str) -> bool:
    if show == "changes":
        return True
    return row.is_there and (show == "clean" or _brackets(row) > 0)


def _brackets(row: Row) -> int:
    """Return how many brackets are open, in the language that has more of them."""
    return max(count(row.words.said(language)) for language in LANGUAGES)


def _change(row: Row) -> dict[str, str] | None:
    """Return one line of the list of what changed; None: nothing did."""
    said = fates(row)
    if not said:
        return None
    return {"anchor": row.key, "name": name(row), "said": " · ".join(said)}


def fates(row: Row) -> list[str]:
    """Return what became of a paragraph, in words."""
    words = {
        Fate.INSERTED: _("new"),
        Fate.DELETED: _("removed"),
        Fate.CHANGED: _("changed"),
    }
    said = [words[row.fate]] if row.fate in words else []
    return [*said, _("moved")] if row.is_moved else said


def name(row: Row) -> str:
    """Return how a paragraph is called on the page."""
    return _("Paragraph %(number)s") % {"number": row.reference or _("new")}


def paragraph(row: Row, languages: Iterable[str], *, is_marked: bool) -> str:
    """Return a paragraph as a row of the text in two languages (components/bitext.html)."""
    said = escape(name(row))
    cells = "".join(_cell(row, language, is_marked=is_marked) for language in languages)
    return (
        f'<article class="para" id="{escape(row.key)}" aria-label="{said}">'
        f'<a class="no" href="#{escape(row.key)}" aria-label="{said}">'
        f"{escape(row.label or row.reference)}</a>{cells}"
        f"{_under(row) if is_marked else ''}</article>"
    )


def _cell(row: Row, language: str, *, is_marked: bool) -> str:
    was = row.was.said(language) if is_marked and row.was is not None else None
    inner = wording(row.words.said(language), was, language)
    if row.form is Form.HEADING:
        return f'<h3 lang="{language}" data-l="{language.upper()}"><b>{inner}</b></h3>'
    return f'<p lang="{language}" data-l="{language.upper()}">{inner}</p>'


def wording(content: Content, was: Content | None, language: str) -> SafeString:
    """Return words with their brackets; against ``was``, with what changed since then."""
    if not content and not was:
        missing, ui = escape(_("Translation pending")), active_language()
        return mark_safe(f'<span class="todo" lang="{ui}">{missing}</span>')  # noqa: S308
    return _marked(content, None if was == content else was, language)


@lru_cache(maxsize=KEPT)
def _marked(content: Content, was: Content | None, language: str) -> SafeString:
    """The last ones are kept: from one reading to the next most of a text is the same."""
    return mark_safe(cells.markup(runs(content, was), language))  # noqa: S308 -- escaped there


def _under(row: Row) -> str:
    said = fates(row)
    tones = {Fate.INSERTED: "ok", Fate.DELETED: "late", Fate.CHANGED: "due"}
    if not said:
        return ""
    tone = tones.get(row.fate, "brand") if row.fate else "brand"
    tags = " ".join(markup.tag(tone, each) for each in said)
    return f'<div class="under"><p class="note">{tags}</p></div>'


def summary(changed: Sequence[dict[str, str]]) -> str:
    """Return how much changed, in one sentence."""
    if not changed:
        return _("Both versions say the same in the same order.")
    number = len(changed)
    return ngettext(
        "%(count)s paragraph differs.", "%(count)s paragraphs differ.", number
    ) % {"count": number}


def label(version: TextVersion) -> str:
    """Return what a version is called in a list: its number, and since when it stands."""
    values = {"number": version.number}
    if version.frozen_at is None:
        return _("Version %(number)s, in work") % values
    day = format_instant(version.frozen_at, "dated")
    return _("Version %(number)s, %(date)s") % {**values, "date": day}
