"""The networks of liaison officers, as the app of the bodies names them.

Bodies stand above people: ``settings.NETWORKS`` is the function that lists them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from crm_portal.core.i18n import Bilingual


@dataclass(frozen=True)
class Network:
    """A body with liaison officers: its code, its name on a day, and whether it still meets."""

    code: str
    name_es: str
    name_en: str
    is_current: bool = True

    name = Bilingual()


def networks(on: date) -> dict[str, Network]:
    """Return every network that existed by ``on``, by code: one query."""
    listed: Callable[[date], list[Network]] = import_string(settings.NETWORKS)
    return {each.code: each for each in listed(on)}


def offered(on: date) -> list[Network]:
    """Return the networks that somebody may be appointed to on ``on``."""
    return [each for each in networks(on).values() if each.is_current]
