"""Parties, people and powers, each with its dates."""

from members.models.accounts import Mandate, User
from members.models.calendars import CalendarYear, Closure
from members.models.parties import Institution, OfficialVoice, Party, Standing
from members.models.presidencies import Designation, Presidency

__all__ = [
    "CalendarYear",
    "Closure",
    "Designation",
    "Institution",
    "Mandate",
    "OfficialVoice",
    "Party",
    "Presidency",
    "Standing",
    "User",
]
