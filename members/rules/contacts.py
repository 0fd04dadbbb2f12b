"""How fresh a contact is: members keep their focal points current (001:393)."""

from datetime import datetime, timedelta
from enum import StrEnum

VERIFY_EVERY = timedelta(days=180)


class Freshness(StrEnum):
    """What is known of an address: only ``CONFIRMED`` is a verified contact."""

    CONFIRMED = "confirmed"
    DUE = "due"
    NEVER = "never"
    BOUNCED = "bounced"

    @property
    def is_verified(self) -> bool:
        return self is Freshness.CONFIRMED


def freshness(
    verified_at: datetime | None, bounced_at: datetime | None, at: datetime
) -> Freshness:
    """Return what an address confirmed at ``verified_at`` is worth at ``at``.

    A confirmation lasts 180 days; mail returned since then undoes it (procedure 1.7).
    """
    if bounced_at and (verified_at is None or bounced_at >= verified_at):
        return Freshness.BOUNCED
    if verified_at is None:
        return Freshness.NEVER
    return Freshness.CONFIRMED if at < verified_at + VERIFY_EVERY else Freshness.DUE
