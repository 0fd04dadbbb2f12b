"""Who acts for whom, from when and until when."""

from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from crm_portal.core import audit, notifications
from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from members import rules
from members.access import focal_points, is_titular, secretariat
from members.models import Institution, Mandate, OfficialVoice, Party, User
from members.models.parties import PartyKind
from members.networks import offered

OFFICERS = frozenset({Role.SECRETARIAT, Role.ADMINISTRATOR})


@transaction.atomic
def appoint(
    user_id: int,
    *,
    party_id: int,
    role: Role,
    by: Viewer,
    institution_id: int | None = None,
    is_alternate: bool = False,
    network: str = "",
) -> Mandate:
    """Give a person a role for a party from now on. A person acts for one party at a time.

    A liaison officer is one of a ``network`` (001:437), by the code of its body.
    """
    if not rules.may_appoint(by, party_id, role, titular=is_titular(by)):
        raise Refused(
            _(
                "Only the Secretariat, or the party's own focal point, appoints for a party."
            ),
            rule="001:393",
        )
    user = User.objects.select_for_update().get(pk=user_id)
    _require_place(party_id, role, institution_id, by)
    _require_network(role, network, by)
    _require_free(user, party_id, role, institution_id, network, by.at)
    mandate = Mandate.objects.create(
        user=user,
        party_id=party_id,
        institution_id=institution_id,
        role=role,
        is_alternate=is_alternate,
        network=network,
        during=DateTimeTZRange(by.at, None),
        appointed_by=by.label,
    )
    told = {"network": network} if network else {}
    audit.record(
        mandate, "appointed", by=by, user=user.pk, role=role, party=party_id, **told
    )
    if user.has_usable_password():
        _tell("account.appointed", mandate, [user.pk], by)
    return mandate


@transaction.atomic
def end_mandate(pk: int, *, by: Viewer, at: datetime | None = None) -> Mandate:
    """End a mandate at ``at`` (now unless told): at that instant its access is over.

    What was open passes to whoever else acts for the institution, and they are told.
    """
    mandate = Mandate.objects.select_for_update().get(pk=pk)
    if not rules.may_appoint(
        by, mandate.party_id, Role(mandate.role), titular=is_titular(by)
    ):
        raise Refused(
            _("Only the Secretariat, or the party's own focal point, ends a mandate."),
            rule="001:393",
        )
    ends_at = at or by.at
    _require_endable(mandate, ends_at, by)
    return end_for(mandate, ends_at, by)


def end_for(mandate: Mandate, ends_at: datetime, by: Viewer) -> Mandate:
    """End a mandate under lock that ``by`` may end, and tell its holder and the heirs."""
    mandate.during = DateTimeTZRange(mandate.during.lower, ends_at)
    mandate.save(update_fields=["during"])
    audit.record(mandate, "ended", by=by, user=mandate.user_id, ends_at=ends_at)
    _tell("account.mandate_ended", mandate, [mandate.user_id], by)
    heirs = heirs_of(mandate, ends_at) - {mandate.user_id, by.user_id}
    _tell("account.matters_passed", mandate, sorted(heirs), by)
    return mandate


def heirs_of(mandate: Mandate, at: datetime) -> set[int]:
    """Return the accounts to which the open matters of ``mandate`` pass at ``at``.

    The focal points of its institution; where none is left, those of its party, and the
    Secretariat, which chases a member without a contact (procedure 1.7).
    """
    if mandate.role != Role.FOCAL_POINT:
        return set()
    left = Mandate.objects.at(at).focal_points().exclude(pk=mandate.pk)
    left = left.filter(party=mandate.party_id, user__is_active=True)
    same = left.filter(institution=mandate.institution_id).values_list("user_id", flat=True)
    return set(same) or {*left.values_list("user_id", flat=True), *secretariat(at)}


@transaction.atomic
def designate_official_voice(
    institution_id: int, *, by: Viewer, since: datetime | None = None
) -> OfficialVoice:
    """Record which institution's word is the State's from ``since`` (now) on."""
    institution = Institution.objects.select_related("party").get(pk=institution_id)
    if institution.closed_on:
        raise Invalid(_("That institution is closed."), code="closed")
    party = Party.objects.select_for_update().get(pk=institution.party_id)
    if not rules.may_designate_voice(by, party.pk, titular=is_titular(by)):
        raise Refused(
            _("A party's official voice is designated by itself or by the Secretariat."),
            rule="001:468",
        )
    starts_at = since or by.at
    if starts_at < by.at:
        raise Invalid(_("A voice is designated from now on, not before."), code="past")
    _close_voices(party, starts_at, institution_id)
    voice = OfficialVoice.objects.create(
        party=party, institution=institution, during=DateTimeTZRange(starts_at, None)
    )
    audit.record(party, "voice_designated", by=by, institution=institution_id)
    _tell("account.voice_designated", voice, focal_points([party.pk], by.at), by)
    return voice


def _close_voices(party: Party, at: datetime, institution_id: int) -> None:
    """End the voice in force at ``at``; refuse if another one is already due to follow."""
    voices = OfficialVoice.objects.select_for_update().filter(party=party)
    if voices.filter(during__startswith__gt=at).exists():
        raise Conflict(_("A later designation is already recorded."), code="later_voice")
    current = voices.at(at).first()
    if current is None:
        return
    if current.institution_id == institution_id:
        raise Conflict(_("This institution is the official voice already."), code="same")
    current.during = DateTimeTZRange(current.during.lower, at)
    current.save(update_fields=["during"])


def _require_place(
    party_id: int, role: Role, institution_id: int | None, by: Viewer
) -> None:
    party = Party.objects.get(pk=party_id)
    of_members = role in rules.OF_MEMBERS and not party.is_member_state
    if of_members or (role in OFFICERS) != (party.kind == PartyKind.SECRETARIAT):
        raise Invalid(_("That role does not exist in that party."), code="role")
    require_own(party, institution_id)
    if institution_id is not None:
        _require_open(Institution.objects.get(pk=institution_id), by)
    if party.is_member_state and institution_id is None:
        raise Invalid(_("Say through which institution."), code="institution")


def require_own(party: Party, institution_id: int | None) -> None:
    """Raise Invalid unless the institution, if one is named, is the party's."""
    if institution_id is None:
        return
    if not Institution.objects.filter(pk=institution_id, party=party).exists():
        raise Invalid(_("That institution is another party's."), code="institution")


def _require_open(institution: Institution, by: Viewer) -> None:
    if institution.closed_on and institution.closed_on <= by.on:
        raise Invalid(_("That institution is closed."), code="closed")


def _require_network(role: Role, network: str, by: Viewer) -> None:
    """A liaison officer names one of the networks that meet; nobody else names any."""
    if role != Role.LIAISON_OFFICER:
        if network:
            raise Invalid(_("Only a liaison officer belongs to a network."), code="network")
        return
    known = {each.code for each in offered(by.on)}
    if network not in known and (network or known):
        raise Invalid(_("Say of which network."), code="network", rule="001:437")


def _require_free(
    user: User,
    party_id: int,
    role: Role,
    institution_id: int | None,
    network: str,
    at: datetime,
) -> None:
    held = Mandate.objects.filter(user=user, during__overlap=DateTimeTZRange(at, None))
    if held.exclude(party=party_id).exists():
        raise Conflict(_("This person acts for another party."), code="other_party")
    if held.filter(role=role, institution=institution_id, network=network).exists():
        raise Conflict(_("This person holds that mandate already."), code="same")


def _require_endable(mandate: Mandate, ends_at: datetime, by: Viewer) -> None:
    if ends_at < by.at:
        raise Invalid(_("A mandate ends now or later, never before."), code="past")
    over = mandate.during.isempty or (
        mandate.during.upper is not None and mandate.during.upper <= by.at
    )
    if over:
        raise IllegalStep(_("This mandate is over already."))
    if ends_at < mandate.during.lower:
        raise Invalid(_("A mandate ends after it begins."), code="past")


def _tell(event: str, target: Mandate | OfficialVoice, to: list[int], by: Viewer) -> None:
    key = f"{event}:{target.pk}:{by.at.isoformat()}"
    notifications.owe(event, target, to=to, key=key, by=by)
