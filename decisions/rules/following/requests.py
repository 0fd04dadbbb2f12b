"""What members were asked for, who answered, and how the presidency tells it (002:35)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from decisions.rules.texts.msgids import gettext_noop


class Ask(StrEnum):
    """What members are asked for."""

    INFORMATION = "information"
    COMMENTS = "comments"
    NOMINATIONS = "nominations"


class Reminder(StrEnum):
    """How members were reminded: the three ways that the report of 2003 tells of."""

    LETTER = "letter"
    BULLETIN = "bulletin"
    MEETING = "meeting"


class Told(StrEnum):
    """How many answered, in the report's own manner of telling."""

    NOBODY_ASKED = "nobody_asked"
    NONE = "none"
    WITH_ONE_EXCEPTION = "with_one_exception"
    ONLY_SOME = "only_some"
    MOST = "most"
    ALL_BUT_ONE = "all_but_one"
    ALL = "all"


# Msgids with %(replied)s, %(pending)s and %(asked)s, whichever each needs.
SENTENCES = {
    Told.NOBODY_ASKED: gettext_noop("No member country was asked."),
    Told.NONE: gettext_noop("To date no reply has been received."),
    Told.WITH_ONE_EXCEPTION: gettext_noop(
        "With one exception, the reply of the member countries is so far pending."
    ),
    Told.ONLY_SOME: gettext_noop(
        "So far, replies have been received from only %(replied)s member countries."
    ),
    Told.MOST: gettext_noop(
        "%(replied)s of %(asked)s member countries have replied; %(pending)s are pending."
    ),
    Told.ALL_BUT_ONE: gettext_noop("All member countries have replied but one."),
    Told.ALL: gettext_noop("All member countries have replied."),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A country's reply and the day it came. A later one takes the place of an earlier."""

    party: str
    on: date
    row: int = 0
    document: int | None = None


class Reply(StrEnum):
    """Where one country stands in a request on a day."""

    RECEIVED = "received"
    RECEIVED_LATE = "received_late"
    PENDING = "pending"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Row:
    """One country asked: its last answer, if any, and how it stands."""

    party: str
    standing: Reply
    answer: Answer | None = None


def rows(
    asked: Sequence[str], answers: Iterable[Answer], on: date, *, due_on: date | None
) -> tuple[Row, ...]:
    """Return how each country asked stands on the civil day ``on``, in the order given.

    Whether a reply was late is said of the first: whoever completes it later was in time.
    """
    heard: dict[str, list[Answer]] = {party: [] for party in asked}
    for answer in answers:
        if answer.party in heard and answer.on <= on:
            heard[answer.party].append(answer)
    return tuple(_row(party, told, on, due_on) for party, told in heard.items())


def _row(party: str, told: list[Answer], on: date, due_on: date | None) -> Row:
    if not told:
        is_over = due_on is not None and due_on < on
        return Row(party, Reply.OVERDUE if is_over else Reply.PENDING)
    ordered = sorted(told, key=lambda each: (each.on, each.row))
    is_late = due_on is not None and due_on < ordered[0].on
    return Row(party, Reply.RECEIVED_LATE if is_late else Reply.RECEIVED, ordered[-1])


def pending(found: Iterable[Row]) -> tuple[str, ...]:
    """Return the countries that have not answered."""
    return tuple(each.party for each in found if each.answer is None)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were asked, how many replied, and how one tells it."""

    asked: int
    replied: int

    @property
    def pending(self) -> int:
        """How many have not replied."""
        return self.asked - self.replied

    @property
    def told(self) -> Told:
        """Return how the report tells it; "only" is said of less than half."""
        if not self.asked:
            return Told.NOBODY_ASKED
        if not self.pending:
            return Told.ALL
        if not self.replied:
            return Told.NONE
        if self.pending == 1:
            return Told.ALL_BUT_ONE
        if self.replied == 1:
            return Told.WITH_ONE_EXCEPTION
        return Told.ONLY_SOME if self.is_more_than_half_missing else Told.MOST

    @property
    def is_more_than_half_missing(self) -> bool:
        """Say whether more than half have not replied, as the contributions in 2003 (002:10)."""
        return self.pending * 2 > self.asked

    @property
    def sentence(self) -> str:
        """Return the msgid that tells it."""
        return SENTENCES[self.told]

    @property
    def numbers(self) -> Mapping[str, int]:
        """Return what the sentence names."""
        return {"asked": self.asked, "replied": self.replied, "pending": self.pending}


def tally(found: Sequence[Row]) -> Tally:
    """Count who was asked and who replied."""
    return Tally(len(found), len(found) - len(pending(found)))
