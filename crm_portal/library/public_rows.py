"""What the library makes public: documents and their revisions, papers, news, publications."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.library.front import Address
from crm_portal.library.models import (
    Document,
    DocumentRevision,
    IssuedDocument,
    NewsItem,
    Publication,
)
from crm_portal.library.published import Source, Told, titled


def _news(rows: QuerySet[NewsItem]) -> Iterator[Told]:
    for each in rows:
        title = titled(each.title_es, each.title_en)
        yield Told(each.pk, title, Address("library:news-item", (each.slug,)))


def _documents(rows: QuerySet[Document]) -> Iterator[Told]:
    for each in rows:
        yield _document(each.pk, each, each.symbol)


def _revisions(rows: QuerySet[DocumentRevision]) -> Iterator[Told]:
    for each in rows.select_related("document"):
        yield _document(each.pk, each.document, each.symbol)


def _document(pk: int, document: Document, symbol: str) -> Told:
    title = titled(document.title_es, document.title_en)
    page = Address("library:document", (document.slug,))
    return Told(pk, title, page, symbol, ("document-detail", document.slug))


def _later_files(viewer: Viewer) -> QuerySet[DocumentRevision]:
    """Return the files by which a document that is there was revised."""
    return DocumentRevision.objects.visible_to(viewer).filter(number__gt=0)


def _papers(rows: QuerySet[IssuedDocument]) -> Iterator[Told]:
    for each in rows:
        title = titled(each.title_es, each.title_en)
        page = Address("library:verify-code", (each.printed_code,))
        yield Told(each.pk, title, page, each.reference)


def _issued(viewer: Viewer) -> QuerySet[IssuedDocument]:
    """Return the papers that were published by now and still hold."""
    published = IssuedDocument.objects.visible_to(viewer).current()
    return published.filter(published_at__lte=viewer.at)


def _publications(rows: QuerySet[Publication]) -> Iterator[Told]:
    for each in rows:
        title = titled(each.title_es, each.title_en)
        yield Told(each.pk, title, Address("library:publications"), str(each.year))


def _listed(viewer: Viewer) -> QuerySet[Publication]:
    """Return the list, which is anybody's."""
    del viewer
    return Publication.objects.all()


NEWS = Source("news.published", _("News is published"), NewsItem.objects.visible_to, _news)
DOCUMENTS = Source(
    "document.published",
    _("A document becomes public"),
    Document.objects.visible_to,
    _documents,
)
REVISIONS = Source(
    "document.revised", _("A public document is revised"), _later_files, _revisions
)
PAPERS = Source("paper.published", _("An issued paper is published"), _issued, _papers)
PUBLICATIONS = Source(
    "publication.listed", _("A publication is listed"), _listed, _publications
)
