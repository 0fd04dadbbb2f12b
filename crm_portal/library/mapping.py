"""The public pages of the library and of the record of who takes part, for the map of the site."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from crm_portal.core.access import Viewer
from crm_portal.library.front import Address
from crm_portal.library.models import Collection, Document, GlossaryTerm, NewsItem
from members import rosters

# The pages that are always there, in the order of the site.
STANDING = (
    "library:home",
    "library:about",
    "conference:participants",
    "conference:presidencies",
    "library:news",
    "library:glossary",
    "library:publications",
    "library:collections",
    "library:statistics",
    "library:documents",
    "library:verify",
    "library:contact",
    "library:accessibility",
    "library:privacy",
)


def addresses(viewer: Viewer) -> Iterator[Address]:
    """Yield the standing pages, the parties that take part, and the public documents."""
    for name in STANDING:
        yield Address(name)
    for group in rosters.roster(viewer, viewer.on):
        for entry in group.entries:
            yield Address("conference:participant", (entry.party.code,))
    for name, field, rows in _rows(viewer):
        for value in rows.values_list(field, flat=True):
            yield Address(name, (value,))


def _rows(viewer: Viewer) -> Iterator[tuple[str, str, QuerySet[Any]]]:
    """Yield what has a page for each row: its address, the field that completes it, the rows."""
    yield "library:term", "code", GlossaryTerm.objects.visible_to(viewer)
    yield "library:news-item", "slug", NewsItem.objects.visible_to(viewer)
    collections = Collection.objects.visible_to(viewer)
    yield "library:collection", "slug", collections.order_by("slug")
    yield "library:document", "slug", Document.objects.visible_to(viewer).order_by("slug")
