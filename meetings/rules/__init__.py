"""When the Vice-Ministers sit, and who takes part in what. Values in, values out."""

from meetings.rules.admission import (
    is_decidable_at,
    lacking,
    may_read_applications,
    may_record_decision,
    may_work_applications,
)
from meetings.rules.guests import may_record_guest
from meetings.rules.participation import Cell, Ground, Verdict, may_be_decided, verdict
from meetings.rules.sessions import Days, is_in_session, may_open_after
from meetings.rules.symbols import meeting_symbol

__all__ = [
    "Cell",
    "Days",
    "Ground",
    "Verdict",
    "is_decidable_at",
    "is_in_session",
    "lacking",
    "may_be_decided",
    "may_open_after",
    "may_read_applications",
    "may_record_decision",
    "may_record_guest",
    "may_work_applications",
    "meeting_symbol",
    "verdict",
]
