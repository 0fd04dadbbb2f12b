"""Two languages, one object: a field has a Spanish and an English column."""

from typing import Any

from django.utils.translation import get_language

from crm_portal.core.instance import THIS
from crm_portal.core.instance.terms import reworded

LANGUAGES = ("es", "en")


def active_language() -> str:
    """Return ``es`` or ``en``: Spanish unless English is active."""
    return "en" if (get_language() or "es").startswith("en") else "es"


def pick(es: str, en: str, language: str | None = None) -> str:
    """Return the text in ``language`` (the active one by default), or the one that exists."""
    first, second = (en, es) if (language or active_language()) == "en" else (es, en)
    return first or second


def worded_here(text: str, language: str) -> str:
    """Return a text that no catalogue holds, in the words of the instance."""
    return reworded(text.strip(), THIS.words, language)


class Bilingual:
    """Read ``name_es`` / ``name_en`` as ``name`` in the active language."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        return pick(
            getattr(instance, f"{self.name}_es"), getattr(instance, f"{self.name}_en")
        )
