"""A proposal under its paragraph: who, when, what it changes, who supports it, what to do.

Its words are a function of the proposal alone and are kept; support and buttons are the
reader's and are written each time.
"""

from datetime import datetime
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from crm_portal.core.deadline_text import listed
from crm_portal.core.display import format_instant
from crm_portal.core.i18n import active_language
from crm_portal.core.markup import tag
from decisions.models.proposals import UNDECIDED, ProposalOperation, ProposalState
from decisions.presentation.workspace import cells
from decisions.presentation.workspace.addresses import Addresses
from decisions.presentation.workspace.desk import Workspace
from decisions.presentation.workspace.facts import Proposed
from decisions.reports.sheets import wording
from decisions.rules.texts.handling import State
from decisions.rules.texts.proposals import Operation

KEPT = 4096
NAMES = {
    "w": "withdraw-proposal",
    "e": "end-support",
    "s": "support",
    "c": "comment",
    "d": "decide",
}
TONES = {
    ProposalState.OPEN: ("due", "", ""),
    ProposalState.BRACKETED: ("due", "", ""),
    ProposalState.ACCEPTED: ("ok", "done", "check"),
    ProposalState.MERGED: ("ok", "done", "check"),
    ProposalState.REJECTED: ("off", "off", ""),
    ProposalState.WITHDRAWN: ("off", "off", ""),
}


def alone(workspace: Workspace, each: Proposed, links: Addresses) -> SafeString:
    """Return one proposal as a page of its own shows it: without buttons."""
    return mark_safe(block(workspace, each, links, is_alone=True))  # noqa: S308 -- escaped


def block(
    workspace: Workspace, each: Proposed, links: Addresses, *, is_alone: bool = False
) -> str:
    """Return one proposal as HTML, with what its reader may do with it."""
    code = workspace.code(each.party)
    return _block(
        workspace.tongue,
        workspace.language,
        workspace.name(code),
        each.number,
        each.operation,
        (each.es, each.base_es),
        (each.en, each.base_en),
        each.reason,
        each.made_at,
        _where(workspace, each) if each.place else "",
        each.state,
        each.is_stranded,
        each.comments,
        tuple(workspace.name(one) for one in each.supporters),
        "" if is_alone else _acts(workspace, each, code),
        links,
    )


def _acts(workspace: Workspace, each: Proposed, code: str) -> str:
    """Return what the reader may do with a proposal, a letter for each act."""
    found = ""
    if each.is_undecided and workspace.proposes:
        stands = "e" if workspace.own in each.supporters else "s"
        found = "w" if code == workspace.own else stands
    if workspace.is_inside and (workspace.may_propose or workspace.prepares):
        found += "c"
    if workspace.decides and (each.is_undecided or each.state == ProposalState.REJECTED):
        found += "d"
    return found


@lru_cache(maxsize=KEPT)
def _block(
    tongue: str,
    language: str,
    name: str,
    number: int,
    operation: str,
    es: tuple[str, str],
    en: tuple[str, str],
    reason: str,
    made_at: datetime,
    place: str,
    state: str,
    is_stranded: bool,  # noqa: FBT001 -- all of this makes the key of what is kept
    comments: int,
    supporters: tuple[str, ...],
    acts: str,
    links: Addresses,
) -> str:
    tone, shape, icon = TONES[ProposalState(state)]
    shape = f" prop--{shape}" if shape else ""
    lost = is_stranded and state in UNDECIDED
    marks = tag("late", _("The text changed under it")) if lost else ""
    marks += tag(tone, str(wording.STATES[State(state)]), icon)
    line = _line(tongue, number, operation, made_at, place)
    words = _both(tongue, language, operation, {"es": es, "en": en})
    why = f'<p class="why-prop">{escape(reason)}</p>' if reason else ""
    foot = ""
    if state in UNDECIDED or supporters or comments:
        buttons = _buttons(acts, number, comments, links)
        foot = (
            f"<footer><span>{escape(_supported(supporters))}</span>"
            f'<span class="btn-row">{buttons}</span></footer>'
        )
    return (
        f'<div class="prop{shape}" id="c{number}"><header><b>{escape(name)}</b> '
        f"<small>{escape(line)}</small> {marks}</header>{words}{why}{foot}</div>"
    )


def _line(tongue: str, number: int, operation: str, made_at: datetime, place: str) -> str:
    """Return what stands beside the country's name."""
    does = str(wording.OPERATIONS[Operation(operation)]).lower()
    told = _("proposal %(number)s") % {"number": number}
    parts = [told, format_instant(made_at, "brief", tongue), does]
    return " · ".join([*parts, place] if place else parts)


def _both(
    tongue: str, language: str, operation: str, sides: dict[str, tuple[str, str]]
) -> str:
    """Return what a proposal makes of either language, or of the one that is shown."""
    shown = sides if language == "both" else {language: sides[language]}
    words = "".join(
        f'<p lang="{each}">{_words(each, operation, *side, ui=tongue)}</p>'
        for each, side in shown.items()
    )
    single = " duo--one" if len(shown) == 1 else ""
    return f'<div class="duo{single}">{words}</div>'


def _words(language: str, operation: str, new: str, base: str, *, ui: str) -> str:
    """Return what a proposal makes of one language of its paragraph."""
    if operation == ProposalOperation.REMOVE:
        return cells.whole(language, base, "del")
    if operation == ProposalOperation.MOVE:
        return cells.cell(language, _shortened(base), None)
    if not new:
        none = escape(str(wording.NO_WORDING))
        return f'<span class="todo" lang="{ui}">{none}</span>'
    if operation == ProposalOperation.ADD:
        return cells.whole(language, new, "ins")
    return cells.excerpt(language, new, base)


def _shortened(text: str) -> str:
    words = text.split(" ")
    return text if len(words) <= cells.CONTEXT_WORDS else " ".join(words[:6]) + " …"


def _where(workspace: Workspace, each: Proposed) -> str:
    """Say where an added or moved paragraph would stand."""
    if after := workspace.number(str(each.place.get("after") or "")):
        return _("after paragraph %(number)s") % {"number": after}
    if parent := workspace.number(str(each.place.get("parent") or "")):
        return _("within %(number)s") % {"number": parent}
    return _("at the beginning")


def _supported(supporters: tuple[str, ...]) -> str:
    if not supporters:
        return _("Supported by: no delegation")
    names = listed(list(supporters), active_language())
    return _("Supported by: %(names)s") % {"names": names}


def _buttons(acts: str, number: int, comments: int, links: Addresses) -> str:
    """Return the buttons of whoever reads, in the order in which acts are named."""
    made = {
        "w": lambda url: _link(url, pgettext("proposal", "Withdraw"), number, quiet=True),
        "e": lambda url: _press(url, _("End the support"), number, quiet=True),
        "s": lambda url: _press(url, _("Support"), number),
        "c": lambda url: _link(url, _comment_label(comments), number, quiet=True),
        "d": lambda url: _link(url, _("Decide"), number),
    }
    return "".join(made[act](links.proposal(NAMES[act], number)) for act in acts)


def _comment_label(count: int) -> str:
    if not count:
        return pgettext("verb", "Comment")
    return ngettext("%(count)s comment", "%(count)s comments", count) % {"count": count}


def _link(url: str, label: str, number: int, *, quiet: bool = False) -> str:
    tone = " btn--quiet" if quiet else ""
    return (
        f'<a class="btn btn--sm{tone}" href="{url}">{escape(label)}'
        f'<span class="vh"> ({number})</span></a>'
    )


def _press(url: str, label: str, number: int, *, quiet: bool = False) -> str:
    """Return a button of the page's one form, which carries the token for all of them."""
    tone = " btn--quiet" if quiet else ""
    return (
        f'<button class="btn btn--sm{tone}" form="act" formaction="{url}">{escape(label)}'
        f'<span class="vh"> ({number})</span></button>'
    )
