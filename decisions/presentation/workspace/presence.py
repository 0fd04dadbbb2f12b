"""Who has a paragraph open to write: a hint beside it, never a lock, gone after some minutes."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer

LASTS = timedelta(minutes=3)
Entry = tuple[str, str, datetime]


def note(text_id: int, key: str, viewer: Viewer) -> None:
    """Say that the viewer is writing on a paragraph now."""
    found = _fresh(text_id, viewer.at)
    found[viewer.signer] = (viewer.label, key, viewer.at)
    _keep(text_id, found)


def leave(text_id: int, viewer: Viewer) -> None:
    """Say that the viewer has done."""
    found = _fresh(text_id, viewer.at)
    if found.pop(viewer.signer, None):
        _keep(text_id, found)


def others(text_id: int, viewer: Viewer) -> list[tuple[str, str]]:
    """Return who else is writing, and on which paragraph: one query."""
    found = _fresh(text_id, viewer.at)
    return sorted(
        (label, key) for pk, (label, key, _at) in found.items() if pk != viewer.user_id
    )


def said(label: str, number: str) -> str:
    """Return ``Ana (GT) is writing on paragraph 6``."""
    return _("%(name)s is writing on paragraph %(number)s") % {
        "name": label,
        "number": number,
    }


def _fresh(text_id: int, at: datetime) -> dict[int, Entry]:
    found: dict[int, Entry] = cache.get(_name(text_id)) or {}
    return {pk: entry for pk, entry in found.items() if at - entry[2] < LASTS}


def _keep(text_id: int, found: dict[int, Entry]) -> None:
    cache.set(_name(text_id), found, LASTS.total_seconds())


def _name(text_id: int) -> str:
    return f"writing:{text_id}"
