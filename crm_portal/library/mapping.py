"""The public pages of the library and of the record of who takes part, for the map of the site."""

from collections.abc import Iterator

from crm_portal.core.access import Viewer
from crm_portal.library.front import Address
from crm_portal.library.models import Document, GlossaryTerm, NewsItem
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
    terms = GlossaryTerm.objects.visible_to(viewer)
    for code in terms.values_list("code", flat=True):
        yield Address("library:term", (code,))
    for slug in NewsItem.objects.visible_to(viewer).values_list("slug", flat=True):
        yield Address("library:news-item", (slug,))
    documents = Document.objects.visible_to(viewer).order_by("slug")
    for slug in documents.values_list("slug", flat=True):
        yield Address("library:document", (slug,))
