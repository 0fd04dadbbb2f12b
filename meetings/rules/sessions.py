"""When the Vice-Ministers are in session, and when they next will be.

Values in, values out: no queries, no clock. Days are those of San José.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a meeting, both included.

    Of a meeting known to the month or the year these are the days among which it falls
    (``is_exact`` is False).
    """

    starts_on: date
    ends_on: date
    is_exact: bool = True


def is_in_session(meetings: Iterable[Days], day: date) -> bool:
    """Say whether one of ``meetings`` sits on ``day``; an inexact one is never said to sit."""
    return any(each.is_exact and each.starts_on <= day <= each.ends_on for each in meetings)


def may_open_after(meeting: Days, day: date) -> bool:
    """Say whether ``meeting`` opens after ``day``, or may still open (an inexact one)."""
    return meeting.starts_on > day or (not meeting.is_exact and meeting.ends_on > day)
