"""The letters that keep calendars right: convened, changed, called off.

Each is in its reader's language.
A letter says what the meeting is when it is written, so that one that was late never takes
back what a later one said. Whoever may no longer come is told so by their calendar.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from crm_portal.core.access import Role
from crm_portal.core.display import format_day
from crm_portal.core.models import Notice
from crm_portal.core.notifications import Letter
from meetings import calendar_file, circles
from meetings.meeting_states import State
from meetings.models import Meeting, Right, Session
from meetings.presentation import titles, year
from meetings.presentation.clocks import clocks
from meetings.rights import Rights
from members.access import identify
from members.models import Party

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
    inside = circles.key(meeting.pk, circles.CLOSED) in circles.circles(viewer)
    if (notice.data.get("closed") and not inside) or _is_overtaken(notice, inside=inside):
        return None
    comes = viewer.has(Role.SECRETARIAT) or bool(
        Rights.of(meeting, at).may(Right.ATTEND, meeting.body.forum, viewer.party_id)
    )
    if not comes and not _was_told(notice):
        return None
    told = event if comes or is_off else "not_concerned"
    method = "CANCEL" if is_off or not comes else "REQUEST"
    reader = party if party and party.capital_tz else None
    known = [one for one in meeting.sessions.all() if inside or not one.is_closed]
    # The first hour that its reader may know of.
    meeting.opens_at = known[0].starts_at if known else None  # type: ignore[attr-defined]
    with override(user.language):
        lines = _sittings(known, meeting, reader) if method == "REQUEST" else []
        body = render_to_string(
            "mail/meeting/letter.txt",
            {"user": user, "event": told, **_context(meeting, reader, lines)},
        )
        subject = str(SUBJECTS[told]) % {"symbol": meeting.symbol}
    return Letter(
        to=user.email,
        subject=subject,
        body=body,
        calendar=calendar_file.invitation(
            meeting, user, reader, method=method, at=at, lines=lines
        ),
        calendar_name=NAME,
        calendar_method=method,
    )


def _context(meeting: Meeting, reader: Party | None, lines: list[str]) -> dict[str, Any]:
    opens = meeting.opens_at  # type: ignore[attr-defined]
    return {
        "meeting": meeting,
        "title": titles.Names.read().title(meeting),
        "place": titles.place(meeting),
        "clocks": clocks(opens, meeting, reader) if opens else [],
        "sittings": lines,
        "site_url": settings.SITE_URL,
        "link": settings.SITE_URL + meeting.get_absolute_url(),
    }


def _meeting(pk: int) -> Meeting | None:
    rows = Meeting.objects.select_related("body", "host").prefetch_related("sessions")
    return rows.filter(pk=pk).first()


def _sittings(sessions: list[Session], meeting: Meeting, reader: Party | None) -> list[str]:
    """Return each session in a line: its day, its hours on each clock, its name and room."""
    lines = []
    for each in year.sittings(sessions, meeting, reader):
        day = format_day(year.local_day(each["session"], meeting), "short")
        hours = " · ".join(
            f"{', '.join(filter(None, [clock['day'], clock['hours']]))} {clock['where']}"
            for clock in each["clocks"]
        )
        called = ", ".join(filter(None, [each["name"], each["room"]]))
        lines.append(f"{day}, {hours}: {called}")
    return lines


def _is_overtaken(notice: Notice, *, inside: bool) -> bool:
    """Say whether a later change is owed to the same reader: its letter says all of it."""
    later = Notice.objects.owed().filter(
        target_type=notice.target_type_id,
        target_id=notice.target_id,
        event="meeting.changed",
        recipient=notice.recipient_id,
        pk__gt=notice.pk,
    )
    if not inside:
        later = later.filter(data__closed__isnull=True)
    return notice.event == "meeting.changed" and later.exists()


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
