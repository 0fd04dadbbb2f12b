"""Documents as they are found: by symbol, by title, and by the words of their last files."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _

from crm_portal.library.models import Document, DocumentRevision, Language
from crm_portal.library.models.documents import Category
from crm_portal.library.models.search import SearchEntry
from crm_portal.library.searching.sources import Source, shortened

LANGUAGES = {
    Language.SPANISH: ("es",),
    Language.ENGLISH: ("en",),
    Language.BOTH: ("es", "en"),
}


def build(keys: Collection[int]) -> Iterator[SearchEntry]:
    """Yield the entries of documents; a file that no scanner cleared says nothing yet."""
    files = _last_files(keys)
    for document in Document.objects.filter(pk__in=keys):
        words: dict[str, list[str]] = {"es": [], "en": []}
        there = files[document.pk]
        for revision in there:
            for language in LANGUAGES.get(Language(revision.language), ()):
                text = getattr(revision.file, "text", None)
                words[language].append(text.words if text else "")
        yield SearchEntry(
            kind="document",
            target_id=document.pk,
            reference=document.symbol,
            title_es=document.title_es,
            title_en=document.title_en,
            words_es=shortened("\n".join([document.description, *words["es"]])),
            words_en=shortened("\n".join([document.description, *words["en"]])),
            dated=document.dated,
            series=document.series,
            sort=document.category,
            level=document.level,
            languages=" ".join(sorted({each for r in there for each in _spoken(r)})),
            address=["library:document", document.slug],
            is_demonstration=document.is_demonstration,
        )


def _spoken(revision: DocumentRevision) -> tuple[str, ...]:
    return LANGUAGES.get(Language(revision.language), ())


def _last_files(keys: Collection[int]) -> dict[int, list[DocumentRevision]]:
    """Return, of each document, the cleared files of its last revision that has any."""
    cleared = DocumentRevision.objects.readable().filter(document__in=keys)
    rows = cleared.select_related("file__text").defer("file__content").order_by("number")
    found: dict[int, list[DocumentRevision]] = defaultdict(list)
    for row in rows:
        kept = found[row.document_id]
        if kept and kept[0].number < row.number:
            kept.clear()
        kept.append(row)
    return found


SOURCE = Source(
    kind="document",
    label=_("Documents"),
    build=build,
    visible=Document.objects.visible_to,
    every=Document.objects.all,
    sorts=lambda: Category.choices,
)
