"""Who records where the Conference was represented, and who reports on it."""

from datetime import date, datetime, timedelta

from crm_portal.core.access import Role, Viewer

REMIND_EVERY = timedelta(days=30)


def may_record(by: Viewer) -> bool:
    """Say whether ``by`` may record a representation or an agreement (001:415, 001:463)."""
    return by.has(Role.PRESIDENCY, Role.SECRETARIAT)


def may_report(by: Viewer, party_id: int) -> bool:
    """Say whether ``by`` may record a report that ``party_id`` owes.

    The country itself, which may no longer preside, and the Secretariat.
    """
    if by.has(Role.SECRETARIAT):
        return True
    return by.has(Role.OFFICIAL_VOICE) and by.party_id == party_id


def turn(due_since: date | datetime, at: date | datetime) -> int:
    """Return how many reminders are due ``at``: the first at once, another every 30 days."""
    return (at - due_since) // REMIND_EVERY + 1  # type: ignore[operator]
