"""Publications and collections as they are found: by title, and what is said of them."""

from collections.abc import Collection as Keys
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from crm_portal.library.models import Collection, Publication, PublicationKind
from crm_portal.library.models.search import SearchEntry
from crm_portal.library.searching.sources import Source, shortened
from members.models.parties import Precision


def publications(keys: Keys[int]) -> Iterator[SearchEntry]:
    """Yield the entries of publications; they are read about on their one page."""
    for row in Publication.objects.filter(pk__in=keys):
        yield SearchEntry(
            kind="publication",
            target_id=row.pk,
            title_es=row.title_es,
            title_en=row.title_en,
            dated=f"{row.year:04}-01-01",
            precision=Precision.YEAR,
            sort=row.kind,
            address=["library:publications"],
        )


def collections(keys: Keys[int]) -> Iterator[SearchEntry]:
    """Yield the entries of collections. What is in one is found by itself, not through it."""
    for row in Collection.objects.filter(pk__in=keys):
        yield SearchEntry(
            kind="collection",
            target_id=row.pk,
            title_es=row.title_es,
            title_en=row.title_en,
            words_es=shortened(row.words_es),
            words_en=shortened(row.words_en),
            languages="es en",
            address=["library:collection", row.slug],
            is_demonstration=row.is_demonstration,
        )


PUBLICATIONS = Source(
    kind="publication",
    label=_("Publications"),
    build=publications,
    visible=Publication.objects.visible_to,
    every=Publication.objects.all,
    sorts=lambda: PublicationKind.choices,
)
COLLECTIONS = Source(
    kind="collection",
    label=_("Collections"),
    build=collections,
    visible=Collection.objects.visible_to,
    every=Collection.objects.all,
)
