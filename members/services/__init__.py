"""One function per verb: rule, lock, step, audit, notices, in one transaction."""

from members.services.access_tokens import make_token, note_use, revoke_token
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
from members.services.continuity import answer_continuity, ask_continuity
from members.services.designations import (
    announce_interest,
    annul_designation,
    designate_next,
    withdraw_interest,
)
from members.services.imports import (
    confirm_import,
    discard_import,
    rehearse_import,
    upload_directory,
)
from members.services.institutions import (
    close_institution,
    open_institution,
    update_institution,
)
from members.services.mandates import appoint, designate_official_voice, end_mandate
from members.services.people import note_taking, update_contact
from members.services.presidencies import hand_over_presidency, set_theme
from members.services.recovery import (
    approve_recovery,
    dismiss_recovery,
    open_recovery,
    recover_account,
)
from members.services.security import (
    ask_address_change,
    choose_timing,
    close_account,
    confirm_address,
    reopen_account,
)
from members.services.standing import (
    admit,
    admit_newcomer,
    record_departure,
    reinstate,
    suspend,
)

__all__ = [
    "accept_invitation",
    "admit",
    "admit_newcomer",
    "announce_interest",
    "annul_designation",
    "answer_continuity",
    "appoint",
    "approve_recovery",
    "ask_address_change",
    "ask_contacts",
    "ask_continuity",
    "choose_timing",
    "close_account",
    "close_institution",
    "confirm_address",
    "confirm_calendar_year",
    "confirm_import",
    "designate_next",
    "designate_official_voice",
    "discard_import",
    "dismiss_recovery",
    "draft_calendar_year",
    "end_mandate",
    "enter_closure",
    "hand_over_presidency",
    "invite",
    "invite_again",
    "make_token",
    "note_taking",
    "note_use",
    "open_institution",
    "open_recovery",
    "record_departure",
    "recover_account",
    "rehearse_import",
    "reinstate",
    "reopen_account",
    "revoke_token",
    "set_theme",
    "supersede_closure",
    "suspend",
    "update_account",
    "update_contact",
    "update_institution",
    "upload_directory",
    "verify_contact",
    "withdraw_interest",
]
