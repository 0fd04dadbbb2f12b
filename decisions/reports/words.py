"""Two-language values of a record: the same on every page, in every catalogue to come."""

import re
from collections.abc import Iterable
from datetime import datetime

from crm_portal.core import calendars
from crm_portal.core.deadline_text import listed
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.sections import Text
from crm_portal.library.rules import alphabet
from members.models import Party

Verbatim = dict[str, str]

WORD = re.compile(r"[a-záéíóúüñ]+")
# Words that one of the two languages cannot do without, and the other does not have.
SPANISH = "el la los las de del que y en un una por con para se su al es lo"
ENGLISH = "the of and to in that is for it with as on be by this shall are"
COMMON = {"es": frozenset(SPANISH.split()), "en": frozenset(ENGLISH.split())}


def titled(text: Text) -> Text:
    """Return a text that begins with a capital, to stand alone."""
    return {language: words[:1].upper() + words[1:] for language, words in text.items()}


def joined(*texts: Text) -> Text:
    """Return sentences one after the other, in both languages."""
    return {
        language: " ".join(text[language] for text in texts if text[language])
        for language in LANGUAGES
    }


def bilingual(es: str, en: str) -> Text | None:
    """Return two columns as a text, or nothing when both are empty."""
    return {"es": es, "en": en} if es or en else None


def named(parties: Iterable[Party]) -> Text:
    """Return the names of ``parties`` as an enumeration, alphabetical in each language."""
    rows = [party_text(party) for party in parties]
    return {
        language: listed(sorted((row[language] for row in rows), key=alphabet), language)
        for language in LANGUAGES
    }


def party_text(party: Party) -> Text:
    return {"es": party.name_es, "en": party.name_en}


def city_text(party: Party) -> Text:
    """Return the party's capital; the country, where the capital has no name here."""
    return {
        "es": party.capital_es or party.name_es,
        "en": party.capital_en or party.capital_es or party.name_en,
    }


def verbatim(text: str, language: str) -> Verbatim | None:
    """Return what somebody wrote, word for word, with the language it is written in."""
    return {"text": text, "lang": language_of(text, language)} if text else None


def in_its_language(text: str, language: str) -> Text:
    """Return what somebody wrote as a text that is empty in the other language."""
    spoken = language_of(text, language)
    return {each: text if each == spoken else "" for each in LANGUAGES}


def language_of(text: str, default: str) -> str:
    """Return the language that ``text`` is written in: ``default`` when it does not show."""
    words = WORD.findall(text.lower())
    found = {lang: sum(word in COMMON[lang] for word in words) for lang in LANGUAGES}
    if found["es"] == found["en"]:
        return default
    return max(LANGUAGES, key=lambda language: found[language])


def instant(at: datetime | None) -> str | None:
    """Return an instant as it is written in a record: ``2026-09-22T06:00:00Z``."""
    return calendars.utc(at) if at else None
