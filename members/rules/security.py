"""Who may close, readdress and recover an account: never its own holder, never one alone."""

from datetime import datetime, timedelta

from crm_portal.core.access import Role, Viewer

RECOVERY_LASTS = timedelta(hours=24)


def may_close_account(by: Viewer, user_id: int) -> bool:
    """Say whether ``by`` may close or reopen an account: an officer, and not one's own."""
    return by.has(Role.SECRETARIAT, Role.ADMINISTRATOR) and by.user_id != user_id


def may_change_address(by: Viewer, user_id: int) -> bool:
    """Say whether ``by`` may record that a party asked for another address (001:393)."""
    return by.has(Role.SECRETARIAT) and by.user_id != user_id


def may_correct_reference(by: Viewer) -> bool:
    """Say whether ``by`` may correct reference data: the administrator of the machine."""
    return by.has(Role.ADMINISTRATOR)


def may_open_recovery(by: Viewer, user_id: int) -> bool:
    """Say whether ``by`` may open the case of a lost second factor: never for oneself."""
    return by.has(Role.SECRETARIAT) and by.user_id not in {None, user_id}


def may_approve_recovery(
    by: Viewer, user_id: int, *, opened_by: int, expires_at: datetime
) -> bool:
    """Say whether ``by`` may approve: another officer than who opened it, and in time.

    The person is what counts, not the session: one officer in two sessions is one.
    """
    return may_open_recovery(by, user_id) and by.user_id != opened_by and by.at < expires_at
