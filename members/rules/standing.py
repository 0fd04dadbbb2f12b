"""Who records a party's standing, and from which day a change holds.

A change never touches the past: what takes rights away begins today or later, and nothing
begins before the last change on record.
"""

from dataclasses import dataclass
from datetime import date

from crm_portal.core.access import Role, Viewer
from members.states import Act, Status

# What a party may become without having departed: an observer country, a member.
PROMOTIONS = frozenset({("observer_state", "member_state")})


@dataclass(frozen=True, slots=True)
class LastStanding:
    """The last act on record about a party: what it became, as what, from which day."""

    status: str
    kind: str
    since: date


def may_record_standing(by: Viewer) -> bool:
    """Say whether ``by`` may write down what the Vice-Ministers decided of a party."""
    return by.has(Role.SECRETARIAT, Role.PRESIDENCY)


def may_ask_continuity(by: Viewer) -> bool:
    """Say whether ``by`` may ask observer organizations whether they go on (003:109)."""
    return by.has(Role.SECRETARIAT)


def may_answer_continuity(by: Viewer, party_id: int) -> bool:
    """Say whether ``by`` may answer for an organization: as its focal point."""
    return by.has(Role.FOCAL_POINT) and by.party_id == party_id


def is_promotion(last: LastStanding | None, kind: str) -> bool:
    """Say whether being admitted as ``kind`` makes a party that takes part something more."""
    return (
        last is not None
        and last.status == Status.ACTIVE
        and (last.kind, kind) in PROMOTIONS
    )


def earliest_standing(
    act: Act, last: LastStanding | None, decided_on: date, today: date
) -> date:
    """Return the first day from which ``act`` may hold.

    Rights begin with the decision, and are taken from nobody before today; and never on
    the day of the last change, which would undo it.
    """
    first = decided_on if act == Act.ADMIT else max(decided_on, today)
    return first if last is None or first > last.since else _next(last.since)


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
