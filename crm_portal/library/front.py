"""What each app gives to the public pages: its part of the front page, its figures, its addresses.

Everything here is read as a stranger reads it, whoever asks: a public page says one thing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import override

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import LANGUAGES


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of something by year or by kind, to be drawn and to be read as a table.

    ``title`` says what is found, ``about`` of what and until when; ``rows`` are labels with
    their counts, in order; ``is_series``: the labels are years, one after the other.
    """

    key: str
    title: str
    about: str
    heading: str
    rows: Sequence[tuple[str, int]]
    source: str = ""
    note: str = ""
    is_series: bool = False

    @property
    def total(self) -> int:
        return sum(count for _label, count in self.rows)


@dataclass(frozen=True, slots=True)
class Address:
    """A public page: the name of its URL and its arguments."""

    name: str
    args: tuple[str, ...] = ()

    def urls(self) -> dict[str, str]:
        """Return the page's full address in each language."""
        return {code: self._in(code) for code in LANGUAGES}

    def _in(self, language: str) -> str:
        with override(language):
            return settings.SITE_URL + reverse(self.name, args=self.args)


def stranger(viewer: Viewer) -> Viewer:
    """Return anybody, at the same instant."""
    return Viewer(at=viewer.at)


def parts(viewer: Viewer) -> dict[str, Any]:
    """Return what the apps tell of themselves on the front page."""
    found: dict[str, Any] = {}
    for part in _each(settings.PUBLIC_FRONT):
        found |= part(stranger(viewer))
    return found


def figures(viewer: Viewer) -> list[Figure]:
    """Return the figures of the apps, in their order."""
    told = (part(stranger(viewer)) for part in _each(settings.PUBLIC_FIGURES))
    return list(chain.from_iterable(told))


def addresses(viewer: Viewer) -> Iterable[Address]:
    """Return every page that anybody may read, each once."""
    told = (part(stranger(viewer)) for part in _each(settings.PUBLIC_ADDRESSES))
    return dict.fromkeys(chain.from_iterable(told))


def _each(paths: Sequence[str]) -> Iterator[Callable[[Viewer], Any]]:
    return (import_string(path) for path in paths)
