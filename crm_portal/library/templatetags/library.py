"""How the library's pages write hashes and titles."""

from django import template

from crm_portal.core.i18n import active_language
from crm_portal.library.models import Document, DocumentRevision, Paper

register = template.Library()


@register.filter
def in_groups(value: str) -> str:
    """Return a hash in groups of eight, to be compared by eye."""
    return " ".join(value[i : i + 8] for i in range(0, len(value), 8))


@register.filter
def other_title(paper: Paper | Document) -> dict[str, str]:
    """Return the title in the language that the page is not in, with that language."""
    if active_language() == "en":
        return {"text": paper.title_es if paper.title_en else "", "lang": "es"}
    return {"text": paper.title_en, "lang": "en"}


@register.filter
def latest(files: list[DocumentRevision]) -> list[DocumentRevision]:
    """Return the files of the latest revision among ``files``."""
    last = max((each.number for each in files), default=0)
    return [each for each in files if each.number == last]
