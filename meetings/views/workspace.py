"""The workspace of one meeting: what waits, when it sits, and the ways to its parts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meetings import rules, waiting
from meetings.meeting_states import AHEAD, State
from meetings.presentation import clocks, titles, year
from meetings.presentation.head import head, meeting_of, reader_of, sessions_of
from meetings.rules import convening
from meetings.views.held import guests, places, together
from meetings.views.planning import next_steps
from members.http import PortalRequest


@require_safe
def meeting(request: PortalRequest, symbol: str) -> HttpResponse:
    """One meeting, for whoever may know of it."""
    found = meeting_of(request, symbol)
    viewer, reader = request.viewer, reader_of(request)
    sessions = sessions_of(found)
    plans = convening.may_plan(viewer, found.body.kind, found.host_id)
    context = head(request, found, "meetings:meeting")
    names, closes_at = context["names"], found.registration_closes_at
    context |= {
        "days": year.by_day(sessions, found, reader),
        "steps": next_steps(request, found),
        "may_edit": plans and found.state in AHEAD,
        "may_join": plans and found.state == State.IN_SESSION,
        "may_invite": rules.may_record_guest(viewer),
        "places": places(found),
        "jointly": titles.jointly(names, found),
        "waiting": waiting.waiting(found, viewer),
        "guests": guests(found, viewer),
        "body_name": names.body(found),
        "together": together(found, viewer, names),
        "closes": clocks.clocks(closes_at, found, reader) if closes_at else [],
    }
    return render(request, "meetings/meeting.html", context)
