"""Terms of the portal in a text, and what an instance says in their place."""

import re
from collections.abc import Iterator
from functools import cache

from crm_portal.core.instance.model import Instance, Told, Words

LANGUAGES = ("es", "en")
# Placeholders, fields and marks stay as they are, whatever they are called.
KEPT = r"%\([^)]*\)[a-z]|\{[^{}]*\}|<[^<>]*>"
# What the portal calls a body of each kind: the name of a tier stands there.
OF_KIND = {
    "vice_ministerial": "Vice-Ministerial Meeting",
    "grcm": "Regional Consultation Group on Migration",
    "network": "network of liaison officers",
    "working_group": "working group",
    "ad_hoc_group": "ad hoc group",
}


def laid(instance: Instance, portal: Instance) -> Words:
    """Return the words of an instance, with those that follow from its names.

    ``portal`` is the process whose names stand in the portal's own messages.
    """
    pairs = (
        (portal.name, instance.name),
        (portal.acronym, instance.acronym),
        (Told(portal.prefix, portal.prefix), Told(instance.prefix, instance.prefix)),
        (portal.seat.city, instance.seat.city),
        (portal.seat.country, instance.seat.country),
    )
    terms = {
        language: (
            *((said.said(language), here.said(language)) for said, here in pairs),
            *instance.words.terms.get(language, ()),
        )
        for language in LANGUAGES
    }
    tiers = {
        OF_KIND[tier.kind]: tier.name for tier in instance.tiers if tier.kind in OF_KIND
    }
    return Words(terms, {**tiers, **instance.words.messages})


def reworded(text: str, words: Words, language: str) -> str:
    """Return ``text`` with the instance's terms in the place of the portal's.

    A term is found as whole words, the longest first; at the head of a sentence with its
    capital too. Of two that are alike the later one counts.
    """
    terms = words.terms.get(language, ())
    if not terms:
        return text
    pattern, stands_for = _pattern(terms)
    return pattern.sub(lambda found: stands_for.get(found[0], found[0]), text)


@cache
def _pattern(terms: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    stands_for = dict(_cases(terms))
    longest_first = sorted(stands_for, key=lambda term: (-len(term), term))
    said = "|".join(re.escape(term) for term in longest_first)
    return re.compile(rf"{KEPT}|(?<!\w)(?:{said})(?!\w)"), stands_for


def _cases(terms: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    for said, here in terms:
        yield said[0].upper() + said[1:], here[0].upper() + here[1:]
        yield said, here
