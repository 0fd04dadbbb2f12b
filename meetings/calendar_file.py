"""Meetings for people's own calendars (iCalendar, RFC 5545; invitations as iTIP, RFC 5546).

A meeting keeps its UID through every change; ``SEQUENCE`` only grows. A meeting whose days
are not fixed has no entry: a calendar cannot say "in June".
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, vCalAddress, vText

from crm_portal.core.instance import THIS
from meetings.meeting_states import State
from meetings.models import Meeting, Session
from meetings.presentation import clocks, titles
from meetings.presentation.titles import Names
from members.models import Party, User
from members.models.parties import Precision

PRODUCT = f"-//{THIS.prefix}//portal//ES"
ONE_DAY = timedelta(days=1)
REFRESH = timedelta(hours=6)
STATUSES = {State.PLANNED: "TENTATIVE", State.CALLED_OFF: "CANCELLED"}


def uid(meeting: Meeting) -> str:
    """Return what every calendar knows the meeting by, whatever changes in it."""
    return f"{meeting.symbol.lower()}@{settings.MESSAGE_ID_DOMAIN}"


def invitation(
    meeting: Meeting,
    user: User,
    reader: Party | None,
    *,
    method: str,
    at: datetime,
    lines: Sequence[str] = (),
) -> bytes:
    """Return the iTIP object by which the reader's calendar enters, moves or drops the meeting.

    ``lines`` are the sessions that the reader may know of, in words.
    """
    with override(user.language):
        names = Names.read()
        entry = _entry(meeting, names, reader, at)
        if lines:
            told = "\n".join([str(entry["description"]), *lines])
            del entry["description"]
            entry.add("description", told)
        entry.add("url", settings.SITE_URL + meeting.get_absolute_url())
        entry.add("class", "PRIVATE")
        entry.add("organizer", _organizer())
        entry.add("attendee", _attendee(user))
        if method == "CANCEL":
            del entry["status"]
            entry.add("status", "CANCELLED")
        file = _file(method)
        file.add_component(entry)
        return bytes(file.to_ical())


def feed(
    meetings: Iterable[Meeting],
    sessions: Iterable[Session],
    reader: Party | None,
    *,
    language: str,
    at: datetime,
    is_public: bool,
) -> bytes:
    """Return the calendar of ``meetings`` with fixed days, and of ``sessions``, by name only."""
    with override(language):
        names, file = Names.read(), _file("")
        file.add("x-wr-calname", _("Regional Conference on Migration"))
        file.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        for meeting in meetings:
            if meeting.precision == Precision.DAY:
                entry = _entry(meeting, names, reader, at)
                entry.add("url", settings.SITE_URL + _page(meeting, is_public=is_public))
                entry.add("class", "PUBLIC" if is_public else "PRIVATE")
                file.add_component(entry)
        for session in sessions:
            file.add_component(_sitting(session, at))
        return bytes(file.to_ical())


def _file(method: str) -> Calendar:
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    if method:
        file.add("method", method)
    return file


def _entry(meeting: Meeting, names: Names, reader: Party | None, at: datetime) -> Event:
    entry = Event()
    entry.add("uid", uid(meeting))
    entry.add("sequence", meeting.sequence)
    entry.add("dtstamp", at)
    entry.add("dtstart", meeting.starts_on)
    entry.add("dtend", meeting.ends_on + ONE_DAY)
    entry.add("summary", f"{THIS.face.letters} · {names.title(meeting)}")
    entry.add("description", _description(meeting, reader))
    entry.add("status", STATUSES.get(State(meeting.state), "CONFIRMED"))
    entry.add("transp", "TRANSPARENT")
    place = titles.place(meeting)
    if place or meeting.mode != "in_person":
        told = [place, str(meeting.get_mode_display())]
        entry.add("location", ", ".join(filter(None, told)))
    return entry


def _description(meeting: Meeting, reader: Party | None) -> str:
    lines = [meeting.symbol]
    opens_at = getattr(meeting, "opens_at", None)
    if opens_at is not None:
        told = " · ".join(
            f"{clock.day}, {clock.hour} {clock.where}"
            for clock in clocks.clocks(opens_at, meeting, reader)
        )
        lines.append(_("Opens: %(hours)s") % {"hours": told})
    return "\n".join(lines)


def _sitting(session: Session, at: datetime) -> Event:
    entry = Event()
    entry.add("uid", f"{session.meeting.symbol.lower()}-{session.pk}@{_domain()}")
    entry.add("sequence", session.meeting.sequence)
    entry.add("dtstamp", at)
    entry.add("dtstart", session.starts_at)
    entry.add("dtend", session.ends_at)
    entry.add(
        "summary", f"{session.meeting.symbol} · {titles.sitting(session, session.meeting)}"
    )
    entry.add("class", "PRIVATE")
    if session.room:
        entry.add("location", session.room)
    return entry


def _page(meeting: Meeting, *, is_public: bool) -> str:
    if is_public:
        return reverse("held:meeting", args=[meeting.symbol])
    return meeting.get_absolute_url()


def _organizer() -> Any:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"MAILTO:{address}")
    organizer.params["cn"] = vText(name or THIS.prefix)
    return organizer


def _attendee(user: User) -> Any:
    attendee = vCalAddress(f"MAILTO:{user.email}")
    attendee.params["cn"] = vText(user.full_name)
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    attendee.params["partstat"] = vText("NEEDS-ACTION")
    attendee.params["rsvp"] = vText("FALSE")
    return attendee


def _domain() -> str:
    return str(settings.MESSAGE_ID_DOMAIN)
