"""The operative verbs, for whoever writes a paragraph: one act in both languages."""

import csv
from functools import cache
from pathlib import Path

from django.conf import settings

from decisions.rules.texts.verbs import Verb, act_apart, read_verbs

TABLE = Path("crm_portal") / "reference" / "operative_verbs.csv"


@cache
def verbs() -> tuple[Verb, ...]:
    """Return the verbs that the Conference's texts use."""
    with (settings.BASE_DIR / TABLE).open(encoding="utf-8", newline="") as file:
        return read_verbs(csv.DictReader(file))


def choices() -> list[tuple[str, str]]:
    """Return the verbs as a form offers them: as a paragraph begins with each."""
    return [(each.code, f"{each.opening['es']} | {each.opening['en']}") for each in verbs()]


def begun(code: str, es: str, en: str) -> tuple[str, str]:
    """Return both wordings beginning with a verb; one that does already stays as it is."""
    verb = next((each for each in verbs() if each.code == code), None)
    if verb is None:
        return es, en
    return _begun(verb, "es", es), _begun(verb, "en", en)


def _begun(verb: Verb, language: str, words: str) -> str:
    opening = verb.opening[language]
    if words.casefold().startswith(opening.casefold()):
        return words
    return f"{opening} {words}".rstrip()


def differ(es: str, en: str) -> bool:
    """Say whether the two languages of a paragraph begin with verbs that act apart."""
    return act_apart(es, en, verbs())
