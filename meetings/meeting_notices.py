"""The letters that keep calendars right: convened, changed, called off.

Each is in its reader's language.
A letter says what the meeting is when it is written, so that one that was late never takes
back what a later one said. Whoever may no longer come is told so by their calendar.
"""

from datetime import datetime

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from crm_portal.core.access import Role
from crm_portal.core.models import Notice
from crm_portal.core.notifications import Letter
from meetings import calendar_file
from meetings.meeting_states import State
from meetings.models import Meeting, Right, Session
from meetings.presentation import titles
from meetings.presentation.clocks import clocks
from meetings.rights import Rights
from members.access import identify

NAME = "reunion.ics"
SUBJECTS: dict[str, str | Promise] = {
    "convened": _("%(symbol)s: a meeting of the Conference is convened"),
    "changed": _("%(symbol)s: a meeting of the Conference changed"),
    "called_off": _("%(symbol)s: a meeting of the Conference is called off"),
    "not_concerned": _("%(symbol)s: the meeting leaves your calendar"),
}


def compose(notice: Notice, at: datetime) -> Letter | None:
    """Write the letter that ``notice`` stands for, or None if nothing is to be told now."""
    user = notice.recipient
    meeting = _meeting(notice.target_id)
    event = notice.event.removeprefix("meeting.")
    if meeting is None or not user.is_active:
        return None
    is_off = meeting.state == State.CALLED_OFF
    if is_off != (event == "called_off"):
        return None
    viewer, party = identify(user, at)
    comes = viewer.has(Role.SECRETARIAT) or bool(
        Rights.of(meeting, at).may(Right.ATTEND, meeting.body.forum, viewer.party_id)
    )
    if not comes and not _was_told(notice):
        return None
    told = event if comes or is_off else "not_concerned"
    method = "CANCEL" if is_off or not comes else "REQUEST"
    reader = party if party and party.capital_tz else None
    with override(user.language):
        names = titles.Names.read()
        opens = meeting.opens_at  # type: ignore[attr-defined]
        context = {
            "user": user,
            "meeting": meeting,
            "title": names.title(meeting),
            "place": titles.place(meeting),
            "event": told,
            "clocks": clocks(opens, meeting, reader) if opens else [],
            "site_url": settings.SITE_URL,
            "link": settings.SITE_URL + meeting.get_absolute_url(),
        }
        body = render_to_string("mail/meeting/letter.txt", context)
        subject = str(SUBJECTS[told]) % {"symbol": meeting.symbol}
    entry = calendar_file.invitation(meeting, user, reader, method=method, at=at)
    return Letter(
        to=user.email,
        subject=subject,
        body=body,
        calendar=entry,
        calendar_name=NAME,
        calendar_method=method,
    )


def _meeting(pk: int) -> Meeting | None:
    first = Session.objects.filter(meeting=OuterRef("pk")).order_by("starts_at")
    opening = Subquery(first.values("starts_at")[:1])
    rows = Meeting.objects.annotate(opens_at=opening).select_related("body", "host")
    return rows.filter(pk=pk).first()


def _was_told(notice: Notice) -> bool:
    return (
        Notice.objects.filter(
            target_type=notice.target_type_id,
            target_id=notice.target_id,
            event__startswith="meeting.",
            recipient=notice.recipient_id,
        )
        .exclude(sent_at=None)
        .exists()
    )
