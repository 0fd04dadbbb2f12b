"""Who may do what in a consultation, and under which guards."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from crm_portal.core.access import Role, Viewer
from decisions.states import BEFORE_DISTRIBUTION, State

BUSINESS_DAYS = 5
SOFT_ROUNDS = 3
MOST_EXTENSION_DAYS = 5
RESERVATION_LENGTH = 2000


def may_conduct(viewer: Viewer) -> bool:
    """The presidency in office at this instant conducts (001:388, 001:391)."""
    return viewer.has(Role.PRESIDENCY)


def may_distribute(viewer: Viewer, *, delegated: bool) -> bool:
    """The presidency distributes; the Secretariat only with a recorded delegation."""
    return may_conduct(viewer) or (delegated and viewer.has(Role.SECRETARIAT))


def may_transcribe(viewer: Viewer) -> bool:
    """The Secretariat transcribes notes and mails, with the document attached (P17)."""
    return viewer.has(Role.SECRETARIAT)


def may_record_silence(viewer: Viewer) -> bool:
    """The Secretariat records what the Vice-Ministers decided about silence (P2)."""
    return viewer.has(Role.SECRETARIAT)


def is_in_force(since: date, until: date | None, on: date) -> bool:
    """Say whether what holds from ``since`` (included) to ``until`` (excluded) holds ``on``."""
    return since <= on and (until is None or on < until)


def may_react(viewer: Viewer, must_react: Collection[int]) -> bool:
    """An official voice of a Troika State that must react (001:388–389)."""
    return viewer.has(Role.OFFICIAL_VOICE) and viewer.party_id in must_react


def may_reply(viewer: Viewer, consulted: Collection[int]) -> bool:
    """A focal point of a consulted State, for that State and no other (P17)."""
    return viewer.has(Role.FOCAL_POINT) and viewer.party_id in consulted


def may_endorse(viewer: Viewer, party_id: int) -> bool:
    """The official voice stands behind what another institution of its State sent."""
    return viewer.has(Role.OFFICIAL_VOICE) and viewer.party_id == party_id


def must_assume(
    state: str, conducted_by: int | None, presiding: Collection[int | None]
) -> bool:
    """After a hand-over before distribution the new presidency first assumes (1.6).

    ``presiding`` are the terms in force: one, or several where the chair is shared.
    """
    return state in BEFORE_DISTRIBUTION and conducted_by not in presiding


def sees_all_replies(
    viewer: Viewer, *, state: str, closes_at: datetime | None, is_full: bool
) -> bool:
    """The presidency and the Secretariat always; members once the term is over (1.9)."""
    if viewer.has(Role.PRESIDENCY, Role.SECRETARIAT):
        return True
    if not viewer.has(Role.MEMBER) or state in BEFORE_DISTRIBUTION:
        return False
    is_running = state in {State.OPEN, State.SUSPENDED}
    is_over = closes_at is not None and viewer.at >= closes_at and state != State.SUSPENDED
    return is_full or not is_running or is_over


@dataclass(frozen=True, slots=True)
class Gap:
    """A consulted State that nobody verified can be told, and why."""

    party_id: int
    reason: str
