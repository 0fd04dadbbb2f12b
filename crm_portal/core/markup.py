"""Markup that a page repeats dozens of times: redline, paragraphs, proposals, links of a menu.

Built here and not in a template because a template takes several times as long over it, and
the consultation page lives on it. Whatever comes from outside goes through ``escape``.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_portal.core import icons

# A segment is ("eq" | "ins" | "del", text), ("brk", text, delegation) or ("term", text,
# code, definition), a word of the glossary that is explained on the page under its code.
Segment = tuple[str, str] | tuple[str, str, str] | tuple[str, str, str, str]
Data = Mapping[str, Any]


def text(data: Data, key: str) -> str:
    """Return what ``data`` holds under ``key``, escaped; nothing when it holds nothing."""
    value = data.get(key)
    return escape(str(value)) if value else ""


@lru_cache(maxsize=512)
def tag(tone: str, label: str, icon_name: str = "") -> str:
    """Return a state as a word in a tint."""
    tone_class = f" tag--{escape(tone)}" if tone else ""
    drawing = icons.icon(icon_name) if icon_name else ""
    return f'<span class="tag{tone_class}">{drawing}{escape(label)}</span>'


def redline(segments: Iterable[Segment], language: str) -> str:
    """Mark what was added, deleted or put in brackets, by sight and by ear.

    The hidden words are in ``language``, that of the text, not of the page.
    """
    words = redline_words(language)
    return "".join([_segment(words, *segment) for segment in segments])


def _segment(
    words: Mapping[str, str], kind: str, content: str, by: str = "", means: str = ""
) -> str:
    safe = escape(str(content))
    if kind == "term":
        return f'<a class="term" href="#g-{escape(by)}" title="{escape(means)}">{safe}</a>'
    if kind in {"ins", "del"}:
        return (
            f'<{kind}><span class="vh">[{words[kind]}: </span>{safe}'
            f'<span class="vh">] </span></{kind}>'
        )
    if kind == "brk":
        who = escape(str(by))
        return (
            f'<span class="brk"><b>[</b><span class="vh">{words["brk"]} {who}: </span>'
            f"{safe}<b>]</b><sup>{who}</sup></span>"
        )
    return safe


@lru_cache(maxsize=4)
def redline_words(language: str) -> dict[str, str]:
    """Return what is said aloud, unseen, of words added, deleted and put in brackets."""
    with override(language):
        return {"ins": _("added"), "del": _("deleted"), "brk": _("bracket by")}


def _wording(data: Data, language: str, ui: str) -> str:
    """Return one side of a text, or who owes it: never an empty cell."""
    segments = data.get(language)
    if segments:
        return redline(segments, language)
    return f'<span class="todo" lang="{ui}">{text(data, "missing")}</span>'


def proposal(data: Data, ui: str) -> str:
    """Return a proposed change (``components/proposal.html`` says of what it is made)."""
    shape = f" prop--{text(data, 'shape')}" if data.get("shape") else ""
    state = tag(str(data.get("tone") or ""), str(data.get("label") or ""))
    reason = text(data, "reason")
    reason = f'<p class="why-prop">{reason}</p>' if reason else ""
    return (
        f'<div class="prop{shape}"><header><b>{text(data, "author")}</b> '
        f"<small>{text(data, 'meta')}</small> {state}</header>"
        f'<div class="duo"><p lang="es">{_wording(data, "es", ui)}</p>'
        f'<p lang="en">{_wording(data, "en", ui)}</p></div>'
        f"{reason}{_proposal_footer(data)}</div>"
    )


def _proposal_footer(data: Data) -> str:
    support, actions = text(data, "support"), data.get("actions") or ()
    if not support and not actions:
        return ""
    buttons = "".join(
        f'<a class="btn btn--sm{" btn--quiet" if action.get("quiet") else ""}" '
        f'href="{text(action, "url")}">{text(action, "label")}</a>'
        for action in actions
    )
    row = f'<span class="btn-row">{buttons}</span>' if buttons else ""
    return f"<footer><span>{support}</span>{row}</footer>"


STATES = {"selected": " para--sel", "locked": " para--locked"}


def paragraph(data: Data, view: str, ui: str) -> str:
    """Return one row of the text in two languages (``components/bitext.html``)."""
    anchor, number = text(data, "anchor"), text(data, "number")
    name = f"{_('Paragraph')} {number}"
    es = f'<p lang="es" data-l="ES">{_wording(data, "es", ui)}</p>' if view != "en" else ""
    stale = text(data, "stale")
    stale = f' <span class="stale" lang="{ui}">{stale}</span>' if stale else ""
    en = f'<p lang="en" data-l="EN">{_wording(data, "en", ui)}{stale}</p>'
    return (
        f'<article class="para{STATES.get(data.get("state") or "", "")}" id="{anchor}" '
        f'aria-label="{name}"><a class="no" href="#{anchor}" aria-label="{name}">{number}</a>'
        f"{es}{en if view != 'es' else ''}{_under(data, name, ui)}</article>"
    )


def _under(data: Data, name: str, ui: str) -> str:
    """Return what stands below a paragraph: proposals, a note, a way to act."""
    below = "".join([proposal(each, ui) for each in data.get("proposals") or ()])
    if note := text(data, "note"):
        below += f'<p class="note">{note}</p>'
    if action := text(data, "action"):
        below += (
            f'<p class="mt2"><a class="btn btn--sm btn--quiet" '
            f'href="{text(data, "action_url")}">{action}'
            f'<span class="vh"> ({name})</span></a></p>'
        )
    return f'<div class="under">{below}</div>' if below else ""


def links(items: Iterable[Any], waiting: int = 0) -> str:
    """Return the links of a menu as list items; ``waiting`` counts what awaits the reader."""
    return "".join([_link(item, waiting) for item in items])


def menu_row(first: Sequence[Any], rest: Sequence[Any], waiting: int = 0) -> str:
    """Return a row of links as a list, and beside it what is folded under “More”."""
    row = f'<ul class="list">{links(first, waiting)}</ul>'
    if not rest:
        return row
    here = ' class="here"' if any(item.current for item in rest) else ""
    said = f"<summary{here}>{_('More')} {icons.icon('chevron')}</summary>"
    return f'{row}<details class="fold">{said}<ul class="list">{links(rest)}</ul></details>'


def _link(item: Any, waiting: int) -> str:
    current = f' aria-current="{item.current}"' if item.current else ""
    count = ""
    if waiting and item.name == "core:today":
        count = (
            f' <span class="count">{waiting}<span class="vh"> {_("waiting")}</span></span>'
        )
    return f'<li><a href="{escape(item.url)}"{current}>{escape(str(item.label))}{count}</a></li>'
