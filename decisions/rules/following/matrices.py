"""Matrices of topics by country: each cell with its source, its date and its history (002:26).

A country proposes what its cell says; the Secretariat confirms it. What was confirmed stays
in the history when something later takes its place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from decisions.rules.texts.msgids import gettext_noop


class MatrixKind(StrEnum):
    """What the cells of a matrix say."""

    TREATY = "treaty"
    WORDS = "words"


class Means(StrEnum):
    """How a State came to be bound: acceding is not ratifying."""

    RATIFICATION = "ratification"
    ACCESSION = "accession"
    ACCEPTANCE = "acceptance"
    SUCCESSION = "succession"


# What only one who signed may do, and what one does who did not.
AFTER_SIGNING = frozenset({Means.RATIFICATION, Means.ACCEPTANCE})
WITHOUT_SIGNING = frozenset({Means.ACCESSION, Means.SUCCESSION})


@dataclass(frozen=True, slots=True)
class Treaty:
    """What a State did about a convention; the day of signature may be empty."""

    signed_on: date | None = None
    bound_on: date | None = None
    means: Means | None = None


class Fault(StrEnum):
    """What cannot be so."""

    NO_MEANS = "no_means"
    NO_DAY = "no_day"
    SIGNED_AND_ACCEDED = "signed_and_acceded"
    BOUND_BEFORE_SIGNING = "bound_before_signing"
    LATER_THAN_KNOWN = "later_than_known"


SENTENCES = {
    Fault.NO_MEANS: gettext_noop("Say whether the State ratified, accepted or acceded."),
    Fault.NO_DAY: gettext_noop("Say on which day the State was bound."),
    Fault.SIGNED_AND_ACCEDED: gettext_noop(
        "A State that signed does not accede: it ratifies or accepts."
    ),
    Fault.BOUND_BEFORE_SIGNING: gettext_noop("A State cannot be bound before it signed."),
    Fault.LATER_THAN_KNOWN: gettext_noop(
        "What the cell tells is later than the day as of which it is known."
    ),
}


def faults(treaty: Treaty, as_of: date) -> tuple[Fault, ...]:
    """Return what cannot be so in what a cell says; nothing: it may."""
    signed, bound, means = treaty.signed_on, treaty.bound_on, treaty.means
    found = (
        (Fault.NO_MEANS, bound is not None and means is None),
        (Fault.NO_DAY, bound is None and means is not None),
        (Fault.SIGNED_AND_ACCEDED, signed is not None and means in WITHOUT_SIGNING),
        (Fault.BOUND_BEFORE_SIGNING, bool(signed and bound and bound < signed)),
        (Fault.LATER_THAN_KNOWN, any(day and day > as_of for day in (signed, bound))),
    )
    return tuple(fault for fault, holds in found if holds)


class Standing(StrEnum):
    """Where a State stands to a convention on a day."""

    NONE = "none"
    SIGNED = "signed"
    BOUND = "bound"


def standing(treaty: Treaty, on: date) -> Standing:
    """Return where a State stands to a convention on the civil day ``on``."""
    if treaty.bound_on and treaty.bound_on <= on:
        return Standing.BOUND
    if treaty.signed_on and treaty.signed_on <= on:
        return Standing.SIGNED
    return Standing.NONE


class Verdict(StrEnum):
    """What became of what a country proposed for its cell."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something proposed for a cell: its row, as of when it is known, what became of it."""

    row: int
    as_of: date
    verdict: Verdict = Verdict.WAITING


@dataclass(frozen=True, slots=True)
class Cell:
    """One country's place: what holds, what waits to be confirmed, what held before."""

    current: Entry | None = None
    waiting: Entry | None = None
    history: tuple[Entry, ...] = ()


def cell(entries: Iterable[Entry]) -> Cell:
    """Return what a cell says: the last that was confirmed, and the last that waits after it.

    The newest by the day as of which it is known holds; of two of one day, the later row.
    What is declined is in nobody's way and in no history.
    """
    known = sorted(entries, key=lambda each: (each.as_of, each.row))
    confirmed = [each for each in known if each.verdict is Verdict.CONFIRMED]
    waiting = [each for each in known if each.verdict is Verdict.WAITING]
    return Cell(
        current=confirmed[-1] if confirmed else None,
        waiting=max(waiting, key=lambda each: each.row) if waiting else None,
        history=tuple(confirmed[:-1]),
    )


def bound(treaties: Sequence[Treaty], on: date) -> int:
    """Return how many States are bound on a day: a number, of those that one knows of."""
    return sum(standing(treaty, on) is Standing.BOUND for treaty in treaties)
