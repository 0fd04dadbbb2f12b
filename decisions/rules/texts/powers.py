"""Who may do what with a text in work (001:399, 001:411, 004:34).

``is_representative``: the person represents a country in the text's drafting group now.
"""

from collections.abc import Collection

from crm_portal.core.access import Role, Viewer
from decisions.text_states import IN_WORK, TextState

PREPARES = frozenset({Role.PRESIDENCY, Role.SECRETARIAT})


def may_prepare(viewer: Viewer) -> bool:
    """The presidency prepares texts, with the Secretariat's support (001:411, 004:72)."""
    return viewer.has(*PREPARES)


def may_write(viewer: Viewer, *, is_representative: bool) -> bool:
    """The drafting group writes, and the Secretariat types for it (001:399, 004:72)."""
    return viewer.has(*PREPARES) or is_group(viewer, is_representative=is_representative)


def is_group(viewer: Viewer, *, is_representative: bool) -> bool:
    """Who decides on proposals: the representatives of the group, headed by the presidency.

    The Secretariat supports and decides nothing; observers never draft (001:399, 001:322).
    """
    if viewer.has(Role.PRESIDENCY):
        return True
    return viewer.has(Role.MEMBER) and is_representative


def speaks(viewer: Viewer, *, is_delegate: bool) -> bool:
    """Say whether the person speaks for a member country in a negotiation.

    Its official voice, its Vice-Minister, and whoever is an approved delegate to the
    text's meeting do; what is proposed is the State's (procedure 1.7).
    """
    by_office = viewer.has(Role.OFFICIAL_VOICE, Role.VICE_MINISTER)
    return viewer.has(Role.MEMBER) and (by_office or is_delegate)


def may_propose(viewer: Viewer, state: str, *, is_delegate: bool) -> bool:
    """Every member country proposes on a text in negotiation; nobody else does (001:382)."""
    return speaks(viewer, is_delegate=is_delegate) and state == TextState.OPEN


def may_record_adoption(viewer: Viewer) -> bool:
    """Who presides records what was adopted (001:382, 001:411)."""
    return viewer.has(Role.PRESIDENCY)


def may_make_statement(viewer: Viewer, state: str) -> bool:
    """A member country that joins a text may say with which reservation or understanding."""
    return viewer.has(Role.MEMBER) and state in (*IN_WORK, TextState.ADOPTED)


def may_publish(viewer: Viewer) -> bool:
    """The presidency and the Secretariat publish, two different persons (procedure 1.9)."""
    return viewer.has(*PREPARES)


def may_correct(viewer: Viewer) -> bool:
    """The Secretariat and the presidency issue a correction of what was printed."""
    return viewer.has(*PREPARES)


def is_second_person(user_id: int | None, first: int | None) -> bool:
    """Say whether who approves is somebody else than who proposed."""
    return user_id is not None and first is not None and user_id != first


def consent(present: Collection[str], members: Collection[str]) -> frozenset[str]:
    """Return the members that were there: consensus is theirs (facts 2.2)."""
    return frozenset(present) & frozenset(members)
