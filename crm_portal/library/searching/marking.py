"""A passage around what was looked for, with the words that fit marked."""

import re
from collections.abc import Collection

from django.db import connection

from crm_portal.library.searching import words
from members.models.folding import fold

# A piece of a passage, and whether it is what was looked for.
Piece = tuple[str, bool]
WORD = re.compile(r"\w+")
LEXEME = re.compile(r"'((?:[^']|'')+)'")
BEFORE, LENGTH = 80, 260
# A word fits a stem that it begins with, and of which it is a form: not much longer.
LONGEST_ENDING = 6
SHORTEST = 3


def stems_of(plain: str) -> frozenset[str]:
    """Return the stems that the database looks for when ``plain`` is asked: one query."""
    asked = ", ".join(["websearch_to_tsquery(%s, %s)::text"] * len(words.CONFIGURATIONS))
    values = [part for name in words.CONFIGURATIONS for part in (name, plain)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", values)
        found = cursor.fetchone() or ()
    stems = {stem.replace("''", "'") for query in found for stem in LEXEME.findall(query)}
    # Articles and the like are everywhere; where nothing else was asked they are marked.
    return frozenset(stem for stem in stems if len(stem) >= SHORTEST) or frozenset(stems)


def marked(text: str, stems: Collection[str]) -> list[Piece]:
    """Return ``text`` in pieces, the words that fit a stem marked."""
    pieces: list[Piece] = []
    last = 0
    for start, end in _fitting(text, stems):
        if start > last:
            pieces.append((text[last:start], False))
        pieces.append((text[start:end], True))
        last = end
    if last < len(text):
        pieces.append((text[last:], False))
    return pieces


def fragment(text: str, stems: Collection[str]) -> list[Piece]:
    """Return the passage around the first word that fits, or else the beginning, in pieces."""
    text = " ".join(text.split())
    first = next(iter(_fitting(text, stems)), (0, 0))[0]
    start = _at_word(text, max(0, first - BEFORE))
    end = _at_word(text, start + LENGTH) if len(text) > start + LENGTH else len(text)
    pieces = marked(text[start:end].strip(), stems)
    if start:
        pieces.insert(0, ("… ", False))
    if end < len(text):
        pieces.append((" …", False))
    return pieces


def _at_word(text: str, place: int) -> int:
    """Return where the word at ``place`` begins, or ``place`` within a very long one."""
    if place <= 0:
        return 0
    space = text.rfind(" ", max(0, place - 40), place + 1)
    return space + 1 if space >= 0 else place


def _fitting(text: str, stems: Collection[str]) -> list[tuple[int, int]]:
    plain = fold(text)
    if len(plain) != len(text):  # a letter that has no small form of one letter
        return []
    return [
        found.span()
        for found in WORD.finditer(plain)
        if any(_fits(found.group(), stem) for stem in stems)
    ]


def _fits(word: str, stem: str) -> bool:
    return word.startswith(stem) and len(word) - len(stem) <= LONGEST_ENDING
