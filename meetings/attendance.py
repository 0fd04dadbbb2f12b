"""Who was there: the parties that attended a meeting, and who may read it session by session."""

from django.db.models import Q

from crm_portal.core.access import Viewer
from crm_portal.library import circles
from meetings.circles import CLOSED, key
from meetings.models import Meeting, Presence, Session
from meetings.models.attendance import PresenceQuerySet


def attended(meeting: Meeting) -> set[int]:
    """Return the parties (ids) of which somebody was present at the meeting: one query."""
    found = Presence.objects.in_force().filter(meeting=meeting, party__isnull=False)
    return set(found.values_list("party_id", flat=True))


def is_inside(meeting: Meeting, viewer: Viewer) -> bool:
    """Say whether ``viewer`` belongs behind the closed doors of ``meeting`` at this instant."""
    return key(meeting.pk, CLOSED) in circles.of(viewer)


def at_session(session: Session, viewer: Viewer) -> PresenceQuerySet:
    """Return who was present at a session; behind closed doors, to those inside alone."""
    found = Presence.objects.in_force().filter(session=session)
    if session.is_closed:
        return found if is_inside(session.meeting, viewer) else found.none()
    return found.filter(Q(meeting__in=Meeting.objects.visible_to(viewer)))
