"""Offices by date, powers over parties and people, contacts and calendars.

Values in, values out: no queries, no clock.
"""

from members.rules.contacts import VERIFY_EVERY, Freshness, freshness
from members.rules.lists import FIRST_MONTH, is_confirmable
from members.rules.powers import (
    DELEGATED,
    INVITABLE,
    may_appoint,
    may_ask_contacts,
    may_confirm_calendar,
    may_designate_voice,
    may_enter_closure,
    may_invite,
    may_read_calendars,
    may_record_presidency,
    may_see_history,
)
from members.rules.presidency import Term, Troika, derived_roles, troika

__all__ = [
    "DELEGATED",
    "FIRST_MONTH",
    "INVITABLE",
    "VERIFY_EVERY",
    "Freshness",
    "Term",
    "Troika",
    "derived_roles",
    "freshness",
    "is_confirmable",
    "may_appoint",
    "may_ask_contacts",
    "may_confirm_calendar",
    "may_designate_voice",
    "may_enter_closure",
    "may_invite",
    "may_read_calendars",
    "may_record_presidency",
    "may_see_history",
    "troika",
]
