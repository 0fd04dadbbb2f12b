"""A deadline with everything that made it, and its form in JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from crm_portal.core.calendars.model import CalendarError, Closure
from crm_portal.core.calendars.records import MemberTerm, Terms, closure_to_dict

ONE_SECOND = timedelta(seconds=1)


def utc(at: datetime) -> str:
    """Return an instant as it is written everywhere: ``2026-12-04T06:00:00Z``."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Computation:
    """A deadline and its reasons: on time is whatever is received before ``closes_at``.

    ``event_date`` is never counted; ``ends_on`` is the last day, in ``zone``; ``naive`` is
    what counting Monday to Friday would give.
    """

    start_at: datetime
    event_date: date
    terms: Terms
    zone: str
    ends_on: date
    closes_at: datetime
    per_member: tuple[MemberTerm, ...]
    naive: date
    tz_version: str

    @property
    def last_instant(self) -> datetime:
        """Return the last second on time: 23:59:59 of the last day."""
        return self.closes_at - ONE_SECOND

    @property
    def counted_on(self) -> date:
        """Return the last day that the count alone gives, whatever was announced before."""
        return max(term.ends_on for term in self.per_member)

    @property
    def determining(self) -> tuple[str, ...]:
        """Return the members that finish last, and so fix the common deadline."""
        last = self.counted_on
        return tuple(term.country for term in self.per_member if term.ends_on == last)

    @property
    def excluded(self) -> tuple[Closure, ...]:
        """Return the days not counted for some member, by date and order of States."""
        skipped = (closure for term in self.per_member for closure in term.excluded)
        return tuple(sorted(skipped, key=lambda closure: closure.day))

    @property
    def moved_by(self) -> tuple[Closure, ...]:
        """Return the closures for which the term does not end on the naive day."""
        if self.counted_on == self.naive:
            return ()
        return tuple(each for each in self.excluded if each.country in self.determining)

    @property
    def is_held(self) -> bool:
        """Return whether a day announced before, and not the count, ends the term."""
        return self.ends_on > self.counted_on

    @property
    def warnings(self) -> tuple[tuple[str, int], ...]:
        """Return (member, year) for each year used that the member has not confirmed."""
        return tuple(
            (term.country, year) for term in self.per_member for year in term.unconfirmed
        )

    def member(self, code: str) -> MemberTerm:
        """Return the count of one member, or raise CalendarError."""
        for term in self.per_member:
            if term.country == code:
                return term
        raise CalendarError(f"{code} is not counted in this term.", code="members")

    def business_days_left(self, code: str, on: date) -> int:
        """Return the business days that a member still has on ``on``, that day included.

        ``on`` is a day of the zone that closes the term (``zone``), for every reader.
        """
        return sum(day >= on for day in self.member(code).working_days)

    def to_dict(self) -> dict[str, Any]:
        """Return the computation for JSON, as published and as kept."""
        return {
            "start_at": utc(self.start_at),
            "event_date": self.event_date.isoformat(),
            **self.terms.to_dict(),
            "zone": self.zone,
            "ends_on": self.ends_on.isoformat(),
            "closes_at": utc(self.closes_at),
            "last_instant": utc(self.last_instant),
            "members": [term.country for term in self.per_member],
            "per_member": {
                term.country: term.to_dict(self.closes_at) for term in self.per_member
            },
            "determining": list(self.determining),
            "excluded": [closure_to_dict(each) for each in self.excluded],
            "naive": self.naive.isoformat(),
            "moved_by": [closure_to_dict(each) for each in self.moved_by],
            "warnings": [
                {"code": "unconfirmed-year", "country": country, "year": year}
                for country, year in self.warnings
            ],
            "calendar_versions": {
                term.country: term.calendar_version for term in self.per_member
            },
            "tz_version": self.tz_version,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the computation that ``to_dict`` wrote, its consequences derived anew."""
        counts = data["per_member"]
        return cls(
            start_at=datetime.fromisoformat(data["start_at"]),
            event_date=date.fromisoformat(data["event_date"]),
            terms=Terms.from_dict(data),
            zone=data["zone"],
            ends_on=date.fromisoformat(data["ends_on"]),
            closes_at=datetime.fromisoformat(data["closes_at"]),
            per_member=tuple(
                MemberTerm.from_dict(code, counts[code]) for code in data["members"]
            ),
            naive=date.fromisoformat(data["naive"]),
            tz_version=data["tz_version"],
        )
