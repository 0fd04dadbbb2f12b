"""Who may do what in following up (003:59, 003:61, 003:73)."""

from crm_portal.core.access import Role, Viewer

# Following up is supported by the Secretariat and the presidency (003:61).
FOLLOWS = frozenset({Role.PRESIDENCY, Role.SECRETARIAT})
# Who works in the Conference: they read what is owed and who answered.
READS = frozenset({Role.MEMBER, Role.SECRETARIAT})


def may_follow(viewer: Viewer) -> bool:
    """Open, remind and close: the presidency watches what is pending (003:61, 003:73)."""
    return viewer.has(*FOLLOWS)


def may_read(viewer: Viewer) -> bool:
    """Members and the Secretariat read what was asked of whom, and who answered."""
    return viewer.has(*READS)


def may_speak_for(viewer: Viewer, party_id: int) -> bool:
    """A country itself says where it stands; nobody says it for another (003:64)."""
    return viewer.has(Role.MEMBER) and viewer.party_id == party_id


def may_lead(viewer: Viewer, *, lead_party_id: int | None) -> bool:
    """Whoever leads reports; for a body, the presidency and the Secretariat (003:59)."""
    if may_follow(viewer):
        return True
    return lead_party_id is not None and viewer.party_id == lead_party_id


def may_approve_plan(viewer: Viewer) -> bool:
    """Who presides records what the body approved, as with every adoption (001:411)."""
    return viewer.has(Role.PRESIDENCY)


def may_confirm(viewer: Viewer) -> bool:
    """The Secretariat confirms what a country says of its cell (002:26)."""
    return viewer.has(Role.SECRETARIAT)
