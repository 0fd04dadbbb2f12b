"""Who registers a delegation and until when, how many come in, and of which level.

Values in, values out. Levels and forums are the codes that the tables keep.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm_portal.core.access import Role, Viewer
from meetings.meeting_states import State

HEAD_SEAT = 0
OPEN_FOR_REGISTRATION = frozenset({State.CONVENED, State.IN_SESSION})
# Who acts for a party when its delegation is registered.
REGISTERING = (Role.FOCAL_POINT, Role.VICE_MINISTER, Role.OFFICIAL_VOICE)


class Registering(StrEnum):
    """Whether somebody may write a delegation down, and why not."""

    ALLOWED = "allowed"
    LATE = "late"
    """The Secretariat does so after the cut-off, and it is recorded as late."""
    NOT_YOURS = "not_yours"
    NOT_OPEN = "not_open"
    CUT_OFF = "cut_off"


def registering(
    viewer: Viewer, party_id: int | None, *, state: str, closes_at: datetime | None
) -> Registering:
    """Say whether ``viewer`` may register the delegation of a party (None: a guest by name).

    The delegation itself until ``closes_at``, an exclusive bound; afterwards, and once the
    meeting is in session, only the Secretariat. Without a cut-off, until the meeting opens.
    """
    own = party_id is not None and viewer.party_id == party_id and viewer.has(*REGISTERING)
    office = viewer.has(Role.SECRETARIAT)
    if not (own or office):
        return Registering.NOT_YOURS
    if State(state) not in OPEN_FOR_REGISTRATION:
        return Registering.NOT_OPEN
    if State(state) == State.CONVENED and (closes_at is None or viewer.at < closes_at):
        return Registering.ALLOWED
    return Registering.LATE if office else Registering.CUT_OFF


def acts_for_a_party(viewer: Viewer) -> bool:
    """Say whether somebody acts for a party that comes to meetings, or for the Secretariat."""
    roles = (Role.MEMBER, Role.OBSERVER, Role.CIVIL_SOCIETY, Role.SECRETARIAT)
    return viewer.party_id is not None and viewer.has(*roles)


def may_decide_delegations(viewer: Viewer) -> bool:
    """The Secretariat and the presidency approve a delegation or return it."""
    return viewer.has(Role.SECRETARIAT, Role.PRESIDENCY)


def may_authorise(viewer: Viewer) -> bool:
    """The presidency authorises what is asked for beyond the rules (001:218)."""
    return viewer.has(Role.PRESIDENCY)


def may_record_presence(
    viewer: Viewer, *, is_closed: bool, is_inside: bool, presides: bool
) -> bool:
    """Say who notes down who is there: behind closed doors, the country that presides.

    And of it only somebody who is inside (001:376); elsewhere, the Secretariat too.
    """
    if is_closed:
        return is_inside and presides
    return viewer.has(Role.SECRETARIAT, Role.PRESIDENCY)


@dataclass(frozen=True, slots=True)
class Quota:
    """Who may come to a session of limited places: the head's levels, companions, sources.

    ``limit`` is what the presidency set for this meeting: fewer than ``companions``,
    never more. ``sources`` are the lines of the rule.
    """

    head_levels: frozenset[str]
    companions: int
    sources: str
    limit: int | None = None

    @property
    def allowed(self) -> int:
        """How many companions come in here."""
        return self.companions if self.limit is None else min(self.limit, self.companions)

    @property
    def places(self) -> int:
        """How many come in altogether, the head among them."""
        return self.allowed + 1


class Seating(StrEnum):
    """Why somebody has no seat."""

    NO_HEAD = "no_head"
    FULL = "full"


def seat(level: str, taken: Collection[int], quota: Quota) -> int | Seating:
    """Return the seat of somebody at ``level``, or why there is none.

    The head's is for whoever holds the office that the rule names; companions accompany
    that head, so that nobody comes in before him or her (001:376).
    """
    if level in quota.head_levels and HEAD_SEAT not in taken:
        return HEAD_SEAT
    if HEAD_SEAT not in taken:
        return Seating.NO_HEAD
    free = (each for each in range(1, quota.allowed + 1) if each not in taken)
    return next(free, Seating.FULL)


def may_limit(number: int, companions: int) -> bool:
    """The presidency may let in fewer companions than the rule, never more (001:376)."""
    return 0 <= number <= companions


def beyond(seats: Collection[int], number: int) -> int:
    """Return how many of ``seats`` a limit of ``number`` companions would leave outside."""
    return sum(each > number for each in seats)


def departs(levels: Iterable[str], expected: Collection[str]) -> bool:
    """Say whether nobody who comes is of a level that the composition names (a warning)."""
    return bool(expected) and not set(levels) & set(expected)
