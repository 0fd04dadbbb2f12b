"""When a notice that is not formal may leave: at once, with the day's digest, never by night.

Values in, values out: no queries, no clock. Hours are civil hours of the reader's zone.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOURS = range(24)


@dataclass(frozen=True, slots=True)
class Timing:
    """How one person wants to be written to; as it stands, at once and at any hour.

    ``digest_hour`` gathers what is not formal into one mail a day; ``quiet`` is the span
    from its first hour to its second, which may cross midnight.
    """

    zone: ZoneInfo
    digest_hour: int | None = None
    quiet: tuple[int, int] | None = None

    def leaves_at(self, owed_at: datetime, at: datetime) -> datetime:
        """Return the first instant from ``at`` on at which what is owed may leave (UTC)."""
        earliest = at
        if self.digest_hour is not None:
            earliest = max(at, self.slot_after(owed_at))
        return self._after_quiet(earliest)

    def slot_after(self, owed_at: datetime) -> datetime:
        """Return the first digest hour after ``owed_at`` (UTC)."""
        return self._next(owed_at, self.digest_hour or 0)

    def _after_quiet(self, at: datetime) -> datetime:
        if self.quiet is None or not is_quiet(self.quiet, at.astimezone(self.zone).hour):
            return at
        return self._next(at, self.quiet[1])

    def _next(self, at: datetime, hour: int) -> datetime:
        """The next time the clock of the zone strikes ``hour``, later than ``at``."""
        here = at.astimezone(self.zone)
        for days in range(3):
            day = here.date() + timedelta(days=days)
            struck = datetime.combine(day, time(hour), self.zone).astimezone(UTC)
            if struck > at:
                return struck
        raise AssertionError(f"no {hour} o'clock in {self.zone}")


def is_quiet(span: tuple[int, int], hour: int) -> bool:
    """Say whether ``hour`` is in ``span``: its first hour counts, its last does not."""
    first, last = span
    if first <= last:
        return first <= hour < last
    return hour >= first or hour < last
