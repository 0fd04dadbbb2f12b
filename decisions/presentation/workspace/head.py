"""The head of the workspace: which draft, who heads it, until when to comment, four counters."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core import deadline_text
from crm_portal.core.display import format_instant, seat_city
from crm_portal.core.i18n import active_language
from decisions.models import Text
from decisions.presentation.workspace import languages
from decisions.presentation.workspace.desk import Workspace
from decisions.text_states import TextState
from members.models import Party

TONES = {
    TextState.DRAFT: "",
    TextState.OPEN: "due",
    TextState.ADOPTED: "ok",
    TextState.PUBLISHED: "ok",
    TextState.WITHDRAWN: "off",
}
# More paragraphs than this are counted, not named.
MOST_NAMED = 6


def head(workspace: Workspace, reader: Party | None) -> dict[str, Any]:
    """Return what stands above the text."""
    text = workspace.text
    return {
        "state": text.get_state_display(),
        "tone": TONES[TextState(text.state)],
        "kind": text.kind.name,
        "draft": draft(workspace),
        "dated": dated(workspace),
        "headed_by": _headed_by(workspace),
        "comments": comments(text, reader),
        "is_late": _is_over(text, workspace.viewer.at),
    }


def draft(workspace: Workspace) -> str:
    """Return ``Draft 3``, or ``Draft 4, in work`` of what is not frozen yet."""
    now = workspace.now
    if now is None:
        return ""
    if now.frozen_at:
        return _("Draft %(number)s") % {"number": now.number}
    return _("Draft %(number)s, in work") % {"number": now.number}


def dated(workspace: Workspace) -> str:
    """Return when the draft was frozen, or last written."""
    now = workspace.now
    if now is None:
        return ""
    written = [each.changed_at for each in workspace.rows if each.changed_at]
    frozen = datetime.fromisoformat(now.frozen_at) if now.frozen_at else None
    created = datetime.fromisoformat(now.created_at)
    at = frozen or max(written, default=created)
    return f"{format_instant(at, 'dated')} {seat_city()}"


def _headed_by(workspace: Workspace) -> str:
    pk: int | None = getattr(workspace.text, "headed_by", None)
    found = workspace.parties.get(pk or 0)
    return found.name if found else ""


def comments(text: Text, reader: Party | None) -> str:
    """Return until when comments count, on the seat's clock and on the reader's."""
    if text.comments_until is None:
        return ""
    zone = reader.capital_tz if reader else ""
    city = (reader.capital or reader.name) if reader else ""
    return deadline_text.short(text.comments_until, active_language(), zone, city)


def _is_over(text: Text, at: datetime) -> bool:
    return text.comments_until is not None and at >= text.comments_until


def counters(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the four figures: what waits, what is agreed, in brackets, not translated."""
    return [
        _waiting(workspace),
        {
            "label": _("Agreed"),
            "value": len(workspace.agreed),
            "note": _("of %(count)s paragraphs") % {"count": len(workspace.rows)},
        },
        {
            "label": _("With brackets"),
            "value": len(workspace.brackets),
            "note": _brackets(workspace),
        },
        {
            "label": _("Translation pending"),
            "value": len(workspace.pending),
            "note": _translations(workspace),
        },
    ]


def _waiting(workspace: Workspace) -> dict[str, Any]:
    """Return what waits for the reader: a position, or a decision of the group."""
    if workspace.proposes and not workspace.decides:
        keys = workspace.awaiting
        return {
            "label": _("Awaiting your position"),
            "value": len(keys),
            "note": linked(workspace, keys),
            "mine": bool(keys),
        }
    there = {each.beside(workspace.by_key) for each in workspace.undecided}
    keys = [key for key in ("", *workspace.by_key) if key in there]
    return {
        "label": _("Proposals to decide"),
        "value": len(workspace.undecided),
        "note": linked(workspace, keys),
        "mine": workspace.decides and bool(keys),
    }


def linked(workspace: Workspace, keys: Sequence[str], page: str = "") -> SafeString:
    """Name paragraphs with links to them, on ``page`` or here; only the first few of many."""
    named = [
        f'<a href="{page}#{key}">{escape(workspace.number(key) or _("beginning"))}</a>'
        for key in keys[:MOST_NAMED]
    ]
    if not named:
        return SafeString()
    word = ngettext("paragraph", "paragraphs", len(keys))
    rest = " …" if len(keys) > MOST_NAMED else ""
    joined = f"{word} {deadline_text.listed(named, active_language())}{rest}"
    return mark_safe(joined)  # noqa: S308 -- each number was escaped


def _brackets(workspace: Workspace) -> SafeString:
    named = linked(workspace, list(workspace.brackets))
    count = len(workspace.undecided)
    said = ngettext("%(count)s proposal undecided", "%(count)s proposals undecided", count)
    joint = "; " if named else ""
    return mark_safe(f"{named}{joint}{said % {'count': count}}")  # noqa: S308 -- escaped


def _translations(workspace: Workspace) -> str:
    """Name one paragraph with its language; more than one are counted by language."""
    pending = workspace.pending
    if len(pending) == 1:
        key, tongues = next(iter(pending.items()))
        number, which = workspace.number(key), languages.tongues(tongues)
        return _("paragraph %(number)s, %(language)s") % {
            "number": number,
            "language": which.lower() if active_language() == "es" else which,
        }
    waiting = len(workspace.unchecked)
    if waiting:
        return ngettext(
            "%(count)s translation to be checked",
            "%(count)s translations to be checked",
            waiting,
        ) % {"count": waiting}
    return _("in the required languages")
