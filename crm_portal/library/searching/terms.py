"""The words of the Conference as they are found: by what they are called, and what they mean."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _

from crm_portal.library.models import GlossaryTerm
from crm_portal.library.models.search import SearchEntry
from crm_portal.library.searching.sources import Source


def build(keys: Collection[int]) -> Iterator[SearchEntry]:
    """Yield the entries of terms; the initials are their reference."""
    for term in GlossaryTerm.objects.filter(pk__in=keys):
        initials = dict.fromkeys(filter(None, [term.acronym_es, term.acronym_en]))
        yield SearchEntry(
            kind="term",
            target_id=term.pk,
            reference=" ".join(initials),
            title_es=term.term_es,
            title_en=term.term_en,
            words_es=term.definition_es,
            words_en=term.definition_en,
            languages="es en",
            address=["library:term", term.code],
        )


SOURCE = Source(
    kind="term",
    label=_("Glossary"),
    build=build,
    visible=GlossaryTerm.objects.visible_to,
    every=GlossaryTerm.objects.all,
)
