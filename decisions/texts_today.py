"""What the texts in work wait for from the reader: the rows of “Today”. Three queries."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core.access import Role, Viewer
from crm_portal.core.display import format_instant
from decisions.models import Text
from decisions.models.proposals import UNDECIDED
from decisions.rules.texts import powers
from decisions.text_states import TextState


def today(viewer: Viewer) -> list[dict[str, Any]]:
    """Return ``{"label", "text", "note", "url", "tone"}`` a row, what ends first, first."""
    if not viewer.has(Role.MEMBER, Role.SECRETARIAT):
        return []
    return [*_open(viewer), *_to_publish(viewer)]


def _open(viewer: Viewer) -> list[dict[str, Any]]:
    waits = Q(proposals__state__in=UNDECIDED, proposals__reply=None)
    found = Text.objects.visible_to(viewer).filter(state=TextState.OPEN)
    counted = found.annotate(undecided=Count("proposals", filter=waits))
    rows = counted.order_by("comments_until", "pk")
    return [_row(text, viewer) for text in rows if _concerns(text, viewer)]


def _concerns(text: Text, viewer: Viewer) -> bool:
    """Say whether there is something to do: to comment in time, or to decide."""
    is_running = text.comments_until is not None and text.comments_until > viewer.at
    decides = viewer.has(Role.PRESIDENCY, Role.SECRETARIAT)
    undecided: int = text.undecided  # type: ignore[attr-defined]
    return is_running or (decides and undecided > 0)


def _row(text: Text, viewer: Viewer) -> dict[str, Any]:
    undecided: int = text.undecided  # type: ignore[attr-defined]
    told = ngettext(
        "%(count)s proposal is undecided", "%(count)s proposals are undecided", undecided
    ) % {"count": undecided}
    until = text.comments_until
    is_running = until is not None and until > viewer.at
    note = ""
    if until is not None:
        note = _("Comments until %(when)s, San José") % {"when": format_instant(until)}
    return {
        "label": text.reference,
        "text": text.title,
        "note": " · ".join([note] * is_running + [told] * (undecided > 0)),
        "url": text.get_absolute_url(),
        "tone": "due",
    }


def _to_publish(viewer: Viewer) -> list[dict[str, Any]]:
    if not powers.may_publish(viewer):
        return []
    found = Text.objects.visible_to(viewer).filter(
        state=TextState.ADOPTED, publication_proposed_by__isnull=False
    )
    return [
        {
            "label": text.reference,
            "text": text.title,
            "note": _("waits for a second person to publish it"),
            "url": text.get_absolute_url(),
            "tone": "due",
        }
        for text in found.exclude(publication_proposed_by=viewer.user_id)
    ]
