"""What becomes of a proposal: who supports it, what the drafting group did with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    BRACKETED = "bracketed"
    """It is in the text, in brackets: still to be decided."""
    ACCEPTED = "accepted"
    MERGED = "merged"
    """Accepted in other words, with others or in part."""
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What is done with a proposal. Support is not a step: it changes no state."""

    SUPPORT = "support"
    END_SUPPORT = "end_support"
    ACCEPT = "accept"
    MERGE = "merge"
    BRACKET = "bracket"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


UNDECIDED = frozenset({State.OPEN, State.BRACKETED})
STEPS: dict[tuple[State, Step], State] = {
    (State.OPEN, Step.BRACKET): State.BRACKETED,
    **{(state, Step.ACCEPT): State.ACCEPTED for state in UNDECIDED},
    **{(state, Step.MERGE): State.MERGED for state in UNDECIDED},
    **{(state, Step.REJECT): State.REJECTED for state in UNDECIDED},
    **{(state, Step.WITHDRAW): State.WITHDRAWN for state in UNDECIDED},
    (State.REJECTED, Step.REOPEN): State.OPEN,
    **{
        (state, step): state
        for state in UNDECIDED
        for step in (Step.SUPPORT, Step.END_SUPPORT)
    },
}
# Of these the reason is part of the record.
NEED_REASON = frozenset({Step.REJECT, Step.MERGE})
# Of these the delegation that proposed it is told.
DECISIONS = frozenset({Step.ACCEPT, Step.MERGE, Step.REJECT})
# The proposing delegation's own; another's; the drafting group's.
OWN = frozenset({Step.WITHDRAW})
OTHERS = frozenset({Step.SUPPORT, Step.END_SUPPORT})
OF_THE_GROUP = frozenset({Step.ACCEPT, Step.MERGE, Step.BRACKET, Step.REJECT, Step.REOPEN})


@dataclass(frozen=True, slots=True)
class Done:
    """One step, taken by a delegation (its party's code) or for the group by its head."""

    step: Step
    by: str


@dataclass(frozen=True, slots=True)
class Handling:
    """Where a proposal stands and who supports it, in the order in which they came."""

    state: State = State.OPEN
    supporters: tuple[str, ...] = ()

    @property
    def is_undecided(self) -> bool:
        """Say whether somebody has still to decide on it."""
        return self.state in UNDECIDED


def after(state: State, step: Step) -> State | None:
    """Return the state that a step leads to; None: there is no such step from here."""
    return STEPS.get((state, step))


def may_take(step: Step, by: str, *, proposer: str, is_group: bool) -> bool:
    """Say whose step it is: one's own, another delegation's, or the drafting group's (001:399).

    ``is_group``: who acts, acts for the drafting group.
    """
    if step in OF_THE_GROUP:
        return is_group
    return by == proposer if step in OWN else by != proposer


def handling(proposer: str, events: Iterable[Done]) -> Handling:
    """Return where a proposal stands after all that was done with it, in order.

    What was done out of turn (a support that came after the decision) changes nothing.
    """
    state = State.OPEN
    supporters: dict[str, None] = {}
    for event in events:
        reached = after(state, event.step)
        if reached is None or (event.by == proposer and event.step in OTHERS):
            continue
        state = reached
        if event.step is Step.SUPPORT:
            supporters.setdefault(event.by)
        elif event.step is Step.END_SUPPORT:
            supporters.pop(event.by, None)
    return Handling(state, tuple(supporters))
