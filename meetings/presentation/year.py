"""A year and a week of the Conference: what sits when, as exactly as it is known."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.deadline_text.words import MONTHS
from crm_portal.core.i18n import active_language
from meetings.models import Meeting, Session
from meetings.presentation import clocks, titles
from meetings.presentation.titles import Names
from members.models import Party
from members.models.parties import Precision

DAYS_OF_WEEK = 7


def of_year(viewer: Viewer, year: int) -> list[Meeting]:
    """Return the meetings of the year that the viewer may know of, as they come."""
    visible = Meeting.objects.visible_to(viewer).filter(
        starts_on__lte=date(year, 12, 31), ends_on__gte=date(year, 1, 1)
    )
    related = visible.select_related("body", "host", "held_with")
    return list(related.order_by("starts_on", "pk"))


def row(meeting: Meeting, names: Names) -> dict[str, Any]:
    """Return a meeting as lists show it."""
    return {
        "meeting": meeting,
        "title": names.title(meeting),
        "place": titles.place(meeting),
        "tone": titles.tone(meeting),
        "state": meeting.get_state_display(),
    }


def months(meetings: Sequence[Meeting], year: int, names: Names) -> list[dict[str, Any]]:
    """Return the twelve months with their meetings: those with days, then those without."""
    found: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        if meeting.precision in {Precision.DAY, Precision.MONTH}:
            found[max(meeting.starts_on, date(year, 1, 1)).month].append(meeting)
    tongue = active_language()
    return [
        {
            "name": MONTHS[tongue][month - 1],
            "number": month,
            "rows": [
                {**row(each, names), "is_exact": each.precision == Precision.DAY}
                for each in sorted(
                    found[month],
                    key=lambda it: (it.precision != Precision.DAY, it.starts_on),
                )
            ],
        }
        for month in range(1, 13)
    ]


def undated(meetings: Sequence[Meeting], names: Names) -> list[dict[str, Any]]:
    """Return the meetings of which only the year is known, or that are only announced."""
    exact = {Precision.DAY, Precision.MONTH}
    return [row(each, names) for each in meetings if each.precision not in exact]


def week_of(day: date) -> date:
    """Return the Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def week(viewer: Viewer, monday: date, reader: Party | None) -> list[dict[str, Any]]:
    """Return the seven days from ``monday``, each with its meetings and their sessions."""
    sunday = monday + timedelta(days=DAYS_OF_WEEK - 1)
    meetings = Meeting.objects.visible_to(viewer).filter(
        precision=Precision.DAY, starts_on__lte=sunday, ends_on__gte=monday
    )
    found = list(meetings.select_related("body", "host").order_by("starts_on", "pk"))
    sessions = _sessions(viewer, found)
    names = Names.read()
    return [
        {
            "on": day,
            "is_today": day == viewer.on,
            "rows": [
                {
                    **row(each, names),
                    "sessions": sittings(
                        [one for one in sessions[each.pk] if local_day(one, each) == day],
                        each,
                        reader,
                    ),
                }
                for each in found
                if each.starts_on <= day <= each.ends_on
            ],
        }
        for day in (monday + timedelta(days=n) for n in range(DAYS_OF_WEEK))
    ]


def _sessions(viewer: Viewer, meetings: Sequence[Meeting]) -> dict[int, list[Session]]:
    found: dict[int, list[Session]] = defaultdict(list)
    if meetings:
        visible = Session.objects.visible_to(viewer).filter(meeting__in=meetings)
        for session in visible.order_by("starts_at", "pk"):
            found[session.meeting_id].append(session)
    return found


def local_day(session: Session, meeting: Meeting) -> date:
    """Return the day on which a session begins, where the meeting is held."""
    return session.starts_at.astimezone(ZoneInfo(meeting.time_zone)).date()


def sittings(
    sessions: Sequence[Session], meeting: Meeting, reader: Party | None
) -> list[dict[str, Any]]:
    """Return sessions as a strip shows them: hours here, and on the other clocks."""
    return [
        {
            "session": each,
            "name": titles.sitting(each, meeting),
            "is_closed": each.is_closed,
            "room": each.room,
            "zone": ZoneInfo(meeting.time_zone),
            "clocks": _spans(each, meeting, reader),
        }
        for each in sessions
    ]


def _spans(
    session: Session, meeting: Meeting, reader: Party | None
) -> list[dict[str, str]]:
    """Return from when to when on each clock; its weekday where that is another day."""
    here = local_day(session, meeting)
    starts = clocks.clocks(session.starts_at, meeting, reader)
    spans = []
    for clock in starts:
        until = f"{session.ends_at.astimezone(clock.zone):%H:%M}"
        other_day = clock.at.astimezone(clock.zone).date() != here
        spans.append(
            {
                "hours": f"{clock.hour}–{until}",
                "day": clock.day if other_day else "",
                "where": clock.where,
            }
        )
    return spans


def by_day(
    sessions: Sequence[Session], meeting: Meeting, reader: Party | None
) -> list[dict[str, Any]]:
    """Return the sessions of a meeting day by day, where it is held."""
    found: dict[date, list[Session]] = defaultdict(list)
    for session in sessions:
        found[local_day(session, meeting)].append(session)
    return [
        {"on": day, "sittings": sittings(of_day, meeting, reader)}
        for day, of_day in sorted(found.items())
    ]


def views(here: str, year: int, day: date) -> list[dict[str, Any]]:
    """Return the ways of looking at the calendar, for the choice above it."""
    return [
        {
            "label": _("What comes"),
            "url": reverse("meetings:meetings"),
            "current": here == "list",
        },
        {
            "label": _("Week"),
            "url": f"{reverse('meetings:week')}?day={day.isoformat()}",
            "current": here == "week",
        },
        {
            "label": _("Year"),
            "url": reverse("meetings:year", args=[year]),
            "current": here == "year",
        },
        {"label": _("All since 1996"), "url": reverse("held:register"), "current": False},
    ]
