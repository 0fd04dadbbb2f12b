"""From what a State sent to the position that counts for it.

A reply counts when the institution that sent it was the State's official voice, or
when the official voice endorsed it; on time is what took effect before the exclusive
bound; the last one counts (procedure 1.7, P15–P17).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Position(StrEnum):
    """The six replies, the retraction of one, and silence, which is a position of its own."""

    AGREE = "agree"
    AGREE_OBSERVATIONS = "agree_observations"
    RESERVATION = "reservation"
    ABSTAIN = "abstain"
    CHANGES = "changes"
    OBJECT = "object"
    RETRACTED = "retracted"
    SILENT = "silent"


REPLIES = (
    Position.AGREE,
    Position.AGREE_OBSERVATIONS,
    Position.RESERVATION,
    Position.ABSTAIN,
    Position.CHANGES,
    Position.OBJECT,
)
JOINS = frozenset(
    {
        Position.AGREE,
        Position.AGREE_OBSERVATIONS,
        Position.RESERVATION,
        Position.ABSTAIN,
    }
)


@dataclass(frozen=True, slots=True)
class Submission:
    """One reply as sent. ``effective_at`` is None while no official voice stands behind it."""

    party: int
    sequence: int
    position: Position
    effective_at: datetime | None


@dataclass(frozen=True, slots=True)
class Admission:
    """The Presidency admits the late replies of one kind that took effect by ``at`` (P15)."""

    position: Position
    at: datetime


@dataclass(frozen=True, slots=True)
class Lift:
    """A State lifts its objection at ``at`` and says what its position becomes (P16)."""

    party: int
    becomes: Position
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts for one State, and whether it came late."""

    position: Position
    sequence: int | None = None
    is_late: bool = False
    is_lifted: bool = False
    unadmitted: tuple[int, ...] = ()


def standings(
    consulted: Iterable[int],
    submissions: Iterable[Submission],
    *,
    closes_at: datetime | None,
    sponsor: int | None,
    admissions: Iterable[Admission] = (),
    lifts: Iterable[Lift] = (),
) -> dict[int, Standing]:
    """Return what counts for every consulted party, in the order of ``consulted``.

    The sponsor's own text counts as its agreement unless it replied (P5).
    """
    by_party: dict[int, list[Submission]] = {party: [] for party in consulted}
    for submission in submissions:
        if submission.party in by_party and submission.effective_at is not None:
            by_party[submission.party].append(submission)
    admitted, raised = tuple(admissions), {lift.party: lift for lift in lifts}
    return {
        party: _standing(
            sorted(sent, key=_order),
            closes_at,
            default=Position.AGREE if party == sponsor else Position.SILENT,
            admissions=admitted,
            lift=raised.get(party),
        )
        for party, sent in by_party.items()
    }


def _order(submission: Submission) -> tuple[datetime, int]:
    assert submission.effective_at is not None  # noqa: S101 - filtered by the caller
    return submission.effective_at, submission.sequence


def _standing(
    sent: list[Submission],
    closes_at: datetime | None,
    *,
    default: Position,
    admissions: tuple[Admission, ...],
    lift: Lift | None,
) -> Standing:
    on_time = [s for s in sent if closes_at is None or _order(s)[0] < closes_at]
    late = [s for s in sent if s not in on_time]
    accepted = [s for s in late if _is_admitted(s, admissions)]
    refused = tuple(s.sequence for s in late if s not in accepted)
    last = (on_time + accepted)[-1] if on_time or accepted else None
    if last is None or last.position is Position.RETRACTED:
        return Standing(default, unadmitted=refused)
    if last.position is Position.OBJECT and lift is not None and lift.at >= _order(last)[0]:
        return Standing(lift.becomes, last.sequence, is_lifted=True, unadmitted=refused)
    return Standing(last.position, last.sequence, last in accepted, unadmitted=refused)


def _is_admitted(submission: Submission, admissions: tuple[Admission, ...]) -> bool:
    instant = _order(submission)[0]
    return any(a.position is submission.position and instant <= a.at for a in admissions)


def contradicting(
    submissions: Iterable[Submission], proposed: Iterable[Submission]
) -> bool:
    """Say whether a State's institutions sent different positions (its own alert, 1.7)."""
    return len({s.position for s in (*submissions, *proposed)} - {Position.RETRACTED}) > 1
