"""Circles: who sits round a table, asked of the apps that know the tables.

A key is ``meeting:42:closed``: what it is about, which one, and the level. What a viewer
belongs to is derived whenever it is asked, and kept nowhere.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import chain

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


_ANSWERS: ContextVar[dict[Viewer, frozenset[str]] | None] = ContextVar(
    "answers", default=None
)


@contextmanager
def asked_once() -> Iterator[None]:
    """Ask at most once for each reader within the block, which acts on nothing."""
    token = _ANSWERS.set({})
    try:
        yield
    finally:
        _ANSWERS.reset(token)


def of(viewer: Viewer) -> frozenset[str]:
    """Return the keys of the circles that ``viewer`` sits in at this instant."""
    if viewer.is_public:
        return frozenset()
    answers = _ANSWERS.get()
    if answers is None:
        return _asked(viewer)
    if viewer not in answers:
        answers[viewer] = _asked(viewer)
    return answers[viewer]


def _asked(viewer: Viewer) -> frozenset[str]:
    found: Iterable[frozenset[str]] = (import_string(p)(viewer) for p in settings.CIRCLES)
    return frozenset().union(*found)


def offered(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the circles, key and label, for which ``viewer`` may register a document."""
    return [
        each for path in settings.CIRCLES_OFFERED for each in import_string(path)(viewer)
    ]


def accounts(key: str, viewer: Viewer) -> list[int]:
    """Return the accounts that may sit in a circle now, as ``viewer`` asks it.

    Whether each does, :func:`of` says.
    """
    found = (import_string(path)(key, viewer) for path in settings.CIRCLES_ACCOUNTS)
    return list(dict.fromkeys(chain.from_iterable(found)))


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
