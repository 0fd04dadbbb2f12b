"""Which of the two languages a piece of text is in, by its small words."""

import re

from decisions.rules.texts.paragraphs import LANGUAGES

SMALL = {
    "es": frozenset(
        [
            "el",
            "la",
            "los",
            "las",
            "de",
            "del",
            "y",
            "que",
            "en",
            "para",
            "por",
            "con",
            "una",
            "un",
            "su",
            "sus",
            "al",
            "se",
            "lo",
            "como",
            "sobre",
            "este",
            "esta",
            "entre",
            "sin",
            "más",
            "es",
            "son",
            "ha",
            "han",
            "o",
        ]
    ),
    "en": frozenset(
        [
            "the",
            "of",
            "and",
            "to",
            "in",
            "that",
            "for",
            "with",
            "on",
            "by",
            "is",
            "are",
            "their",
            "this",
            "as",
            "an",
            "be",
            "from",
            "at",
            "its",
            "which",
            "has",
            "have",
            "will",
            "or",
            "was",
            "were",
            "it",
            "not",
            "between",
        ]
    ),
}
SPANISH_LETTERS = re.compile(r"[ñáéíóúü¿¡«]", re.IGNORECASE)
LETTERS = re.compile(r"[^\W\d_]+")
# So many signs are enough to know.
LOOKED_AT = 4_000
HEADS = {
    "es": frozenset({"es", "esp", "español", "castellano", "spanish", "texto en español"}),
    "en": frozenset({"en", "eng", "inglés", "ingles", "english", "texto en inglés"}),
}


def language_of(text: str) -> str:
    """Return ``es`` or ``en``; empty where nothing tells."""
    sample = text[:LOOKED_AT]
    said = [word.casefold() for word in LETTERS.findall(sample)]
    counts = {lang: sum(word in SMALL[lang] for word in said) for lang in LANGUAGES}
    counts["es"] += len(SPANISH_LETTERS.findall(sample))
    if counts["es"] == counts["en"]:
        return ""
    return max(LANGUAGES, key=lambda lang: counts[lang])


def named(head: str) -> str:
    """Return which language the head of a column names; empty: none."""
    plain = head.strip().strip(".:").casefold()
    return next((lang for lang in LANGUAGES if plain in HEADS[lang]), "")
