"""Parties, people and powers, each with its dates."""

from members.models.access_tokens import AccessToken
from members.models.accounts import Mandate, User
from members.models.calendars import CalendarYear, Closure
from members.models.continuity import ContinuityAnswer, ContinuityInquiry
from members.models.imports import DirectoryImport
from members.models.names import PartyName
from members.models.parties import Institution, OfficialVoice, Party, Standing
from members.models.presidencies import (
    Designation,
    Interest,
    InterestWithdrawal,
    Presidency,
)
from members.models.security import AddressChange, NotificationSettings, Recovery

__all__ = [
    "AccessToken",
    "AddressChange",
    "CalendarYear",
    "Closure",
    "ContinuityAnswer",
    "ContinuityInquiry",
    "Designation",
    "DirectoryImport",
    "Institution",
    "Interest",
    "InterestWithdrawal",
    "Mandate",
    "NotificationSettings",
    "OfficialVoice",
    "Party",
    "PartyName",
    "Presidency",
    "Recovery",
    "Standing",
    "User",
]
