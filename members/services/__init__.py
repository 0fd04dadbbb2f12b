"""One function per verb: rule, lock, step, audit, notices, in one transaction."""

from members.services.accounts import (
    accept_invitation,
    invite,
    invite_again,
    update_account,
)
from members.services.calendars import (
    confirm_calendar_year,
    draft_calendar_year,
    enter_closure,
    supersede_closure,
)
from members.services.contacts import ask_contacts, verify_contact
from members.services.mandates import appoint, designate_official_voice, end_mandate
from members.services.presidencies import designate_next, hand_over_presidency

__all__ = [
    "accept_invitation",
    "appoint",
    "ask_contacts",
    "confirm_calendar_year",
    "designate_next",
    "designate_official_voice",
    "draft_calendar_year",
    "end_mandate",
    "enter_closure",
    "hand_over_presidency",
    "invite",
    "invite_again",
    "supersede_closure",
    "update_account",
    "verify_contact",
]
