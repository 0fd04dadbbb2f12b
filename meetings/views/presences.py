"""Who is present at a session, as those who may say so tick it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm_portal.core.access import Viewer
from meetings.attendance import at_session, is_inside
from meetings.attending import Attending
from meetings.meeting_states import State
from meetings.models import Meeting, PartyClass, Registration, Session
from meetings.models.delegations import PREPARING
from meetings.presentation import delegations as shown
from meetings.presentation.head import head, meeting_of, require
from meetings.services import attendance as services
from members.http import PortalRequest
from members.models import Party


@dataclass(frozen=True)
class Row:
    """A delegation at a session: itself, and those of it who could be there."""

    name: str
    party: Party | None
    people: list[tuple[shown.Person, bool]]
    present: bool


@require_http_methods(["GET", "HEAD", "POST"])
def presence(request: PortalRequest, symbol: str, pk: int) -> HttpResponseBase:
    """The presence at one session; behind closed doors for the presidency, inside."""
    meeting = meeting_of(request, symbol)
    session = get_object_or_404(meeting.sessions.select_related("meeting__body"), pk=pk)
    require(allowed=_may_record(session, meeting, request.viewer))
    if request.method == "POST":
        count = services.record_presence(pk, by=request.viewer, **_ticked(request.POST))
        told = {"count": count}
        messages.success(request, _("Recorded: %(count)s on the list.") % told)
        return redirect("meetings:presence", symbol, pk)
    context = {
        **head(request, meeting, label=_("Presence")),
        "session": session,
        "rows": _rows(session, meeting, request.viewer),
        "may_record": meeting.state in services.RECORDED_IN,
        "is_ahead": meeting.state in {State.PLANNED, State.CONVENED},
    }
    return render(request, "meetings/presence.html", context)


def _may_record(session: Session, meeting: Meeting, viewer: Viewer) -> bool:
    if not session.is_closed:
        return viewer.has(*PREPARING)
    attending = Attending.of(meeting, viewer.at)
    presides = attending.rights.class_of(viewer.party_id) == PartyClass.PPT
    return presides and is_inside(meeting, viewer)


def _ticked(data: QueryDict) -> dict[str, list[int]]:
    return {
        name: [int(each) for each in data.getlist(name) if each.isdecimal()]
        for name in ("delegates", "parties")
    }


def _rows(session: Session, meeting: Meeting, viewer: Viewer) -> list[Row]:
    there = at_session(session, viewer).values_list("delegate", "party")
    delegates = {delegate for delegate, _party in there if delegate}
    parties = {party for delegate, party in there if not delegate}
    seated = None
    if session.is_closed:
        held = Registration.objects.in_force().filter(session=session)
        seated = set(held.values_list("delegate", flat=True))
    rows = []
    for entry in _entries(meeting, viewer, session):
        people = [
            (person, person.delegate.pk in delegates)
            for person in entry.coming
            if seated is None or person.delegate.pk in seated
        ]
        if people or entry.party:
            present = entry.party is not None and entry.party.pk in parties
            rows.append(Row(entry.name, entry.party, people, present))
    return rows


def _entries(meeting: Meeting, viewer: Viewer, session: Session) -> list[shown.Entry]:
    """Return the delegations that may be there, and the members that registered none."""
    attending = Attending.of(meeting, viewer.at)
    entries = shown.listed(meeting, viewer)
    entries += [
        shown.Entry(party.name, party.kind, party)
        for party in shown.missing(entries, viewer)
    ]
    known = {}
    for entry in entries:
        party = entry.party.pk if entry.party else None
        if attending.may(session.forum, party, session=session):
            known[entry.name] = entry
    return [known[name] for name in sorted(known, key=shown.alphabet)]
