"""Sixty people for the meeting: four of each member, one of each observer, one of civil society.

They have a place and no name: nobody is invented as if real. One delegation is left to
be completed, one to be approved, one was sent back.
"""

from crm_portal.core.access import Viewer
from meetings import rights
from meetings.models import Delegate, Delegation, Forum, Meeting, PartyClass
from meetings.services import accreditation, delegations
from meetings.services.delegations import Person
from members.models import Mandate, Party

HEAD, COMPANIONS, ADVISER = "head", 2, "adviser"
LEFT_OPEN, SENT_BACK, WAITING = "DO", "HN", "PA"
MEMBERS = frozenset({PartyClass.MEMBER, PartyClass.PPT, PartyClass.OTHER_TROIKA})
# The account that holds an office for a party: ``{(party id, role): user id}``.
Accounts = dict[tuple[int, str], int]


def register(meeting: Meeting, secretariat: Viewer) -> int:
    """Register everybody and approve them; return how many people there are."""
    classes = rights.classes_at(secretariat.at)
    accounts = _accounts(secretariat)
    for party in Party.objects.filter(pk__in=classes).order_by("order"):
        party_class = classes[party.pk]
        if party_class == PartyClass.SECRETARIAT:
            continue
        is_member = party_class in MEMBERS
        people = _members(party, accounts) if is_member else [_observer(party)]
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


PLACES = (
    ("Viceministra o Viceministro", "Vice-Minister", HEAD, "vice_minister"),
    ("Dirección de Migración", "Directorate of Migration", "member", "director_migration"),
    (
        "Dirección de Asuntos Consulares",
        "Consular Affairs",
        "member",
        "director_consular",
    ),
    ("Asesoría", "Adviser", ADVISER, "other"),
)


def _members(party: Party, accounts: Accounts) -> list[Person]:
    return [
        Person(
            full_name=f"Participante {place} de {party.name_es} (demostración)",
            title_es=es,
            title_en=en,
            function=function,
            level=level,
            user_id=accounts.get((party.pk, level)),
            order=place,
        )
        for place, (es, en, function, level) in enumerate(PLACES, start=1)
    ]


def _accounts(by: Viewer) -> Accounts:
    """Return the first account that holds each office now."""
    held = Mandate.objects.at(by.at).order_by("-user_id")
    return {
        (party, role): user
        for party, role, user in held.values_list("party_id", "role", "user_id")
    }


def _observer(party: Party) -> Person:
    return Person(
        full_name=f"Participante de {party.acronym_es or party.name_es} (demostración)",
        title_es="Representante",
        title_en="Representative",
        function=HEAD,
        order=1,
    )
