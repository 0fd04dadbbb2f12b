"""Words looked for in the register, in both languages, and citations as they are written."""

import re

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from crm_portal.library.searching.words import plain, query, vector
from decisions.models import Provision
from decisions.models.texts import TextQuerySet

# ``8``, ``1(a)``, ``3.2``, ``IV.E.1``: how a provision is numbered.
NUMBER = re.compile(r"(?=.*[\d.])(\d+|[ivxlc]+)([.(]\w+\)?)*")
# What a citation says besides the number and the text.
CITING = frozenset({"punto", "parrafo", "parr", "point", "paragraph", "para", "item"})
# What ends a word and is no part of a number.
ENDS = ".,;:"


def texts_saying(rows: TextQuerySet, words: str) -> TextQuerySet:
    """Return those of ``rows`` that say ``words``, themselves or in a provision."""
    asked = plain(words)
    if not asked:
        return rows
    within = provisions_saying(Provision.objects.filter(text=OuterRef("pk")), asked)
    by_name = Q(reference__icontains=asked)
    said = rows.alias(said=vector("folded"))
    return said.filter(Q(said=query(asked)) | Exists(within) | by_name)


def provisions_saying(rows: QuerySet[Provision], words: str) -> QuerySet[Provision]:
    """Return those of ``rows`` that say ``words``, or that ``words`` cite."""
    asked = plain(words)
    if not asked:
        return rows
    said = rows.alias(said=vector("folded"))
    numbers, rest = _cited(asked)
    if not numbers:
        return said.filter(said=query(asked))
    named = said.alias(of_text=vector("text__folded"), called=Lower("number"))
    cited = Q(called__in=numbers, of_text=query(rest)) if rest else Q(called__in=numbers)
    return named.filter(Q(said=query(asked)) | cited)


def _cited(asked: str) -> tuple[list[str], str]:
    """Return the numbers among the words of a citation, and the words that name its text."""
    bare = [word.strip(ENDS) for word in asked.split()]
    numbers = [word for word in bare if NUMBER.fullmatch(word)]
    rest = [word for word in bare if word not in numbers and word not in CITING]
    return numbers, " ".join(rest)
