"""What becomes public: each app tells which of its rows anybody may read, and what they are."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import LANGUAGES, pick
from crm_portal.core.sections import Text
from crm_portal.library.front import Address


@dataclass(frozen=True, slots=True)
class Told:
    """One public thing: its title, its page, and where programs read it (name, argument)."""

    pk: int
    title: Text
    address: Address
    reference: str = ""
    api: tuple[str, str] | None = None

    @property
    def api_url(self) -> str | None:
        """Return the full address below the API, or None where it has none."""
        if self.api is None:
            return None
        name, argument = self.api
        return settings.SITE_URL + reverse(f"api:{name}", args=[argument])


@dataclass(frozen=True)
class Source:
    """A kind of thing that becomes public, and the event by which others are told of it.

    ``public`` are the rows that a viewer may know of; asked as a stranger, what is public.
    """

    event: str
    label: str | Promise
    public: Callable[[Viewer], QuerySet[Any]]
    told: Callable[[QuerySet[Any]], Iterable[Told]]

    def at(self, instant: datetime) -> QuerySet[Any]:
        """Return what anybody may read at ``instant``."""
        return self.public(Viewer(at=instant)).order_by("pk")

    def of(self, keys: Collection[int], instant: datetime) -> dict[int, Told]:
        """Return those of ``keys`` that anybody may read at ``instant``; no other is told of."""
        rows = self.at(instant).filter(pk__in=keys)
        return {each.pk: each for each in self.told(rows)}


@cache
def sources() -> dict[str, Source]:
    """Return the sources that ``settings.PUBLISHED`` names, by event, in that order."""
    found = [import_string(path) for path in settings.PUBLISHED]
    return {each.event: each for each in found}


def titled(es: str, en: str) -> Text:
    """Return a title in both languages; one that is missing is given in the other."""
    return {language: pick(es, en, language) for language in LANGUAGES}
