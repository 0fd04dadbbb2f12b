"""Delegations as pages and papers list them: who comes, in which order, and what is missing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.library.rules import alphabet
from meetings.attending import Attending, Composition
from meetings.delegation_states import State
from meetings.models import (
    CompositionRule,
    Credential,
    Delegate,
    Delegation,
    Forum,
    Meeting,
    Registration,
    Right,
    Session,
)
from meetings.models.delegations import PREPARING
from meetings.rights import refusal
from meetings.rules.delegations import Quota
from members.models import Party
from members.models.parties import PartyKind

TONES = {
    State.DRAFT: "line",
    State.SUBMITTED: "due",
    State.APPROVED: "ok",
    State.RETURNED: "late",
}
GROUPS: dict[str, str | Promise] = {
    PartyKind.MEMBER_STATE: _("Member countries"),
    PartyKind.OBSERVER_STATE: _("Observer countries"),
    PartyKind.OBSERVER_ORGANIZATION: _("Observer organizations"),
    PartyKind.CIVIL_SOCIETY: _("Civil society"),
    PartyKind.SPECIAL_GUEST: _("Special guests"),
    PartyKind.SECRETARIAT: _("Secretariat"),
}


@dataclass
class Person:
    """A delegate as he or she is listed, with the sessions that the reader may know of."""

    delegate: Delegate
    sessions: list[Session] = field(default_factory=list)
    seat: int | None = None

    @property
    def waits(self) -> bool:
        """Whether the delegate has still to be approved."""
        return self.delegate.approved_at is None and not self.delegate.is_withdrawn


@dataclass
class Entry:
    """One delegation, or a member country that has registered none."""

    name: str
    kind: str
    party: Party | None = None
    delegation: Delegation | None = None
    people: list[Person] = field(default_factory=list)
    credentials: int = 0

    @property
    def tone(self) -> str:
        return TONES[State(self.delegation.state)] if self.delegation else ""

    @property
    def coming(self) -> list[Person]:
        return [each for each in self.people if not each.delegate.is_withdrawn]

    @property
    def inside(self) -> int:
        """How many of it are registered behind closed doors, as far as the reader may know."""
        return sum(each.seat is not None for each in self.coming)

    @property
    def is_submitted(self) -> bool:
        return self.delegation is not None and self.delegation.state == State.SUBMITTED


@dataclass(frozen=True)
class Group:
    """Delegations of one kind, in the alphabet of the reader's language."""

    label: str
    entries: list[Entry]


def listed(meeting: Meeting, viewer: Viewer) -> list[Entry]:
    """Return every delegation that exists for the reader, in alphabetical order: four queries."""
    known = Delegation.objects.visible_to(viewer).filter(meeting=meeting)
    known = known.filter(guest__called_off_on=None)
    entries = {
        each.pk: Entry(each.name, _kind(each), each.party, each)
        for each in known.select_related("party", "guest", "meeting")
    }
    people: dict[int, Person] = {}
    coming = Delegate.objects.visible_to(viewer).filter(delegation__in=list(entries))
    for delegate in coming.order_by("delegation", "order", "pk"):
        people[delegate.pk] = Person(delegate)
        entries[delegate.delegation_id].people.append(people[delegate.pk])
    _seated(people, meeting, viewer)
    if viewer.has(*PREPARING):
        counted = Credential.objects.filter(delegation__in=list(entries))
        for pk, count in counted.values_list("delegation").annotate(Count("pk")):
            entries[pk].credentials = count
    return sorted(entries.values(), key=lambda entry: alphabet(entry.name))


def one(delegation: Delegation, viewer: Viewer) -> Entry:
    """Return one delegation with its people, those who withdrew last."""
    entry = Entry(delegation.name, _kind(delegation), delegation.party, delegation)
    found = Delegate.objects.visible_to(viewer).filter(delegation=delegation)
    people = {each.pk: Person(each) for each in found.select_related("user")}
    _seated(people, delegation.meeting, viewer)
    entry.people = sorted(people.values(), key=lambda each: each.delegate.is_withdrawn)
    return entry


def _seated(people: dict[int, Person], meeting: Meeting, viewer: Viewer) -> None:
    held = Registration.objects.in_force().visible_to(viewer)
    held = held.filter(session__meeting=meeting).select_related("session")
    for each in held.order_by("session__starts_at"):
        person = people.get(each.delegate_id)
        if person is not None:
            person.sessions.append(each.session)
            person.seat = each.seat if each.seat is not None else person.seat


def missing(entries: Iterable[Entry], viewer: Viewer) -> list[Party]:
    """Return the member countries without a delegation, in alphabetical order: one query."""
    there = {entry.party.pk for entry in entries if entry.party and entry.coming}
    members = Party.objects.members_on(viewer.on).exclude(pk__in=there)
    return sorted(members, key=lambda party: alphabet(party.name))


def grouped(entries: Iterable[Entry]) -> list[Group]:
    """Return the delegations by what their parties are, each group in the order given."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.kind].append(entry)
    return [Group(str(label), found[kind]) for kind, label in GROUPS.items() if found[kind]]


def _kind(delegation: Delegation) -> str:
    party = delegation.party
    return party.kind if party else PartyKind.SPECIAL_GUEST


@dataclass(frozen=True)
class Place:
    """A session for one party: whether it may come, why not, and who makes a delegation up."""

    session: Session
    allowed: bool
    why: str
    sources: str
    quota: Quota | None
    taken: int
    shown: list[CompositionRule]
    departs: list[CompositionRule]

    @property
    def is_open(self) -> bool:
        """Whether somebody more may be registered."""
        return self.allowed and (self.quota is None or self.taken < self.quota.places)


def places(meeting: Meeting, entry: Entry, viewer: Viewer) -> list[Place]:
    """Return every session of the meeting as it is open, or not, to one delegation."""
    attending, composition = Attending.of(meeting, viewer.at), Composition.of(meeting)
    party = entry.party.pk if entry.party else None
    return [
        _place(session, party, entry, attending, composition)
        for session in meeting.sessions.all()
    ]


def _place(
    session: Session,
    party: int | None,
    entry: Entry,
    attending: Attending,
    composition: Composition,
) -> Place:
    verdict = attending.may(session.forum, party, session=session)
    levels = [e.delegate.level for e in entry.coming if session in e.sessions]
    rules = composition.of_forum(session.forum) if attending.is_country(party) else []
    return Place(
        session=session,
        allowed=bool(verdict),
        why="" if verdict else refusal(verdict, Right.ATTEND),
        sources=verdict.sources,
        quota=composition.quota(session.forum) if verdict else None,
        taken=sum(session in each.sessions for each in entry.coming),
        shown=rules if verdict else [],
        departs=composition.warnings(session.forum, levels) if rules else [],
    )


def closed_door(meeting: Meeting) -> list[dict[str, Any]]:
    """Return who is registered behind the closed doors of a meeting; for those inside alone."""
    held = Registration.objects.in_force().filter(
        session__meeting=meeting, session__forum=Forum.VM_CLOSED
    )
    confirmed = held.filter(delegate__approved_at__isnull=False).order_by("seat")
    found: dict[int, dict[str, Any]] = {}
    for each in confirmed.select_related("delegate", "delegation__party"):
        party = each.delegation.party
        if party is not None:
            row = found.setdefault(party.pk, {"party": party, "people": []})
            row["people"].append(each.delegate)
    return sorted(found.values(), key=lambda row: alphabet(row["party"].name))
