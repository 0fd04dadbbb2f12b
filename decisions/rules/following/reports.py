"""The same decision, country by country: what each reported last, and whether it grew old."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from decisions.rules.following.words import SETTLED, Rolled, Word, rolled

# The progress of the Plan of Action is reported every half-year (004:73).
STALE_AFTER = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Report:
    """What a country itself said on a day. Of two on one day the later row holds."""

    party: str
    word: Word
    on: date
    row: int = 0
    document: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One country's place in the matrix: its last report, how many before it, and its age."""

    party: str
    last: Report | None
    earlier: int = 0
    is_stale: bool = False

    @property
    def word(self) -> Word:
        """What is known: silence is neither progress nor its lack."""
        return self.last.word if self.last else Word.SILENT


def cells(parties: Sequence[str], reports: Iterable[Report], on: date) -> tuple[Cell, ...]:
    """Return one cell for each of ``parties``, in their order, as known on the civil day.

    What was reported later than ``on`` was not known then; reports of others are left out.
    """
    known: dict[str, list[Report]] = {party: [] for party in parties}
    for report in reports:
        if report.party in known and report.on <= on:
            known[report.party].append(report)
    return tuple(_cell(party, told, on) for party, told in known.items())


def _cell(party: str, told: list[Report], on: date) -> Cell:
    if not told:
        return Cell(party, None)
    last = max(told, key=lambda each: (each.on, each.row))
    return Cell(party, last, len(told) - 1, is_stale(last, on))


def is_stale(last: Report, on: date) -> bool:
    """Say whether a report is older than half a year and something is still expected."""
    return last.word not in SETTLED and on - last.on > STALE_AFTER


def whole(row: Iterable[Cell]) -> Rolled:
    """Return what the cells of one decision say together."""
    return rolled(cell.word for cell in row)


class Standing(StrEnum):
    """Where a commitment stands on a day, whatever anybody says of it."""

    OPEN = "open"
    TO_REVIEW = "to_review"
    OVERDUE = "overdue"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Term:
    """The days of a commitment, all included: due, to be reviewed, closed."""

    due_on: date | None = None
    review_on: date | None = None
    closed_on: date | None = None


def standing(term: Term, on: date) -> Standing:
    """Return where a commitment stands on the civil day ``on``: the day it is due is in time."""
    if term.closed_on is not None and term.closed_on <= on:
        return Standing.CLOSED
    if term.due_on is not None and term.due_on < on:
        return Standing.OVERDUE
    if term.review_on is not None and term.review_on <= on:
        return Standing.TO_REVIEW
    return Standing.OPEN


def days_late(term: Term, on: date) -> int:
    """Return by how many days a commitment is overdue; 0: it is not."""
    if standing(term, on) is not Standing.OVERDUE or term.due_on is None:
        return 0
    return (on - term.due_on).days


def for_the_agenda(standings: Iterable[tuple[int, Standing]]) -> tuple[int, ...]:
    """Return the commitments that enter the next meeting's draft agenda, in their order.

    The agenda is built on the follow-up of earlier meetings: what is overdue, and what is
    to be reviewed (001:378).
    """
    asked = (Standing.OVERDUE, Standing.TO_REVIEW)
    return tuple(pk for pk, each in standings if each in asked)
