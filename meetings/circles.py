"""Which closed circles of which meetings a viewer belongs to, at the instant of the reading."""

from crm_portal.core.access import Role, Viewer
from meetings.models import Forum, Session

PARTICIPANTS, DRAFTING, CLOSED = "participants", "drafting", "closed"


def key(meeting_id: int, circle: str) -> str:
    """Return the name of a circle of a meeting, as documents carry it."""
    return f"meeting:{meeting_id}:{circle}"


def circles(viewer: Viewer) -> frozenset[str]:
    """Return the circles that ``viewer`` belongs to now; nothing is remembered between readings."""
    if viewer.party_id is None or not viewer.has(Role.VICE_MINISTER):
        return frozenset()
    closed = Session.objects.filter(forum=Forum.VM_CLOSED).values_list(
        "meeting_id", flat=True
    )
    return frozenset(key(meeting, CLOSED) for meeting in closed.distinct())
