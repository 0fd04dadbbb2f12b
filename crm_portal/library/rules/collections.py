"""Who makes collections, for whom they may be, and how an item moves. Values in and out."""

from collections.abc import Sequence
from enum import StrEnum

from crm_portal.core.access import Role, Viewer

MOST_ITEMS = 300


class Shelf(StrEnum):
    """Whom a collection is for."""

    PREPARED = "prepared"
    PUBLIC = "public"
    CIRCULATION = "circulation"
    MEMBERS = "members"
    PARTICIPANTS = "participants"


def curates(viewer: Viewer) -> bool:
    """Say whether ``viewer`` makes collections: the Secretariat does."""
    return viewer.has(Role.SECRETARIAT)


def moved(keys: Sequence[int], key: int, by: int) -> list[int]:
    """Return ``keys`` with ``key`` one place earlier (-1) or later (1); at an end it stays."""
    order = list(keys)
    place = order.index(key)
    other = place + by
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return order
