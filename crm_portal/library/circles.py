"""Circles: who sits round a table, asked of the apps that know the tables.

A key is ``meeting:42:closed``: what it is about, which one, and the level. What a viewer
belongs to is derived whenever it is asked, and kept nowhere.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.module_loading import import_string

from crm_portal.core.access import Viewer


@dataclass(frozen=True)
class Described:
    """A circle in words: what it is, by which rule, and which parties sit in it."""

    label: str
    source: str = ""
    url: str = ""
    parties: list[str] = field(default_factory=list)


_ASKED: ContextVar[tuple[Viewer, frozenset[str]] | None] = ContextVar("asked", default=None)


@contextmanager
def asked_once(viewer: Viewer) -> Iterator[None]:
    """Ask once for everything that one reader is shown within the block, which acts on nothing."""
    token = _ASKED.set((viewer, of(viewer)))
    try:
        yield
    finally:
        _ASKED.reset(token)


def of(viewer: Viewer) -> frozenset[str]:
    """Return the keys of the circles that ``viewer`` sits in at this instant."""
    asked = _ASKED.get()
    if asked is not None and asked[0] is viewer:
        return asked[1]
    if viewer.is_public:
        return frozenset()
    found: Iterable[frozenset[str]] = (import_string(p)(viewer) for p in settings.CIRCLES)
    return frozenset().union(*found)


def offered(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the circles, key and label, for which ``viewer`` may register a document."""
    return [
        each for path in settings.CIRCLES_OFFERED for each in import_string(path)(viewer)
    ]


def described(key: str, viewer: Viewer) -> Described | None:
    """Return what a circle is, for somebody who knows that it is there."""
    for path in settings.CIRCLES_DESCRIBED:
        found: Described | None = import_string(path)(key, viewer)
        if found is not None:
            return found
    return None


def kind(key: str) -> str:
    """Return the level that a circle's key ends in."""
    return key.rpartition(":")[2]
