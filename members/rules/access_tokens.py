"""What a personal token of the API may be, and what it may do: never more than its scopes."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from crm_portal.core.access import Role, Viewer

READ = "read"
ACT = "act:"
LONGEST = timedelta(days=365)
MOST_LIVE = 10
SEEN_EVERY = timedelta(minutes=1)


def scopes_of(areas: Iterable[str]) -> list[str]:
    """Return the scopes of a token that acts in ``areas``: it always reads, and reads first."""
    return [READ, *sorted(f"{ACT}{area}" for area in set(areas))]


def is_within(scopes: Collection[str], area: str | None, *, acts: bool) -> bool:
    """Say whether ``scopes`` let a request through; no area is nobody's to act in."""
    if not acts:
        return READ in scopes
    return area is not None and f"{ACT}{area}" in scopes


def may_expire_at(expires_at: datetime, at: datetime) -> bool:
    """Say whether a token made at ``at`` may last until ``expires_at`` (excluded)."""
    return at < expires_at <= at + LONGEST


def is_live(at: datetime, *, expires_at: datetime, revoked_at: datetime | None) -> bool:
    """Say whether a token holds at ``at``: its end is exclusive, and revoking ends it at once."""
    return revoked_at is None and at < expires_at


def is_seen_anew(last_used_at: datetime | None, at: datetime) -> bool:
    """Say whether the use at ``at`` is to be written down: at most one a minute is."""
    return last_used_at is None or abs(at - last_used_at) >= SEEN_EVERY


def may_revoke_token(by: Viewer, user_id: int) -> bool:
    """Say whether ``by`` may end a token: its holder, or an officer who keeps accounts."""
    return by.user_id == user_id or by.has(Role.SECRETARIAT, Role.ADMINISTRATOR)
