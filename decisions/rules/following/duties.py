"""What falls due by itself, by date: reports, confirmations, checks. A derived list.

Nothing is stored of a duty but that it was done; who owes it, and when, follows from the
meetings, the hand-overs and the lists that are there on the day one asks.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import zip_longest


class Kind(StrEnum):
    """What is owed."""

    GRCM_REPORT = "grcm_report"
    HALF_YEARLY_PROGRESS = "half_yearly_progress"
    FUND_INFORMATION = "fund_information"
    CALENDAR_CONFIRMATION = "calendar_confirmation"
    CONTACT_CHECK = "contact_check"
    HAND_OVER_REPORT = "hand_over_report"


# Where each duty is written.
RULES = {
    Kind.GRCM_REPORT: "002:99",
    Kind.HALF_YEARLY_PROGRESS: "004:73",
    Kind.FUND_INFORMATION: "GRCM June 2014, 1(a)",
    Kind.CALENDAR_CONFIRMATION: "2.4",
    Kind.CONTACT_CHECK: "001:393",
    Kind.HAND_OVER_REPORT: "003:63",
}
# What the record itself shows to be done: nobody ticks it off.
SHOWN_BY_RECORD = frozenset(
    {Kind.CALENDAR_CONFIRMATION, Kind.CONTACT_CHECK, Kind.HAND_OVER_REPORT}
)
# What stays owed until it is done, however long ago it fell due.
STAYS = frozenset({Kind.CONTACT_CHECK, Kind.HAND_OVER_REPORT})
HALF_A_YEAR = 6
# The source says twice a year and no day: the ends of its halves.
FUND_DAYS = ((6, 30), (12, 31))
CONTACT_DAYS = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the GRCM: its key and its first day."""

    key: str
    on: date


@dataclass(frozen=True, slots=True)
class HandOver:
    """A change of chair, and the first meeting after it, once it is known."""

    party: str
    on: date
    year: int
    next_meeting: Meeting | None = None
    presented_on: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """When the contact of a person was last confirmed; never: from when it is known."""

    party: str
    person: int
    confirmed_on: date | None
    known_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What the duties follow from. ``confirmed`` are the pairs of a member and a year."""

    secretariat: str
    members: tuple[str, ...] = ()
    grcms: tuple[Meeting, ...] = ()
    hand_overs: tuple[HandOver, ...] = ()
    confirmed: Collection[tuple[str, int]] = field(default_factory=frozenset)
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing owed by a party. The day it is due is included; ``key`` names the occasion.

    ``is_shown_done``: the record itself shows that it was done.
    """

    kind: Kind
    owed_by: str
    due_on: date
    key: str
    is_shown_done: bool = False

    @property
    def rule(self) -> str:
        """Return where the duty is written."""
        return RULES[self.kind]


def duties(facts: Facts, since: date, until: date) -> tuple[Duty, ...]:
    """Return what falls due from ``since`` to ``until``, both included, by day and key.

    What stays owed is there however long ago it fell due, until it is done.
    """
    owed = (
        *_reports_to(facts),
        *_progress(facts, until),
        *_fund(facts, since, until),
        *_calendars(facts, since, until),
        *_contacts(facts),
        *_hand_overs(facts),
    )
    within = {duty.key: duty for duty in owed if _is_within(duty, since, until)}
    return tuple(sorted(within.values(), key=lambda duty: (duty.due_on, duty.key)))


def _is_within(duty: Duty, since: date, until: date) -> bool:
    stays = duty.kind in STAYS and not duty.is_shown_done
    return duty.due_on <= until and (stays or since <= duty.due_on)


def _reports_to(facts: Facts) -> Iterator[Duty]:
    for meeting in facts.grcms:
        key = f"{Kind.GRCM_REPORT}:{meeting.key}"
        yield Duty(Kind.GRCM_REPORT, facts.secretariat, meeting.on, key)


def _progress(facts: Facts, until: date) -> Iterator[Duty]:
    """Yield the progress reports: every six months since a GRCM, until there is another.

    Where the next GRCM comes within six months, the report is due by then.
    """
    ordered = sorted(facts.grcms, key=lambda each: each.on)
    for meeting, after in zip_longest(ordered, ordered[1:]):
        end = after.on if after else date.max
        number, due = 1, min(later(meeting.on, HALF_A_YEAR), end)
        while due <= until and (number == 1 or due < end):
            key = f"{Kind.HALF_YEARLY_PROGRESS}:{meeting.key}:{number}"
            yield Duty(Kind.HALF_YEARLY_PROGRESS, facts.secretariat, due, key)
            number += 1
            due = later(meeting.on, HALF_A_YEAR * number)


def is_reported(duty: Duty, since: date, until: date) -> bool:
    """Say whether a progress report over those days, both included, is the one that is owed.

    It is if it reaches back over most of the half-year and ends no earlier than a month
    before the duty is due; one that comes late, or reaches further, does it as well (004:73).
    """
    return (
        duty.kind is Kind.HALF_YEARLY_PROGRESS
        and since <= later(duty.due_on, -HALF_A_YEAR // 2)
        and duty.due_on <= until + AHEAD
    )


def later(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _fund(facts: Facts, since: date, until: date) -> Iterator[Duty]:
    for year in range(since.year, until.year + 1):
        for number, (month, day) in enumerate(FUND_DAYS, start=1):
            key = f"{Kind.FUND_INFORMATION}:{year}-{number}"
            due = date(year, month, day)
            yield Duty(Kind.FUND_INFORMATION, facts.secretariat, due, key)


def _calendars(facts: Facts, since: date, until: date) -> Iterator[Duty]:
    for year in range(since.year, until.year + 1):
        for party in facts.members:
            yield Duty(
                Kind.CALENDAR_CONFIRMATION,
                party,
                date(year, 12, 31),
                f"{Kind.CALENDAR_CONFIRMATION}:{party}:{year + 1}",
                (party, year + 1) in facts.confirmed,
            )


def _contacts(facts: Facts) -> Iterator[Duty]:
    """Yield the checks of contacts: 180 days after the last, and at once if there was none."""
    for each in facts.contacts:
        last = each.confirmed_on
        due = last + CONTACT_DAYS if last else each.known_on
        key = f"{Kind.CONTACT_CHECK}:{each.person}:{due.isoformat()}"
        yield Duty(Kind.CONTACT_CHECK, each.party, due, key)


def _hand_overs(facts: Facts) -> Iterator[Duty]:
    """Yield the reports of those who presided, due at the meeting that follows (003:63).

    Until that meeting is known the report is due from the hand-over on.
    """
    for each in facts.hand_overs:
        due = each.next_meeting.on if each.next_meeting else each.on
        yield Duty(
            Kind.HAND_OVER_REPORT,
            each.party,
            due,
            f"{Kind.HAND_OVER_REPORT}:{each.year}",
            each.presented_on is not None,
        )


class Standing(StrEnum):
    """Where a duty stands on a day."""

    DONE = "done"
    COMING = "coming"
    DUE = "due"
    OVERDUE = "overdue"


# How long before its day a duty is shown to whoever owes it.
AHEAD = timedelta(days=30)


def standing(duty: Duty, done: Collection[str], on: date) -> Standing:
    """Return where a duty stands: done is what the record shows, or somebody recorded."""
    if duty.is_shown_done or duty.key in done:
        return Standing.DONE
    if duty.due_on < on:
        return Standing.OVERDUE
    return Standing.DUE if duty.due_on <= on + AHEAD else Standing.COMING
