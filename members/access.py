"""From an account to a viewer: which roles a person holds at the instant of the clock of record."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from crm_portal.core.access import ZONE_OF_RECORD, Role, Viewer
from crm_portal.core.instance import THIS
from crm_portal.core.prepared import Prepared
from members import rules
from members.models import Designation, Mandate, OfficialVoice, Party, Presidency, User
from members.models.accounts import MandateQuerySet
from members.models.parties import PartyKind

ROLE_OF_KIND = {
    PartyKind.MEMBER_STATE: Role.MEMBER,
    PartyKind.OBSERVER_STATE: Role.OBSERVER,
    PartyKind.OBSERVER_ORGANIZATION: Role.OBSERVER,
    PartyKind.CIVIL_SOCIETY: Role.CIVIL_SOCIETY,
}

# The presidency in office and the one before it.
SEATS_BEFORE = 2


def troika_at(at: datetime) -> rules.Troika:
    """Return the Troika at ``at``, of countries that are members then: one query, no cache.

    Where the chair is shared it is those who share it.
    """
    on = at.astimezone(ZONE_OF_RECORD).date()
    found = _PRESIDENCIES(on=on, at=at)
    absent = {each.party_id for each in found if not each.takes_part}  # type: ignore[attr-defined]
    if THIS.chair.is_shared:
        chairs = [each.party_id for each in found if at in each.term]
        return rules.shared(chairs, THIS.chair.seats).without(absent)
    terms = [_term(each) for each in found]
    first, last = rules.years_of_the_next(terms, at)
    next_ = next(
        (party for year, party in _designated(found, on) if first <= year <= last), None
    )
    return rules.troika(terms, next_, at).without(absent)


def _term(presidency: Presidency) -> rules.Term:
    term = presidency.term
    return rules.Term(presidency.party_id, presidency.label_year, term.lower, term.upper)


def _designated(presidencies: list[Presidency], on: date) -> list[tuple[int, int]]:
    """Return the years with a designation in force, the earliest first, and for whom."""
    if not presidencies:
        return list(_designations(on).values_list("label_year", "party"))
    first: Any = presidencies[0]
    return list(zip(first.designated_years, first.designated_parties, strict=True))


def _designations(on: date) -> QuerySet[Designation]:
    found = Designation.objects.in_force(on).filter(party__in=Party.objects.members_on(on))
    return found.order_by("label_year", "pk")


def _presidencies(on: date, at: datetime) -> QuerySet[Presidency]:
    """The last two that had begun: terms never overlap, so no other has a seat.

    Each with the designations that hold on a day. Of a chair that is shared, those in force,
    by seat.
    """
    members = Party.objects.members_on(on)
    begun = Presidency.objects.filter(term__startswith__lte=at).order_by("-term")
    if THIS.chair.is_shared:
        begun = Presidency.objects.at(at)
    return begun.only("party", "label_year", "term").annotate(
        takes_part=Exists(members.filter(pk=OuterRef("party"))),
        designated_years=ArraySubquery(_designations(on).values("label_year")),
        designated_parties=ArraySubquery(_designations(on).values("party")),
    )[: max(SEATS_BEFORE, THIS.chair.seats)]


_PRESIDENCIES: Prepared[Presidency] = Prepared(_presidencies)


def viewer_for(user: User | None, at: datetime) -> Viewer:
    """Return what ``user`` is at ``at``; nobody, or somebody without a mandate, is the public.

    A mandate counts while its party's standing is active. At most two queries.
    """
    return identify(user, at)[0]


def identify(user: User | None, at: datetime) -> tuple[Viewer, Party | None]:
    """Return what ``user`` is at ``at``, and the party they act for, for display."""
    if user is None or not user.is_active:
        return Viewer(at=at), None
    mandates = _MANDATES(user=user.pk, at=at, on=at.astimezone(ZONE_OF_RECORD).date())
    if not mandates:
        return Viewer(at=at, language=user.language), None
    own = [each for each in mandates if each.party_id == mandates[0].party_id]
    speaking = next((each for each in own if _speaks(each)), None)
    first = speaking or own[0]
    held = {Role(mandate.role) for mandate in own}
    if kind_role := ROLE_OF_KIND.get(PartyKind(first.party.kind)):
        held.add(kind_role)
    if Role.MEMBER in held and speaking:
        seats = troika_at(at)
        held |= rules.derived_roles(held, speaks=True, party_id=first.party_id, seats=seats)
    viewer = Viewer(
        at=at,
        user_id=user.pk,
        party_id=first.party_id,
        institution_id=first.institution_id,
        roles=frozenset(held),
        language=user.language,
        label=f"{user.full_name} ({first.party.code})",
    )
    return viewer, first.party


def holder(user: User, by: Viewer) -> Viewer:
    """Return whoever proved to hold ``user`` by a link, without signing in, as an actor."""
    return Viewer(at=by.at, user_id=user.pk, language=user.language, label=str(user))


def _mandates(user: int, at: datetime, on: date) -> QuerySet[Mandate]:
    """The mandates that count, each with the institution that speaks for its party."""
    voice = OfficialVoice.objects.at(at).filter(party=OuterRef("party"))
    mandates = Mandate.objects.at(at).filter(
        user=user, party__in=Party.objects.active_on(on)
    )
    return mandates.select_related("party").annotate(
        voice_id=Subquery(voice.values("institution")[:1])
    )


_MANDATES: Prepared[Mandate] = Prepared(_mandates)


def _speaks(mandate: Mandate) -> bool:
    voice: int | None = mandate.voice_id  # type: ignore[attr-defined]
    is_focal_point = mandate.role == Role.FOCAL_POINT
    return is_focal_point and voice is not None and voice == mandate.institution_id


def is_titular(viewer: Viewer) -> bool:
    """Say whether the viewer is a focal point of its party, and not as an alternate."""
    mandates = Mandate.objects.at(viewer.at).focal_points()
    return mandates.filter(
        user=viewer.user_id, party=viewer.party_id, is_alternate=False
    ).exists()


def focal_points(parties: Iterable[int], at: datetime) -> list[int]:
    """Return the accounts of the focal points in office of ``parties`` (ids)."""
    mandates = Mandate.objects.at(at).focal_points().filter(party__in=list(parties))
    return _accounts(mandates)


def voice_focal_points(parties: Iterable[int], at: datetime) -> list[int]:
    """Return the accounts that speak for ``parties``: those of their official voices."""
    voices = OfficialVoice.objects.at(at).filter(party__in=list(parties))
    mandates = Mandate.objects.at(at).focal_points()
    return _accounts(mandates.filter(institution__in=voices.values("institution")))


def secretariat(at: datetime) -> list[int]:
    """Return the accounts of the Secretariat's officers in office."""
    return _accounts(Mandate.objects.at(at).filter(role=Role.SECRETARIAT))


def reachable(parties: Iterable[int], at: datetime) -> set[int]:
    """Return which of ``parties`` have an official voice with a verified focal point.

    A distribution needs one of each, or the Presidency's confirmation of the gap.
    """
    unverified = User.objects.unverified(at).values("pk")
    speaking = Mandate.objects.at(at).filter(user__in=voice_focal_points(parties, at))
    rows = speaking.exclude(user__in=unverified).values_list("party_id", flat=True)
    return set(rows)


def _accounts(mandates: MandateQuerySet) -> list[int]:
    rows = mandates.filter(user__is_active=True).order_by("user_id")
    return list(rows.values_list("user_id", flat=True).distinct())
