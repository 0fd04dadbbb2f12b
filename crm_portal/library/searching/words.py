"""Words as they are looked for: in small plain letters, as written and by their stems."""

import re
from functools import reduce
from operator import add, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector

from members.models.folding import fold

# A word is found in the form in which it is written, and by its stem in each language.
CONFIGURATIONS = ("simple", "spanish", "english")
LONGEST = 100


QUOTES = str.maketrans("“”„«»\x00", '""""" ')
LEFT_OUT = re.compile(r'(?:^|\s)-("[^"]*"?|\S+)')


def plain(words: str) -> str:
    """Return what was asked for as it is looked for: on one line, without accents."""
    return fold(" ".join(words.translate(QUOTES).split())[:LONGEST])


def parted(plain_words: str) -> tuple[str, list[str]]:
    """Return what is looked for, and what is not to be there: ``-word``, ``-"two words"``.

    A word is left out in whatever form and language it is written, which one query that
    knows several languages cannot say.
    """
    without = [found.strip('"') for found in LEFT_OUT.findall(plain_words)]
    return LEFT_OUT.sub(" ", plain_words).strip(), [each for each in without if each]


def vector(field: str) -> Any:
    """Return the expression of a folded column's words."""
    return reduce(add, [SearchVector(field, config=name) for name in CONFIGURATIONS])


def query(asked: str) -> Any:
    """Return the expression of what was asked for: quotes and ``or`` are understood."""
    how: Any = {"search_type": "websearch"}
    return reduce(or_, [SearchQuery(asked, config=name, **how) for name in CONFIGURATIONS])
