"""Who may act on parties, people, contacts, calendars and presidencies."""

from collections.abc import Collection

from crm_portal.core.access import Role, Viewer

# What a delegation may appoint for itself; the Secretariat, its own officers too.
DELEGATED = frozenset(
    {
        Role.FOCAL_POINT,
        Role.LIAISON_OFFICER,
        Role.VICE_MINISTER,
        Role.DIRECTOR_MIGRATION,
        Role.DIRECTOR_CONSULAR,
    }
)
INVITABLE = {
    Role.SECRETARIAT: DELEGATED | {Role.SECRETARIAT},
    Role.ADMINISTRATOR: DELEGATED | {Role.SECRETARIAT, Role.ADMINISTRATOR},
}


def may_appoint(by: Viewer, party_id: int, role: Role, *, titular: bool) -> bool:
    """Say whether ``by`` may give or end the mandate of ``role`` for a party.

    Members keep their own focal points current (001:393): a titular focal point does it
    for its own party (``titular``), the Secretariat for everybody.
    """
    if any(by.has(office) and role in granted for office, granted in INVITABLE.items()):
        return True
    own = by.has(Role.FOCAL_POINT) and by.party_id == party_id
    return own and titular and role in DELEGATED


may_invite = may_appoint


def may_designate_voice(by: Viewer, party_id: int, *, titular: bool) -> bool:
    """Say whether ``by`` may record which institution speaks for a party (001:468)."""
    if by.has(Role.SECRETARIAT):
        return True
    return by.has(Role.OFFICIAL_VOICE) and titular and by.party_id == party_id


def may_ask_contacts(by: Viewer) -> bool:
    """Say whether ``by`` may ask people to confirm their contact details."""
    return by.has(Role.SECRETARIAT, Role.ADMINISTRATOR)


def may_see_history(by: Viewer, user_id: int) -> bool:
    """Say whether ``by`` may read what an account did: its holder and the Secretariat."""
    return by.has(Role.SECRETARIAT, Role.ADMINISTRATOR) or by.user_id == user_id


def may_read_calendars(by: Viewer) -> bool:
    """Calendars are for those between whom the procedure runs."""
    return by.has(Role.MEMBER, Role.SECRETARIAT, Role.ADMINISTRATOR)


def may_enter_closure(by: Viewer) -> bool:
    """Only the Secretariat enters closures (procedure 2.5)."""
    return by.has(Role.SECRETARIAT)


def may_confirm_calendar(by: Viewer, party_id: int) -> bool:
    """Say whether ``by`` may confirm a member's list: its official voice, or the Secretariat."""
    if by.has(Role.SECRETARIAT):
        return True
    return by.has(Role.OFFICIAL_VOICE) and by.party_id == party_id


def may_record_presidency(by: Viewer) -> bool:
    """Say whether ``by`` may record a hand-over or a designation decided by consensus."""
    return by.has(Role.SECRETARIAT, Role.PRESIDENCY)


def may_announce_interest(by: Viewer, party_id: int | None) -> bool:
    """Say whether ``by`` may record that a member announced its interest (001:397).

    The member itself, through its official voice; the Secretariat and the presidency for any.
    """
    if may_record_presidency(by):
        return True
    own = by.has(Role.OFFICIAL_VOICE) and by.has(Role.MEMBER)
    return own and party_id in {by.party_id, None}


def may_set_theme(by: Viewer, *, presides: bool) -> bool:
    """Say whether ``by`` may write the theme of a term: the Secretariat of any, the
    presidency of its own while it is in office (``presides``).
    """
    return by.has(Role.SECRETARIAT) or (by.has(Role.PRESIDENCY) and presides)


def may_read_pack(by: Viewer, parties: Collection[int | None]) -> bool:
    """Say whether ``by`` may read what one presidency hands to the next.

    The Secretariat, and whoever speaks for one of the two countries (``parties``).
    """
    if by.has(Role.SECRETARIAT):
        return True
    return by.has(Role.OFFICIAL_VOICE) and by.party_id in parties
