"""The terms of the glossary in the texts that a page shows: marked, and explained below it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from crm_portal.core.i18n import LANGUAGES, active_language
from crm_portal.core.markup import Segment
from crm_portal.core.prepared import Prepared
from crm_portal.library.models import GlossaryTerm
from crm_portal.library.rules import alphabet
from crm_portal.library.rules.glossing import (
    Entry,
    Finder,
    Found,
    compiled,
    first_of_each,
)

_TERMS: Prepared[GlossaryTerm] = Prepared(GlossaryTerm.objects.all)


class Term(NamedTuple):
    """A term of the glossary, as values."""

    code: str
    term_es: str
    term_en: str
    acronym_es: str
    acronym_en: str
    definition_es: str
    definition_en: str

    def said(self, what: str, language: str) -> str:
        """Return the term, its initials (``acronym``) or its definition in a language."""
        return str(getattr(self, f"{what}_{language}"))


@dataclass(frozen=True, eq=False)
class Glossary:
    """The terms as they stand: by code, and how they are found in each language.

    The same one, and equal to no other, as long as nothing of it is written otherwise.
    """

    terms: Mapping[str, Term]
    finders: Mapping[str, Finder]


def glossary() -> Glossary:
    """Read the terms, and compile them unless they are as they were: one query."""
    return _known(tuple(_term(each) for each in _TERMS()))


@lru_cache(maxsize=4)
def _known(rows: tuple[Term, ...]) -> Glossary:
    finders = {each: _finder(rows, each) for each in LANGUAGES}
    return Glossary({each.code: each for each in rows}, finders)


def _term(row: GlossaryTerm) -> Term:
    return Term(*(getattr(row, name) for name in Term._fields))


def _finder(rows: Iterable[Term], language: str) -> Finder:
    entries = (
        Entry(each.code, each.said("term", language), each.said("acronym", language))
        for each in rows
    )
    return compiled(tuple(entries), language)


@dataclass
class Glosses:
    """What one page has marked so far: each term once in each language."""

    known: Glossary
    seen: dict[str, dict[str, None]] = field(default_factory=dict)

    def marked(self, words: str, language: str) -> tuple[Segment, ...]:
        """Return ``words`` as segments, those terms marked that stand here first."""
        found = self.known.finders[language].find(words)
        firsts = first_of_each(found, self.seen.setdefault(language, {}))
        return tuple(_segments(words, firsts, self.known.terms, language))

    def explained(self) -> list[dict[str, str]]:
        """Return what was marked, in the reader's language and its alphabet."""
        language = active_language()
        marked = {code for each in self.seen.values() for code in each}
        terms = (self.known.terms[code] for code in marked)
        rows = [
            {
                "code": each.code,
                "term": each.said("term", language),
                "acronym": each.said("acronym", language),
                "definition": each.said("definition", language),
            }
            for each in terms
        ]
        return sorted(rows, key=lambda row: alphabet(row["term"]))


def _segments(
    words: str, found: Sequence[Found], terms: Mapping[str, Term], language: str
) -> Iterator[Segment]:
    """Yield ``words`` in pieces, which together are the very same words."""
    last = 0
    for each in found:
        if each.start > last:
            yield "eq", words[last : each.start]
        means = terms[each.code].said("definition", language)
        yield "term", words[each.start : each.end], each.code, means
        last = each.end
    if last < len(words):
        yield "eq", words[last:]


def marked_terms(
    rows: Sequence[dict[str, Any]],
    known: Glossary | None = None,
    languages: Iterable[str] = LANGUAGES,
) -> list[dict[str, str]]:
    """Mark the terms in rows of ``components/bitext.html`` that hold nothing but plain words.

    Return what is to be explained below them. One query, unless the glossary is ``known``.
    """
    if not rows:
        return []
    glosses = Glosses(known or glossary())
    for row in rows:
        for language in languages:
            plain = "".join(words for _kind, words in row[language])
            row[language] = glosses.marked(plain, language)
    return glosses.explained()
