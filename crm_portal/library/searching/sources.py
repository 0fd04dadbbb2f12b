"""What may be searched: each app tells what of its rows is found, and who may know of them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from crm_portal.core.access import Viewer
from crm_portal.library.models.search import SearchEntry

# About a hundred pages of a language; what comes after is read and not found.
LONGEST = 200_000


@dataclass(frozen=True)
class Source:
    """A kind of thing that is found.

    ``build`` takes keys and returns the entries of those that exist and are to be found;
    ``visible`` the rows that a viewer may know of now; ``every`` all of them. ``sorts`` are
    what its entries' ``sort`` may be, with their names, where one may ask for one alone.
    """

    kind: str
    label: str | Promise
    build: Callable[[Collection[int]], Iterable[SearchEntry]]
    visible: Callable[[Viewer], QuerySet[Any]]
    every: Callable[[], QuerySet[Any]]
    sorts: Callable[[], Sequence[tuple[str, Any]]] = tuple


@cache
def sources() -> dict[str, Source]:
    """Return the sources that ``settings.SEARCH_SOURCES`` names, by kind, in that order."""
    found = [import_string(path) for path in settings.SEARCH_SOURCES]
    return {each.kind: each for each in found}


def shortened(words: str) -> str:
    """Return as much of ``words`` as is searched, without what PostgreSQL cannot keep."""
    return words.replace("\x00", "")[:LONGEST]
