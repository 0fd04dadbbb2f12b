"""How urgent a commitment is on a day, and whether a party still owes something of it."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum

from decisions.rules.following.reports import Cell, Standing, Term, standing
from decisions.rules.following.words import SETTLED

# What falls due within a month is said to fall due; no source sets a number.
SOON = timedelta(days=30)


class Urgency(StrEnum):
    """How urgent a commitment is, the most urgent first."""

    OVERDUE = "overdue"
    DUE = "due"
    STALE = "stale"
    ON_TRACK = "on_track"
    DONE = "done"


ORDER = {urgency: place for place, urgency in enumerate(Urgency)}
# What is still owed: everything but what was closed.
OWED = tuple(each for each in Urgency if each is not Urgency.DONE)


def urgency(term: Term, cells: Iterable[Cell], on: date) -> Urgency:
    """Return how urgent a commitment is on the civil day ``on``.

    It is due when it is to be reviewed, or falls due within thirty days; stale when a
    country's last report is older than half a year (004:73).
    """
    now = standing(term, on)
    if now is Standing.CLOSED:
        return Urgency.DONE
    if now is Standing.OVERDUE:
        return Urgency.OVERDUE
    if now is Standing.TO_REVIEW or _is_soon(term, on):
        return Urgency.DUE
    return Urgency.STALE if any(cell.is_stale for cell in cells) else Urgency.ON_TRACK


def _is_soon(term: Term, on: date) -> bool:
    return term.due_on is not None and term.due_on - on <= SOON


def owes(party: str, leads: Collection[str], cells: Iterable[Cell]) -> bool:
    """Say whether ``party`` leads, or is asked and has not said that nothing more is due."""
    return party in leads or any(
        cell.party == party and cell.word not in SETTLED for cell in cells
    )
