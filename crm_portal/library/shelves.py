"""What a reader sees of a collection: its items that he or she may read, in their order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from crm_portal.core.access import Viewer
from crm_portal.library.models import Collection, CollectionItem, SearchEntry
from crm_portal.library.searching import finding
from crm_portal.library.searching.sources import sources


@dataclass(frozen=True)
class Shown:
    """An item with the entry that says what it is; ``address`` is where its reader reads it."""

    item: CollectionItem
    entry: SearchEntry
    label: Any
    level: str
    address: Sequence[str]


def shown(collection: Collection, viewer: Viewer) -> list[Shown]:
    """Return the items that ``viewer`` may know of now; the others are not there."""
    items = list(collection.items.all())
    entries = _entries(items, viewer)
    finding.noted(list(entries.values()), viewer)
    levels = finding.level_names()
    found = ((each, entries.get((each.kind, each.target_id))) for each in items)
    return [
        Shown(
            item=item,
            entry=entry,
            label=sources()[entry.kind].label,
            level=levels.get(entry.level, ""),
            address=finding.address_of(entry, viewer),
        )
        for item, entry in found
        if entry is not None
    ]


def _entries(
    items: Iterable[CollectionItem], viewer: Viewer
) -> dict[tuple[str, int], SearchEntry]:
    """Return the entries of ``items`` that ``viewer`` may know of: one query."""
    keys: dict[str, list[int]] = {}
    for each in items:
        keys.setdefault(each.kind, []).append(each.target_id)
    if not keys:
        return {}
    wanted = Q(pk=None)
    for kind, targets in keys.items():
        wanted |= Q(kind=kind, target_id__in=targets)
    rows = finding.visible_to(viewer, *keys).filter(wanted)
    columns = rows.defer("words_es", "words_en", "heads", "said")
    return {(each.kind, each.target_id): each for each in columns}
