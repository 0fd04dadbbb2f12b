"""What a reader has to know of the two languages of a paragraph, and what to do about it."""

from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from crm_portal.core.display import format_instant
from crm_portal.core.markup import tag
from decisions.presentation.workspace.addresses import Addresses
from decisions.presentation.workspace.desk import Workspace
from decisions.presentation.workspace.facts import Row
from decisions.rules.texts.languages import State, may_be_checked

TRANSLATABLE = frozenset({State.OUTDATED, State.DRAFT})
# Of these there is nothing to say: the other side is held against them, or is to come.
SILENT = frozenset({State.ORIGINAL, State.MISSING})


@lru_cache(maxsize=8)
def owed(language: str, ui: str) -> str:
    """Return what stands in place of words that are not written yet."""
    said = _("Spanish is still to be written") if language == "es" else ""
    said = said or _("Translation into English pending")
    return f'<span class="todo" lang="{ui}">{escape(said)}</span>'


def name(language: str) -> str:
    """Return what a language is called in a sentence."""
    return _("Spanish") if language == "es" else _("English")


def notes(workspace: Workspace, row: Row, links: Addresses) -> str:
    """Return a line for each language that is not in order, and who checked what is."""
    found = ""
    for language, state in workspace.standings[row.key].items():
        if state in SILENT:
            continue
        said: Any = row.languages.get(language) or {}
        who = workspace.names.get(said.get("by") or 0, "")
        acts = links if workspace.writes else None
        number = workspace.number(row.key)
        found += _note(
            workspace.tongue, language, state, said.get("at"), who, row.key, number, acts
        )
    return found


@lru_cache(maxsize=4096)
def _note(
    _tongue: str,
    language: str,
    state: State,
    at: str | None,
    who: str,
    key: str,
    number: str,
    links: Addresses | None,
) -> str:
    line = _line(language, state, datetime.fromisoformat(at) if at else None, who)
    acts = _acts(state, key, number, language, links) if links else ""
    return f'<p class="note">{line}{acts}</p>'


def _line(language: str, state: State, when: datetime | None, who: str) -> str:
    mark = language.upper()
    at = {"at": format_instant(when, "brief") if when else ""}
    if state is State.OUTDATED:
        said = _("outdated: the other language changed on %(at)s") % at
        return f"{tag('due', mark)} {escape(said)}"
    if state is State.CHECKED:
        said = _("checked by %(name)s on %(at)s") % {"name": who, **at}
        return f"{tag('ok', mark, 'check')} {escape(said)}"
    if state is State.TRANSLATED:
        said = _("translated on %(at)s, checked by nobody yet") % at
        return f"{tag('line', mark)} {escape(said)}"
    return f"{tag('due', mark)} {escape(_('translation in work'))}"


def _acts(state: State, key: str, number: str, language: str, links: Addresses) -> str:
    found = ""
    if state in TRANSLATABLE:
        url = links.paragraph("translated", key)
        label = _("Say that it is translated")
        found += _press(f"{url}?language={language}", label, number)
    if may_be_checked(state):
        url = links.paragraph("check-language", key)
        found += _press(f"{url}?language={language}", _("Mark as checked"), number)
    return found


def _press(url: str, label: str, number: str) -> str:
    return (
        f' <button class="linklike" form="act" formaction="{url}">{escape(label)}'
        f'<span class="vh"> ({escape(number)})</span></button>'
    )


def tongues(found: list[str]) -> str:
    """Return languages as a list in a sentence."""
    joint = _(" and ")
    return joint.join(name(each) for each in found)
