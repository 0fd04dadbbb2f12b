"""What is on record in a party's favour before a conditional right is asked for."""

from datetime import datetime

from meetings.models import BodyKind, Guest, Meeting
from meetings.rules import Ground
from members.models import Party
from members.models.parties import PartyKind

# The ad hoc group that civil society belongs to (001:614).
OF_CIVIL_SOCIETY = "ADHOC_RROCM"


def invitations(meeting: Meeting, at: datetime) -> dict[int, set[str]]:
    """The special guests of the meeting, and the parties that were invited to it by name."""
    guests = Guest.objects.filter(meeting=meeting, called_off_on=None)
    found = guests.exclude(party=None).values_list("party_id", flat=True)
    return {party: {Ground.INVITATION} for party in found}


def spaces(meeting: Meeting, at: datetime) -> dict[int, set[str]]:
    """The parties that the presidency and the Secretariat gave a place in the agenda."""
    return {}


def groups(meeting: Meeting, at: datetime) -> dict[int, set[str]]:
    """The civil society network, in the ad hoc group that it is a member of."""
    if meeting.body.kind != BodyKind.AD_HOC_GROUP or meeting.body.code != OF_CIVIL_SOCIETY:
        return {}
    network = Party.objects.filter(kind=PartyKind.CIVIL_SOCIETY)
    return {party: {Ground.GROUP} for party in network.values_list("pk", flat=True)}
