"""Sixty people for the meeting: four of each member, one of each observer, one of civil society.

They have a place and no name: nobody is invented as if real. One delegation is left to
be completed, one to be approved, one was sent back.
"""

from django.db.models import Prefetch

from crm_portal.core.access import Viewer
from meetings import rights
from meetings.models import Delegate, Delegation, Forum, Meeting, PartyClass
from meetings.services import accreditation, delegations
from meetings.services.delegations import Person
from members.models import Mandate, Party

HEAD, COMPANIONS, ADVISER = "head", 2, "adviser"
LEFT_OPEN, SENT_BACK, WAITING = "DO", "HN", "PA"
MEMBERS = frozenset({PartyClass.MEMBER, PartyClass.PPT, PartyClass.OTHER_TROIKA})


def register(meeting: Meeting, secretariat: Viewer) -> int:
    """Register everybody and approve them; return how many people there are."""
    classes = rights.classes_at(secretariat.at)
    accounts = Mandate.objects.at(secretariat.at).select_related("user")
    parties = Party.objects.filter(pk__in=classes).prefetch_related(
        Prefetch("mandates", accounts.order_by("user_id"), to_attr="in_office")
    )
    for party in parties.order_by("order"):
        party_class = classes[party.pk]
        if party_class == PartyClass.SECRETARIAT:
            continue
        people = _members(party) if party_class in MEMBERS else [_observer(party)]
        _register(meeting, party, people, secretariat)
    return Delegate.objects.filter(delegation__meeting=meeting).count()


def _register(
    meeting: Meeting, party: Party, people: list[Person], secretariat: Viewer
) -> None:
    every = {session.pk: session.forum for session in meeting.sessions.all()}
    plenary = [pk for pk, forum in every.items() if forum != Forum.VM_CLOSED]
    for place, person in enumerate(people):
        is_inside = len(people) > 1 and place <= COMPANIONS
        sessions = list(every) if is_inside else plenary
        delegations.add_delegate(
            meeting.pk, person, sessions, party_id=party.pk, by=secretariat
        )
    if party.code != LEFT_OPEN:
        delegation = Delegation.objects.get(meeting=meeting, party=party)
        _decide(delegation, party.code, secretariat)


def _decide(delegation: Delegation, code: str, secretariat: Viewer) -> None:
    delegations.submit(delegation.pk, by=secretariat)
    if code == SENT_BACK:
        reason = "Falta el cargo de una de las personas acompañantes."
        accreditation.send_back(delegation.pk, reason=reason, by=secretariat)
    elif code != WAITING:
        accreditation.approve(delegation.pk, by=secretariat)


def _members(party: Party) -> list[Person]:
    return [
        _person(party, 1, "Viceministra o Viceministro", "Vice-Minister", HEAD),
        _person(party, 2, "Dirección de Migración", "Directorate of Migration"),
        _person(party, 3, "Dirección de Asuntos Consulares", "Consular Affairs"),
        _person(party, 4, "Asesoría", "Adviser", ADVISER),
    ]


LEVELS = {1: "vice_minister", 2: "director_migration", 3: "director_consular", 4: "other"}


def _person(party: Party, place: int, es: str, en: str, function: str = "member") -> Person:
    return Person(
        full_name=f"Participante {place} de {party.name_es} (demostración)",
        title_es=es,
        title_en=en,
        function=function,
        level=LEVELS[place],
        user_id=_account(party, LEVELS[place]),
        order=place,
    )


def _account(party: Party, level: str) -> int | None:
    """Return the demonstration account that holds the office, if there is one."""
    held: list[Mandate] = party.in_office  # type: ignore[attr-defined]
    return next((each.user_id for each in held if each.role == level), None)


def _observer(party: Party) -> Person:
    return Person(
        full_name=f"Participante de {party.acronym_es or party.name_es} (demostración)",
        title_es="Representante",
        title_en="Representative",
        function=HEAD,
        order=1,
    )
