"""What is on record in a party's favour before a conditional right is asked for."""

from datetime import datetime

from django.db.models import Q

from meetings.models import (
    AgendaItem,
    AgendaSlot,
    BodyKind,
    ConvocationLetter,
    Guest,
    ItemKind,
    ItemStanding,
    LetterBasis,
    Meeting,
)
from meetings.models.agenda import behind_closed_door
from meetings.rules import Ground
from members.models import Party
from members.models.parties import PartyKind

# The ad hoc group that civil society belongs to (001:614).
OF_CIVIL_SOCIETY = "ADHOC_RROCM"


def invitations(meeting: Meeting, at: datetime) -> dict[int, set[str]]:
    """The special guests of the meeting, and the parties that were invited to it by name."""
    guests = Guest.objects.filter(meeting=meeting, called_off_on=None)
    found = set(guests.exclude(party=None).values_list("party_id", flat=True))
    letters = ConvocationLetter.objects.filter(
        convocation__meeting=meeting, basis=LetterBasis.INVITATION, sent_at__lte=at
    )
    called = letters.filter(Q(called_off_at=None) | Q(called_off_at__gt=at))
    found |= set(called.values_list("party_id", flat=True))
    return {party: {Ground.INVITATION} for party in found}


def spaces(meeting: Meeting, at: datetime) -> dict[int, set[str]]:
    """The parties that the presidency and the Secretariat gave a place in the agenda.

    Civil society has its own by the dialogue with it; observers by a space that both
    offices confirmed (001:375, 003:105). Nothing of it is behind the closed door.
    """
    given = AgendaSlot.objects.filter(
        item__meeting=meeting, item__standing=ItemStanding.TAKEN, confirmed_at__lte=at
    ).exclude(behind_closed_door("item__"))
    found = given.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=at))
    parties = set(found.values_list("party_id", flat=True))
    dialogue = AgendaItem.objects.filter(meeting=meeting, kind=ItemKind.RROCM_DIALOGUE)
    if dialogue.on_the_agenda().exclude(behind_closed_door()).exists():
        network = Party.objects.filter(kind=PartyKind.CIVIL_SOCIETY)
        parties |= set(network.values_list("pk", flat=True))
    return {party: {Ground.SPACE} for party in parties}


def groups(meeting: Meeting, at: datetime) -> dict[int, set[str]]:
    """The civil society network, in the ad hoc group that it is a member of."""
    if meeting.body.kind != BodyKind.AD_HOC_GROUP or meeting.body.code != OF_CIVIL_SOCIETY:
        return {}
    network = Party.objects.filter(kind=PartyKind.CIVIL_SOCIETY)
    return {party: {Ground.GROUP} for party in network.values_list("pk", flat=True)}
