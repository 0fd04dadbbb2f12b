"""The verbs that open operative paragraphs, so that both languages act alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from decisions.rules.texts.words import is_space, words


@dataclass(frozen=True, slots=True)
class Verb:
    """One operative verb in both languages: the infinitive, and as a paragraph begins with it."""

    code: str
    infinitive: Mapping[str, str]
    opening: Mapping[str, str]
    source: str


def read_verbs(rows: Iterable[Mapping[str, str]]) -> tuple[Verb, ...]:
    """Read the verbs from the rows of the table."""
    return tuple(
        Verb(
            row["code"],
            {"es": row["es"], "en": row["en"]},
            {"es": row["es_plural"], "en": row["en_plural"]},
            row["source"],
        )
        for row in rows
    )


def opening_verb(text: str, language: str, verbs: Iterable[Verb]) -> Verb | None:
    """Return the verb that a paragraph begins with, the longest that fits; None: none known."""
    said = _plain(text)
    fitting = [
        verb
        for verb in verbs
        for form in (verb.opening[language], verb.infinitive[language])
        if said[: len(_plain(form))] == _plain(form)
    ]
    return max(fitting, key=lambda verb: len(verb.opening[language]), default=None)


def act_apart(es: str, en: str, verbs: Iterable[Verb]) -> bool:
    """Say whether the two languages begin with known verbs that are not the same."""
    known = tuple(verbs)
    spanish, english = opening_verb(es, "es", known), opening_verb(en, "en", known)
    return spanish is not None and english is not None and spanish is not english


def _plain(text: str) -> list[str]:
    return [part.casefold() for part in words(text) if not is_space(part)]
