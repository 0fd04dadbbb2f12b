"""Whose calendars a meeting enters: the parties that may attend it, and their focal points."""

from datetime import datetime

from crm_portal.core.access import Role
from meetings.models import Forum, Meeting, Registration, Right
from meetings.rights import Rights
from members.access import focal_points, secretariat
from members.models import Mandate, Party


def parties(meeting: Meeting, at: datetime) -> list[int]:
    """Return the parties that the matrix lets attend the meeting as things stand at ``at``."""
    here = Rights.of(meeting, at)
    known = {*here.classes, *here.met}
    return [party for party in known if here.may(Right.ATTEND, meeting.body.forum, party)]


def accounts(meeting: Meeting, at: datetime) -> list[int]:
    """Return the focal points of those parties, and the Secretariat's officers."""
    found = parties(meeting, at)
    mine = set(Party.objects.filter(pk__in=found).values_list("pk", flat=True))
    return list(dict.fromkeys([*focal_points(mine, at), *secretariat(at)]))


def behind_the_door(meeting: Meeting, at: datetime) -> list[int]:
    """Return the accounts that may be inside: Vice-Ministers, companions, an exception's.

    Whether each is, is for the circle to say (001:376).
    """
    seated = Registration.objects.in_force().filter(
        session__meeting=meeting, session__forum=Forum.VM_CLOSED
    )
    companions = seated.exclude(delegate__user=None)
    heads = Mandate.objects.at(at).filter(role=Role.VICE_MINISTER, user__is_active=True)
    return list(
        dict.fromkeys(
            [
                *heads.order_by("user").values_list("user", flat=True),
                *companions.order_by("pk").values_list("delegate__user", flat=True),
                *secretariat(at),
            ]
        )
    )
