"""Which drafting groups a meeting has, when they are formed, who designates. Values in, out."""

from collections.abc import Iterable

from crm_portal.core.access import Role, Viewer
from meetings.meeting_states import State

# One for each network, one for the GRCM and the Vice-Ministers together (001:399, 004:37).
COMMON = "COMUN"
GROUP_OF_FORUM = {
    "VM_PLENARIA": COMMON,
    "VM_CERRADA": COMMON,
    "GRCM": COMMON,
    "RED_TRATA": "RED_TRATA",
    "RED_CONSULAR": "RED_CONSULAR",
    "RED_NNA": "RED_NNA",
}


def groups_of(forums: Iterable[str]) -> tuple[str, ...]:
    """Return the groups of a meeting that sits in ``forums``: each once, the common one first."""
    found = {GROUP_OF_FORUM[forum] for forum in forums if forum in GROUP_OF_FORUM}
    return tuple(sorted(found, key=lambda each: (each != COMMON, each)))


def is_formed_in(state: str) -> bool:
    """A group is formed at the opening of the meeting, not before (001:399)."""
    return State(state) == State.IN_SESSION


def may_form(viewer: Viewer) -> bool:
    """The presidency, which heads the group, or the Secretariat for it (001:399, 001:451)."""
    return viewer.has(Role.PRESIDENCY, Role.SECRETARIAT)


def may_designate(viewer: Viewer, party_id: int) -> bool:
    """Each country designates its own representative; the Secretariat writes it down for it."""
    own = viewer.party_id == party_id and viewer.has(Role.FOCAL_POINT, Role.VICE_MINISTER)
    return own or viewer.has(Role.SECRETARIAT, Role.PRESIDENCY)
