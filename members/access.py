"""From an account to a viewer: which roles a person holds at the instant of the clock of record."""

from datetime import datetime

from crm_portal.core.access import ZONE_OF_RECORD, Role, Viewer
from members import rules
from members.models import Designation, Mandate, OfficialVoice, Presidency, User
from members.models.parties import PartyKind

ROLE_OF_KIND = {
    PartyKind.MEMBER_STATE: Role.MEMBER,
    PartyKind.OBSERVER_STATE: Role.OBSERVER,
    PartyKind.OBSERVER_ORGANIZATION: Role.OBSERVER,
    PartyKind.CIVIL_SOCIETY: Role.CIVIL_SOCIETY,
}


def troika_at(at: datetime) -> rules.Troika:
    """Return the Troika at ``at``: two queries, no cache."""
    terms = [
        rules.Term(row.party_id, row.label_year, row.term.lower, row.term.upper)
        for row in Presidency.objects.all()
    ]
    return rules.troika(terms, _designated(terms, at), at)


def _designated(terms: list[rules.Term], at: datetime) -> int | None:
    started = max((term.label_year for term in terms if term.starts_at <= at), default=0)
    designation = (
        Designation.objects.filter(label_year__gt=started, decided_on__lte=at.astimezone(ZONE_OF_RECORD).date())
        .order_by("label_year")
        .first()
    )
    return designation.party_id if designation else None


def viewer_for(user: User | None, at: datetime) -> Viewer:
    """Return what ``user`` is at ``at``; nobody, or somebody without a mandate, is the public."""
    if user is None or not user.is_active:
        return Viewer(at=at)
    mandates = list(Mandate.objects.at(at).filter(user=user).select_related("party"))
    if not mandates:
        return Viewer(at=at, language=user.language)
    first = mandates[0]
    own = [mandate for mandate in mandates if mandate.party_id == first.party_id]
    held = {Role(mandate.role) for mandate in own}
    if kind_role := ROLE_OF_KIND.get(PartyKind(first.party.kind)):
        held.add(kind_role)
    return Viewer(
        at=at,
        user_id=user.pk,
        party_id=first.party_id,
        institution_id=first.institution_id,
        roles=_with_office(held, first, at) if Role.MEMBER in held else frozenset(held),
        language=user.language,
        label=f"{user.full_name} ({first.party.code})",
    )


def _with_office(held: set[Role], mandate: Mandate, at: datetime) -> frozenset[Role]:
    voice = OfficialVoice.objects.at(at).filter(party_id=mandate.party_id).first()
    return rules.derived_roles(
        held,
        speaks=voice is not None and voice.institution_id == mandate.institution_id,
        party_id=mandate.party_id,
        seats=troika_at(at),
    )
