"""Where the terms of the glossary stand in a text, and which lack their agreed equivalent.

Values in, values out. A term is found as the glossary writes it: with its capitals, where it
has some, in the plural as well, accents or none, a space for a hyphen. Of two that overlap
the longer one counts. Initials are found as they are.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

ACCENTS = {"a": "aá", "e": "eé", "i": "ií", "o": "oó", "u": "uúü", "n": "nñ"}
# Words that stay as they are when a term is in the plural.
UNBENT = {
    "es": frozenset(
        {"a", "al", "con", "de", "del", "e", "el", "en", "la", "las", "los", "para", "por"}
        | {"sobre", "y", "ad", "hoc"}
    ),
    "en": frozenset(
        {
            "a",
            "and",
            "at",
            "for",
            "from",
            "in",
            "of",
            "on",
            "the",
            "to",
            "with",
            "ad",
            "hoc",
        }
    ),
}
VOWELS = "aeiou"
# The shortest word that has a plural.
SHORTEST = 3
KEPT = 4096


@dataclass(frozen=True, slots=True)
class Entry:
    """A term in one language, with its initials if it has some."""

    code: str
    term: str
    initials: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.term, self.initials) if self.initials else (self.term,)


@dataclass(frozen=True, slots=True)
class Found:
    """A term in a text: from ``start`` up to ``end``, which is excluded."""

    start: int
    end: int
    code: str


@dataclass(frozen=True, eq=False)
class Finder:
    """The terms of one language, compiled. Equal only to itself."""

    pattern: re.Pattern[str] | None
    codes: tuple[str, ...]
    loosely: Mapping[str, re.Pattern[str]]

    def find(self, text: str) -> tuple[Found, ...]:
        """Return every term in ``text``, in order, none overlapping another."""
        return _found(self, text)

    def says(self, code: str, text: str) -> bool:
        """Say whether ``text`` has the term, whatever its capitals."""
        wanted = self.loosely.get(code)
        return bool(wanted and wanted.search(text))


@lru_cache(maxsize=KEPT)
def _found(finder: Finder, text: str) -> tuple[Found, ...]:
    if finder.pattern is None:
        return ()
    return tuple(
        Found(match.start(), match.end(), finder.codes[(match.lastindex or 1) - 1])
        for match in finder.pattern.finditer(text)
    )


@lru_cache(maxsize=8)
def compiled(entries: tuple[Entry, ...], language: str) -> Finder:
    """Return the finder of ``entries``: made once, until one of them changes."""
    names = [(name, each.code) for each in entries for name in each.names]
    names.sort(key=lambda pair: (-len(pair[0]), pair))
    written = "|".join(f"({_written(name, language)})" for name, _code in names)
    # Most words begin with a letter that no term begins with: they are passed over at once.
    first = "".join(sorted({sign for name, _code in names for sign in _firsts(name)}))
    whole = rf"(?<!\w)(?=[{re.escape(first)}])(?:{written})(?!\w)"
    pattern = re.compile(whole) if names else None
    loosely = {
        each.code: re.compile(_either(each, language), re.IGNORECASE) for each in entries
    }
    return Finder(pattern, tuple(code for _name, code in names), loosely)


def _firsts(name: str) -> str:
    """Return the letters that a term may begin with, as it is found."""
    letter = _bare(unicodedata.normalize("NFC", name)[:1])
    signs = ACCENTS.get(letter.lower(), letter.lower())
    return signs.upper() if letter.isupper() else signs + signs.upper()


def _either(entry: Entry, language: str) -> str:
    written = "|".join(_written(name, language) for name in entry.names)
    return rf"(?<!\w)(?:{written})(?!\w)"


def _written(name: str, language: str) -> str:
    """Return a pattern of a term, or of initials, in the singular and the plural."""
    plain = unicodedata.normalize("NFC", name)
    if plain.isupper():
        return re.escape(plain)
    parts = re.split(r"[\s-]+", plain)
    return r"[\s\u2010\u2011-]+".join(_word(part, language) for part in parts)


def _word(word: str, language: str) -> str:
    bare = _bare(word)
    if bare.lower() in UNBENT[language] or len(bare) < SHORTEST:
        return _letters(bare, word)
    cut, ending = _plural(bare.lower(), language)
    return _letters(bare[:cut], word) + ending


def _plural(word: str, language: str) -> tuple[int, str]:
    """Return how much of a word stays, and what may follow it in either number."""
    last, before = word[-1], word[-2]
    if language == "en":
        if last == "y" and before not in VOWELS:
            return len(word) - 1, "(?:y|ies)"
        if word.endswith("is"):
            return len(word) - 2, "[ie]s"
        return len(word), "(?:e?s)?"
    if last == "z":
        return len(word) - 1, "(?:z|ces)"
    return len(word), "s?" if last in VOWELS else "(?:es)?"


def _letters(bare: str, word: str) -> str:
    """Return a pattern of letters with or without accents; a capital stays one.

    A word that begins with a small letter may begin a sentence.
    """
    found = []
    for place, letter in enumerate(bare):
        is_capital = word[place].isupper()
        signs = ACCENTS.get(letter.lower(), letter.lower())
        if is_capital:
            signs = signs.upper()
        elif place == 0:
            signs += signs.upper()
        found.append(f"[{re.escape(signs)}]" if len(signs) > 1 else re.escape(signs))
    return "".join(found)


def _bare(word: str) -> str:
    """Return a word without accents, letter by letter."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in word)


@dataclass(frozen=True, slots=True)
class Lacking:
    """A term that one language has, so many times, and the other does not have at all."""

    code: str
    language: str
    times: int


def lacking(texts: Mapping[str, str], finders: Mapping[str, Finder]) -> tuple[Lacking, ...]:
    """Return which terms of a paragraph lack their equivalent in its other language.

    A language that is not written yet lacks nothing. Where the equivalent is there with
    other capitals it is there.
    """
    if not all(texts[each].strip() for each in finders):
        return ()
    found = []
    for language, finder in finders.items():
        counts = Counter(each.code for each in finder.find(texts[language]))
        others = [each for each in finders if each != language]
        found += [
            Lacking(code, language, times)
            for code, times in counts.items()
            if any(not finders[each].says(code, texts[each]) for each in others)
        ]
    return tuple(found)


def first_of_each(found: Iterable[Found], seen: dict[str, None]) -> Sequence[Found]:
    """Return where each term stands for the first time, and add it to those ``seen``."""
    firsts = []
    for each in found:
        if each.code not in seen:
            seen[each.code] = None
            firsts.append(each)
    return firsts
