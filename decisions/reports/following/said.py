"""Small sentences that the reports of the follow-up share, in both languages."""

from collections.abc import Iterable, Sequence
from datetime import date

from crm_portal.core.deadline_text import listed
from crm_portal.core.display import format_day, format_known
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.sections import Text
from crm_portal.library.rules import alphabet
from members.models import Party


def full_day(day: date) -> Text:
    """Return a day as “13 de febrero de 2003”."""
    return {language: format_day(day, "full", language) for language in LANGUAGES}


def known_day(day: date, precision: str) -> Text:
    """Return a day, its month or its year: as exactly as it is known."""
    return {language: format_known(day, precision, language) for language in LANGUAGES}


def listing(texts: Sequence[Text]) -> Text:
    """Return texts as an enumeration, in the order given."""
    return {
        language: listed([text[language] for text in texts], language)
        for language in LANGUAGES
    }


def names(parties: Iterable[Party]) -> Text:
    """Return the names of parties as an enumeration, alphabetical in each language."""
    rows = list(parties)
    return {
        language: listed(
            sorted((getattr(row, f"name_{language}") for row in rows), key=alphabet),
            language,
        )
        for language in LANGUAGES
    }


def sentence(text: Text) -> Text:
    """Return a text that begins with a capital and ends with a stop."""
    return {language: _sentence(words) for language, words in text.items()}


def _sentence(words: str) -> str:
    said = words.strip()
    if not said:
        return ""
    closed = said.endswith((".", "!", "?", ".»", ".”"))
    return said[:1].upper() + said[1:] + ("" if closed else ".")
