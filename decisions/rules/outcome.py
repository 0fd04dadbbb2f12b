"""What the positions amount to. The system never adopts; it says what may be recorded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from decisions.rules.positions import JOINS, Lift, Position, Standing, Submission


class SilenceRule(StrEnum):
    """What silence means in one consultation, fixed at distribution (P1, P2)."""

    EXPRESS = "express"
    NON_OBJECTION = "non_objection"


class Outcome(StrEnum):
    """The result that the positions allow (procedure 1.8)."""

    SUSPENDED = "suspended"
    RUNNING = "running"
    BLOCKED = "blocked"
    NEW_ROUND = "new_round"
    INCOMPLETE = "incomplete"
    CONSENSUS = "consensus"


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome and whom it rests on, each list in the order of the States."""

    outcome: Outcome
    objections: tuple[int, ...] = ()
    changes: tuple[int, ...] = ()
    silent: tuple[int, ...] = ()
    reservations: tuple[int, ...] = ()
    abstentions: tuple[int, ...] = ()
    only_sponsor_agrees: bool = False


def result(
    positions: Mapping[int, Standing],
    *,
    silence: SilenceRule,
    late_objections: Iterable[int] = (),
    substance_asked: bool = False,
    is_over: bool = True,
    is_suspended: bool = False,
    sponsor: int | None = None,
) -> Result:
    """Return what the positions amount to. Silence is neither consent nor objection.

    ``late_objections`` are parties whose unadmitted late objection stands: under EXPRESS
    there is then no consensus in fact (P15). ``substance_asked``: a member asked that a
    corrigendum be treated as a change of substance (P8).
    """
    found = _sorted(positions)
    if silence is SilenceRule.EXPRESS:
        late = set(late_objections)
        objecting = tuple(p for p in positions if p in found[Position.OBJECT] or p in late)
    else:
        objecting = found[Position.OBJECT]
    return Result(
        outcome=_outcome(
            objecting=bool(objecting),
            changing=bool(found[Position.CHANGES]) or substance_asked,
            lacking=bool(found[Position.SILENT]) and silence is SilenceRule.EXPRESS,
            is_over=is_over,
            is_suspended=is_suspended,
        ),
        objections=objecting,
        changes=found[Position.CHANGES],
        silent=found[Position.SILENT],
        reservations=found[Position.RESERVATION],
        abstentions=found[Position.ABSTAIN],
        only_sponsor_agrees=_all_others_abstain(positions, sponsor),
    )


def _sorted(positions: Mapping[int, Standing]) -> dict[Position, tuple[int, ...]]:
    return {
        position: tuple(p for p, s in positions.items() if s.position is position)
        for position in Position
    }


def _outcome(
    *, objecting: bool, changing: bool, lacking: bool, is_over: bool, is_suspended: bool
) -> Outcome:
    if is_suspended:
        return Outcome.SUSPENDED
    if not is_over:
        return Outcome.RUNNING
    if objecting:
        return Outcome.BLOCKED
    if changing:
        return Outcome.NEW_ROUND
    return Outcome.INCOMPLETE if lacking else Outcome.CONSENSUS


def _all_others_abstain(positions: Mapping[int, Standing], sponsor: int | None) -> bool:
    others = [s.position for p, s in positions.items() if p != sponsor]
    return bool(others) and all(position is Position.ABSTAIN for position in others)


def unadmitted_objections(
    positions: Mapping[int, Standing],
    submissions: Iterable[Submission],
    lifts: Iterable[Lift] = (),
) -> tuple[int, ...]:
    """Return the parties whose last late reply is an objection neither admitted nor lifted.

    A later late reply of the same State takes it back in fact.
    """
    by_sequence = {s.sequence: s for s in submissions}
    lifted = {lift.party: lift.at for lift in lifts}
    blocking = []
    for party, standing in positions.items():
        last = by_sequence[standing.unadmitted[-1]] if standing.unadmitted else None
        if last is None or last.position is not Position.OBJECT or not last.effective_at:
            continue
        if party not in lifted or lifted[party] < last.effective_at:
            blocking.append(party)
    return tuple(blocking)


def is_unanimous(positions: Mapping[int, Standing]) -> bool:
    """Say whether everybody has joined so far (shown while the term still runs, P4)."""
    return bool(positions) and all(s.position in JOINS for s in positions.values())


def is_over(closes_at: datetime | None, at: datetime) -> bool:
    """The deadline ends the term; the sweep only writes it down later."""
    return closes_at is not None and at >= closes_at
