"""Who keeps a delegation's own house: its institutions, its people's data, its imports."""

from crm_portal.core.access import Role, Viewer

# Functions that exist in member countries alone (001:424, 001:437, facts 3.5, 3.8).
OF_MEMBERS = frozenset(
    {
        Role.LIAISON_OFFICER,
        Role.VICE_MINISTER,
        Role.DIRECTOR_MIGRATION,
        Role.DIRECTOR_CONSULAR,
    }
)


def may_keep_institutions(by: Viewer, party_id: int, *, titular: bool) -> bool:
    """Say whether ``by`` may open, rename and close a party's institutions.

    The Secretariat may for all; a delegation through its own administrator, a titular
    focal point of the institution that speaks for it (001:393, 001:468).
    """
    if by.has(Role.SECRETARIAT):
        return True
    return by.has(Role.OFFICIAL_VOICE) and titular and by.party_id == party_id


def may_keep_contacts(by: Viewer, party_id: int | None, *, titular: bool) -> bool:
    """Say whether ``by`` may write the contact data of people who act for a party (001:393)."""
    if by.has(Role.SECRETARIAT, Role.ADMINISTRATOR):
        return True
    own = party_id is not None and by.party_id == party_id
    return own and titular and by.has(Role.FOCAL_POINT)


def may_import_for_all(by: Viewer) -> bool:
    """Say whether ``by`` may import a directory with people of every party."""
    return by.has(Role.SECRETARIAT, Role.ADMINISTRATOR)


def may_import(by: Viewer, *, titular: bool) -> bool:
    """Say whether ``by`` may import a directory: for all, or for their own party."""
    return may_import_for_all(by) or (titular and by.has(Role.FOCAL_POINT))


def sees_freshness(by: Viewer) -> bool:
    """Say whether ``by`` may sort people by how fresh their contact is."""
    return by.has(Role.SECRETARIAT, Role.ADMINISTRATOR)
