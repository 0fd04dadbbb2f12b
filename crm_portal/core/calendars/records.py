"""What a computation is made of: the terms granted, each member's count, their JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from crm_portal.core.calendars.days import Pause
from crm_portal.core.calendars.model import CalendarError, Closure, zone


def closure_to_dict(closure: Closure) -> dict[str, str]:
    """Return a closure for JSON."""
    return {
        "date": closure.day.isoformat(),
        "country": closure.country,
        "kind": str(closure.kind),
        "name_es": closure.name_es,
        "name_en": closure.name_en,
        "instrument": closure.instrument,
    }


def closure_from_dict(data: Mapping[str, str]) -> Closure:
    """Return the closure that ``closure_to_dict`` wrote."""
    return Closure(
        country=data["country"],
        day=date.fromisoformat(data["date"]),
        kind=data["kind"],
        name_es=data["name_es"],
        name_en=data["name_en"],
        instrument=data["instrument"],
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """What was granted: the policy, the business days, and what happened to them since.

    ``extension`` is the part added to ``business_days``; ``outages`` are the last days that
    the portal missed; ``not_before`` is a last day already announced, which stands.
    """

    policy: str = "R1"
    business_days: int = 5
    extension: int = 0
    pauses: tuple[Pause, ...] = ()
    outages: tuple[date, ...] = ()
    not_before: date | None = None

    def __post_init__(self) -> None:
        if self.business_days < 1 or self.extension < 0:
            raise CalendarError("A term has one business day or more.", code="days")

    @property
    def total(self) -> int:
        """Return the business days of each member, the extension included."""
        return self.business_days + self.extension

    def to_dict(self) -> dict[str, Any]:
        """Return the terms for JSON; ``business_days`` is the total."""
        return {
            "policy": self.policy,
            "business_days": self.total,
            "extension": self.extension,
            "pauses": [
                {
                    "suspended_on": pause.suspended_on.isoformat(),
                    "resumed_on": pause.resumed_on.isoformat(),
                }
                for pause in self.pauses
            ],
            "outages": [day.isoformat() for day in self.outages],
            "not_before": self.not_before.isoformat() if self.not_before else None,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the terms that ``to_dict`` wrote."""
        not_before = data["not_before"]
        return cls(
            policy=data["policy"],
            business_days=data["business_days"] - data["extension"],
            extension=data["extension"],
            pauses=tuple(
                Pause(
                    date.fromisoformat(each["suspended_on"]),
                    date.fromisoformat(each["resumed_on"]),
                )
                for each in data["pauses"]
            ),
            outages=tuple(map(date.fromisoformat, data["outages"])),
            not_before=date.fromisoformat(not_before) if not_before else None,
        )


@dataclass(frozen=True, slots=True)
class MemberTerm:
    """One member's count: its own days, what it skipped, and its days until the common end.

    ``later`` and ``beyond`` are its business days and closures between its own last day and
    the last day of all; ``unconfirmed`` the years it counted in without confirming them.
    """

    country: str
    tz: str
    days: tuple[date, ...]
    excluded: tuple[Closure, ...]
    later: tuple[date, ...]
    beyond: tuple[Closure, ...]
    calendar_version: str
    unconfirmed: tuple[int, ...]

    @property
    def ends_on(self) -> date:
        """Return the member's own last day."""
        return self.days[-1]

    @property
    def working_days(self) -> tuple[date, ...]:
        """Return the member's business days from its first to the end for all."""
        return self.days + self.later

    @property
    def closures(self) -> tuple[Closure, ...]:
        """Return the member's closures until the end for all."""
        return self.excluded + self.beyond

    def to_dict(self, closes_at: datetime) -> dict[str, Any]:
        """Return the count for JSON, with the bound on the capital's clock."""
        local = closes_at.astimezone(zone(self.tz))
        return {
            "days": [day.isoformat() for day in self.days],
            "last_day": self.ends_on.isoformat(),
            "excluded": [closure_to_dict(each) for each in self.excluded],
            "later": [day.isoformat() for day in self.later],
            "beyond": [closure_to_dict(each) for each in self.beyond],
            "tz": self.tz,
            "closes_at_local": local.isoformat(),
            "abbreviation": local.tzname(),
            "calendar_version": self.calendar_version,
            "unconfirmed": list(self.unconfirmed),
        }

    @classmethod
    def from_dict(cls, country: str, data: Mapping[str, Any]) -> Self:
        """Return the count that ``to_dict`` wrote for ``country``."""
        return cls(
            country=country,
            tz=data["tz"],
            days=tuple(map(date.fromisoformat, data["days"])),
            excluded=tuple(map(closure_from_dict, data["excluded"])),
            later=tuple(map(date.fromisoformat, data["later"])),
            beyond=tuple(map(closure_from_dict, data["beyond"])),
            calendar_version=data["calendar_version"],
            unconfirmed=tuple(data["unconfirmed"]),
        )
