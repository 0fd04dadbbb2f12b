"""Whose calendars a meeting enters: the parties that may attend it, and their focal points."""

from datetime import datetime

from meetings.models import Meeting, Right
from meetings.rights import Rights
from members.access import focal_points, secretariat
from members.models import Party


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
