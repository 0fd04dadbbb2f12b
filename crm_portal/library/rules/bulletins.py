"""Who sends bulletins, whom each person is reached as, what became of each mail."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from crm_portal.core.access import Role, Viewer


class Reached(StrEnum):
    """Audiences that are there whatever meets; those of a network or a meeting carry its key."""

    MEMBERS = "members"
    VOICES = "voices"
    VICE_MINISTERS = "vice_ministers"
    OBSERVERS = "observers"
    CIVIL_SOCIETY = "civil_society"
    SECRETARIAT = "secretariat"


class Delivery(StrEnum):
    """What became of one mail, the latest thing known of it."""

    OWED = "owed"
    SENT = "sent"
    NOT_SENT = "not_sent"
    GIVEN_UP = "given_up"
    BOUNCED = "bounced"


def writes_bulletins(viewer: Viewer) -> bool:
    """Say whether ``viewer`` writes and sends bulletins: they are the Secretariat's (002:61)."""
    return viewer.has(Role.SECRETARIAT)


def placed(audiences: Iterable[tuple[str, Iterable[int]]]) -> dict[int, str]:
    """Return each account once, under the first of the audiences that it is in."""
    found: dict[int, str] = {}
    for key, accounts in audiences:
        for account in accounts:
            found.setdefault(account, key)
    return found


def delivery(
    *,
    sent_at: datetime | None = None,
    skipped_at: datetime | None = None,
    dead_at: datetime | None = None,
    bounced_at: datetime | None = None,
) -> Delivery:
    """Return what became of a mail; that it came back outweighs that it left."""
    if bounced_at is not None:
        return Delivery.BOUNCED
    if dead_at is not None:
        return Delivery.GIVEN_UP
    if sent_at is not None:
        return Delivery.SENT
    return Delivery.NOT_SENT if skipped_at is not None else Delivery.OWED


def counted(reached: Mapping[int, str]) -> dict[str, int]:
    """Return how many accounts are reached as what."""
    counts: dict[str, int] = {}
    for key in reached.values():
        counts[key] = counts.get(key, 0) + 1
    return counts
