"""The meetings that come next for a reader, for a front page. Two queries."""

from typing import Any

from django.urls import reverse

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_day, format_known
from meetings.meeting_states import State
from meetings.models import Meeting
from meetings.presentation import titles
from meetings.presentation.titles import Names
from members.models.parties import Precision

AT_MOST = 5


def coming(viewer: Viewer) -> list[dict[str, Any]]:
    """Return the next meetings as ``components/agenda.html`` shows them."""
    visible = Meeting.objects.visible_to(viewer).exclude(state=State.CALLED_OFF)
    ahead = visible.filter(ends_on__gte=viewer.on).select_related("body", "host")
    found = list(ahead.order_by("starts_on", "pk")[:AT_MOST])
    names = Names.read() if found else Names({})
    return [_row(each, names) for each in found]


def _row(meeting: Meeting, names: Names) -> dict[str, Any]:
    row = {
        "title": names.title(meeting),
        "note": titles.place(meeting),
        "url": reverse("meetings:meeting", args=[meeting.symbol]),
        "tag": (titles.tone(meeting), str(meeting.get_state_display())),
    }
    if meeting.precision == Precision.DAY and meeting.starts_on == meeting.ends_on:
        return {**row, "on": meeting.starts_on}
    return {**row, "when": span(meeting)}


def span(meeting: Meeting) -> str:
    """Return ``15–16 Dec``, or both days with their months, or as much as is known."""
    first, last = meeting.starts_on, meeting.ends_on
    if meeting.precision != Precision.DAY:
        return format_known(first, meeting.precision)
    if first == last:
        return format_day(first, "brief")
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{format_day(last, 'brief')}"
    return f"{format_day(first, 'brief')} – {format_day(last, 'brief')}"
