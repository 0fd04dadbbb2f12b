"""The sessions of a meeting: added, changed, removed while it lies ahead.

Once it is convened, the calendars it is in are told; what is behind closed doors, only
those of the people who may go in.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from meetings.meeting_states import State
from meetings.models import Forum, Meeting, Session
from meetings.rules import convening
from meetings.services import invitations
from meetings.services.planning import require_ahead, require_power

OWN = ("forum", "title_es", "title_en", "starts_at", "ends_at", "room")


@transaction.atomic
def add_session(
    meeting_id: int,
    *,
    forum: str,
    starts_at: datetime,
    ends_at: datetime,
    by: Viewer,
    title_es: str = "",
    title_en: str = "",
    room: str = "",
) -> Session:
    """Add a session; ``ends_at`` is excluded. One behind closed doors has no title of its own."""
    meeting = _ahead(meeting_id, by)
    session = Session(
        meeting=meeting,
        forum=forum,
        title_es=title_es.strip(),
        title_en=title_en.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        room=room.strip(),
    )
    _require_sense(session, meeting)
    session.save()
    audit.record(meeting, "session_added", by=by, session=session.pk, **_told(session))
    _tell(meeting, [session.forum], by)
    return session


@transaction.atomic
def change_session(pk: int, *, by: Viewer, **given: Any) -> Session:
    """Change when, where or under which title a session sits."""
    session = Session.objects.select_for_update(of=("self",)).get(pk=pk)
    meeting = _ahead(session.meeting_id, by)
    before = _told(session)
    for name in OWN:
        if name in given:
            value = given[name]
            setattr(session, name, value.strip() if isinstance(value, str) else value)
    _require_sense(session, meeting)
    after = _told(session)
    if after == before:
        return session
    session.save()
    audit.record(meeting, "session_changed", by=by, session=pk, was=before, becomes=after)
    _tell(meeting, [before["forum"], session.forum], by)
    return session


@transaction.atomic
def remove_session(pk: int, *, by: Viewer) -> None:
    """Remove a session that nothing hangs on yet: no item, no registration, no decision."""
    session = Session.objects.select_for_update(of=("self",)).get(pk=pk)
    meeting = _ahead(session.meeting_id, by)
    told = _told(session)
    try:
        with transaction.atomic():
            session.delete()
    except (ProtectedError, models.RestrictedError):
        raise Conflict(
            _("Something hangs on that session already: move it instead."), code="used"
        ) from None
    audit.record(meeting, "session_removed", by=by, session=pk, **told)
    _tell(meeting, [session.forum], by)


def _ahead(meeting_id: int, by: Viewer) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body")
    meeting = rows.get(pk=meeting_id)
    require_power(meeting.body.kind, meeting.host_id, by)
    require_ahead(meeting)
    return meeting


def _tell(meeting: Meeting, forums: list[str], by: Viewer) -> None:
    """Raise the sequence; of a convened meeting, tell whoever may know of those sessions."""
    meeting.sequence += 1
    meeting.save(update_fields=["sequence"])
    if meeting.state != State.CONVENED:
        return
    if set(forums) != {Forum.VM_CLOSED}:
        invitations.tell(meeting, "changed", by=by)
    if Forum.VM_CLOSED in forums:
        invitations.tell_inside(meeting, by=by)


def _told(session: Session) -> dict[str, Any]:
    return {name: getattr(session, name) for name in OWN}


def _require_sense(session: Session, meeting: Meeting) -> None:
    if session.ends_at <= session.starts_at:
        raise Invalid(_("A session ends after it begins."), code="hours")
    if session.forum == Forum.VM_CLOSED and (session.title_es or session.title_en):
        raise Invalid(
            _("A session behind closed doors has no title of its own."), code="closed"
        )
    first = session.starts_at.astimezone(ZoneInfo(meeting.time_zone)).date()
    if not convening.falls_within(meeting.starts_on, meeting.ends_on, first):
        raise Invalid(_("It sits on one of the days of the meeting."), code="day")
