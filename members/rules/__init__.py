"""Offices by date, powers over parties and people, contacts and calendars.

Values in, values out: no queries, no clock.
"""

from members.rules.contacts import VERIFY_EVERY, Freshness, freshness
from members.rules.delegations import (
    OF_MEMBERS,
    may_import,
    may_import_for_all,
    may_keep_contacts,
    may_keep_institutions,
    sees_freshness,
)
from members.rules.lists import FIRST_MONTH, is_confirmable
from members.rules.powers import (
    DELEGATED,
    INVITABLE,
    may_announce_interest,
    may_appoint,
    may_ask_contacts,
    may_confirm_calendar,
    may_designate_voice,
    may_enter_closure,
    may_invite,
    may_read_calendars,
    may_read_pack,
    may_record_presidency,
    may_see_history,
    may_set_theme,
)
from members.rules.presidency import (
    Term,
    Troika,
    derived_roles,
    troika,
    years_of_the_next,
)
from members.rules.security import (
    RECOVERY_LASTS,
    may_approve_recovery,
    may_change_address,
    may_close_account,
    may_correct_reference,
    may_open_recovery,
)
from members.rules.standing import (
    LastStanding,
    earliest_standing,
    is_promotion,
    may_answer_continuity,
    may_ask_continuity,
    may_record_standing,
)

__all__ = [
    "DELEGATED",
    "FIRST_MONTH",
    "INVITABLE",
    "OF_MEMBERS",
    "RECOVERY_LASTS",
    "VERIFY_EVERY",
    "Freshness",
    "LastStanding",
    "Term",
    "Troika",
    "derived_roles",
    "earliest_standing",
    "freshness",
    "is_confirmable",
    "is_promotion",
    "may_announce_interest",
    "may_answer_continuity",
    "may_appoint",
    "may_approve_recovery",
    "may_ask_contacts",
    "may_ask_continuity",
    "may_change_address",
    "may_close_account",
    "may_confirm_calendar",
    "may_correct_reference",
    "may_designate_voice",
    "may_enter_closure",
    "may_import",
    "may_import_for_all",
    "may_invite",
    "may_keep_contacts",
    "may_keep_institutions",
    "may_open_recovery",
    "may_read_calendars",
    "may_read_pack",
    "may_record_presidency",
    "may_record_standing",
    "may_see_history",
    "may_set_theme",
    "sees_freshness",
    "troika",
    "years_of_the_next",
]
