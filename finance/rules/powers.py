"""Who may do what with the Conference's money."""

from crm_portal.core.access import Role, Viewer


def sees_contributions(viewer: Viewer) -> bool:
    """Members and the Secretariat see what each paid; observers and the public nothing."""
    return viewer.has(Role.MEMBER, Role.SECRETARIAT)


def may_keep_accounts(viewer: Viewer) -> bool:
    """The Secretariat keeps the record of what was received and spent (001:470)."""
    return viewer.has(Role.SECRETARIAT)


def may_register(viewer: Viewer) -> bool:
    """The presidency or the Secretariat registers what a body decided, with its reference."""
    return viewer.has(Role.PRESIDENCY, Role.SECRETARIAT)


def may_write_letters(viewer: Viewer) -> bool:
    """The presidency writes to the members about contributions (002:10)."""
    return viewer.has(Role.PRESIDENCY)


def may_pledge(viewer: Viewer, party_id: int) -> bool:
    """A member says it of its own payment; the Secretariat records what it was told."""
    is_own = viewer.has(Role.FOCAL_POINT) and viewer.has(Role.MEMBER)
    return viewer.has(Role.SECRETARIAT) or (is_own and viewer.party_id == party_id)


def may_move_between_lines(viewer: Viewer, *, is_decided: bool) -> bool:
    """The presidency agrees to it; with a decision that says so the Secretariat records it."""
    return viewer.has(Role.PRESIDENCY) or (is_decided and viewer.has(Role.SECRETARIAT))
