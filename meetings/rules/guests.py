"""Who says that somebody is a guest of a meeting."""

from crm_portal.core.access import Role, Viewer


def may_record_guest(by: Viewer) -> bool:
    """The presidency invites to the Conference's own events (001:399); the Secretariat writes."""
    return by.has(Role.SECRETARIAT, Role.PRESIDENCY)
