"""Calendars told of a meeting: one notice for each focal point of those it concerns."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType

from crm_portal.core.access import Viewer
from crm_portal.core.models import Notice
from crm_portal.core.notifications import owe
from meetings import convened
from meetings.models import Meeting


def tell(meeting: Meeting, event: str, *, by: Viewer) -> int:
    """Owe the notice ``event`` (convened, changed, called_off); return how many were owed.

    To those it concerns now, and to those who were told of it before: an entry that was
    sent is moved or taken out of the calendar it went to.
    """
    return owe(
        f"meeting.{event}",
        meeting,
        to=[*convened.accounts(meeting, by.at), *_told_before(meeting)],
        key=f"meeting:{meeting.pk}:{event}:{meeting.sequence}",
        by=by,
        sequence=meeting.sequence,
    )


def tell_inside(meeting: Meeting, *, by: Viewer) -> int:
    """Owe the notice that something behind the closed door moved; return how many were owed.

    To those who may be inside, and nobody else: who is, is asked again when it is sent.
    """
    return owe(
        "meeting.changed",
        meeting,
        to=convened.behind_the_door(meeting, by.at),
        key=f"meeting:{meeting.pk}:changed:{meeting.sequence}",
        by=by,
        sequence=meeting.sequence,
        closed=True,
    )


def _told_before(meeting: Meeting) -> Iterable[int]:
    kind = ContentType.objects.get_for_model(Meeting)
    notices = Notice.objects.filter(target_type=kind, target_id=meeting.pk)
    told = notices.filter(event__startswith="meeting.").exclude(sent_at=None)
    return told.order_by("recipient").values_list("recipient", flat=True).distinct()
