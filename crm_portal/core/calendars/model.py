"""What the count of business days stands on: closures, calendars and policies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm_portal.core.errors import Invalid
from crm_portal.core.instance import THIS

# The Secretariat's seat: the day of the event and the end of a common term are its days.
SEAT = THIS.seat.zone


class CalendarError(Invalid):
    """A term that cannot be computed; ``code`` says why, for whoever must word it."""


class Kind(StrEnum):
    """Why a member does not work on a day, the strongest reason first."""

    PUBLIC_HOLIDAY = "public_holiday"
    GOVERNMENT_REST_DAY = "government_rest_day"
    LOCAL_HOLIDAY = "local_holiday"
    ADHOC = "adhoc"
    COLLECTIVE_LEAVE = "collective_leave"
    HALF_DAY = "half_day"


STRENGTH = {kind: place for place, kind in enumerate(Kind)}
BROAD = frozenset({
    Kind.PUBLIC_HOLIDAY,
    Kind.GOVERNMENT_REST_DAY,
    Kind.LOCAL_HOLIDAY,
    Kind.ADHOC,
})  # fmt: skip
NARROW = frozenset({Kind.PUBLIC_HOLIDAY})


@dataclass(frozen=True, slots=True)
class Closure:
    """A day on which a member, or the institution that speaks for it, does not work."""

    country: str
    day: date
    kind: str
    name_es: str
    name_en: str
    instrument: str = ""

    def __post_init__(self) -> None:
        if self.kind not in STRENGTH:
            raise CalendarError(f"Unknown kind of closure: {self.kind}", code="kind")

    def name(self, language: str) -> str:
        """Return the closure's name in ``language`` (es, en), or in the other one."""
        if language == "en":
            return self.name_en or self.name_es
        return self.name_es or self.name_en


@dataclass(frozen=True)
class MemberCalendar:
    """The days one member does not work, as confirmed for some years, at one version.

    ``tz`` is the capital's zone; ``rank`` the member's place in the Conference's order of
    States, by which results are listed (ties by code).
    """

    code: str
    tz: str
    closures: Mapping[date, Closure]
    version: str = ""
    confirmed_years: frozenset[int] = frozenset()
    rank: int = 0

    @classmethod
    def of(
        cls,
        code: str,
        tz: str,
        closures: Iterable[Closure],
        *,
        version: str = "",
        confirmed_years: Iterable[int] = (),
        rank: int = 0,
    ) -> Self:
        """Return the calendar of ``closures``; of two on a day, the stronger holds."""
        by_day: dict[date, Closure] = {}
        for closure in closures:
            held = by_day.get(closure.day)
            if held is None or _strength(closure) < _strength(held):
                by_day[closure.day] = closure
        return cls(code, tz, by_day, version, frozenset(confirmed_years), rank)

    @property
    def zone(self) -> ZoneInfo:
        """Return the capital's time zone, or raise CalendarError."""
        return zone(self.tz)


def _strength(closure: Closure) -> tuple[int, str, str, str]:
    place = STRENGTH[Kind(closure.kind)]
    return place, closure.name_es, closure.name_en, closure.instrument


def zone(key: str) -> ZoneInfo:
    """Return the time zone named ``key``, or raise CalendarError."""
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise CalendarError(f"Unknown time zone: {key}", code="zone") from error


@dataclass(frozen=True, slots=True)
class Policy:
    """How a term is counted: which kinds block a day, and whose calendars count.

    ``sole`` is the only member whose calendar and midnight rule, or empty: then everybody's
    calendar counts and the midnight is the seat's.
    """

    name: str
    blocking: frozenset[Kind]
    sole: str = ""

    @classmethod
    def named(cls, name: str) -> Self:
        """Return R1, R1-NARROW or ONE:CC, or raise CalendarError."""
        if name == "R1":
            return cls(name, BROAD)
        if name == "R1-NARROW":
            return cls(name, NARROW)
        prefix, _, code = name.partition(":")
        if prefix == "ONE" and code.isalpha() and code.isupper():
            return cls(name, BROAD, code)
        raise CalendarError(f"Unknown policy: {name}", code="policy")

    def consulted(self, calendars: Iterable[MemberCalendar]) -> tuple[MemberCalendar, ...]:
        """Return the calendars that count, in the order of States."""
        chosen = sorted(
            (each for each in calendars if not self.sole or each.code == self.sole),
            key=lambda each: (each.rank, each.code),
        )
        if not chosen:
            raise CalendarError("No member's calendar to count with.", code="members")
        if len({each.code for each in chosen}) < len(chosen):
            raise CalendarError("A member's calendar is given twice.", code="members")
        return tuple(chosen)

    def closing_zone(self, consulted: tuple[MemberCalendar, ...]) -> ZoneInfo:
        """Return the zone whose midnight closes the term."""
        return consulted[0].zone if self.sole else SEAT

    def closure(self, calendar: MemberCalendar, day: date) -> Closure | None:
        """Return the closure that keeps ``day`` from being counted for a member, if any."""
        closure = calendar.closures.get(day)
        return closure if closure is not None and closure.kind in self.blocking else None
