"""Who comes to a meeting: the list of participants, and the desk of those who prepare it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from crm_portal.core.access import Role, Viewer
from crm_portal.core.files import sealed
from meetings import delegation_papers as papers
from meetings.attendance import is_inside
from meetings.models import (
    Credential,
    Delegation,
    DelegationState,
    Meeting,
    MeetingState,
    Session,
)
from meetings.models.delegations import PREPARING
from meetings.presentation import clocks
from meetings.presentation import delegations as shown
from meetings.presentation.head import head, meeting_of, reader_of, require
from meetings.rules import delegations as rules
from meetings.services.delegations import is_open
from members.http import PortalRequest
from members.models import Party

HERE = "meetings:delegations"
OWN = "meetings:accreditation"


@require_safe
def delegations(request: PortalRequest, symbol: str) -> HttpResponse:
    """Who comes, by delegation; for those who prepare the meeting, what is missing first."""
    meeting = meeting_of(request, symbol)
    viewer = request.viewer
    entries = shown.listed(meeting, viewer)
    prepares = viewer.has(*PREPARING)
    require(allowed=prepares or knows_participants(meeting, viewer, entries))
    context = {
        **head(request, meeting, HERE),
        "groups": shown.grouped(each for each in entries if each.coming),
        "prepares": prepares,
        "may_decide": rules.may_decide_delegations(viewer),
        "may_limit": rules.may_authorise(viewer),
        "closes": closing(request, meeting),
        "is_closed": _is_closed(meeting, viewer),
        "is_registering": meeting.state in rules.OPEN_FOR_REGISTRATION,
        "registers_others": is_open(meeting, None, viewer),
        "people": sum(len(each.coming) for each in entries),
        "own": viewer.party_id is not None and not viewer.has(*PREPARING),
    }
    if prepares:
        context |= _desk(meeting, entries, viewer)
    return render(request, "meetings/delegations.html", context)


def knows_participants(
    meeting: Meeting, viewer: Viewer, entries: list[shown.Entry]
) -> bool:
    """Say whether the list exists for somebody: a member's, or of a party that comes."""
    own = any(entry.party and entry.party.pk == viewer.party_id for entry in entries)
    return viewer.has(Role.MEMBER) or own


def _desk(meeting: Meeting, entries: list[shown.Entry], viewer: Viewer) -> dict[str, Any]:
    submitted = [each for each in entries if each.is_submitted]
    return {
        "waiting": submitted,
        "missing": shown.missing(entries, viewer),
        "approved": sum(
            1
            for each in entries
            if each.delegation and each.delegation.state == DelegationState.APPROVED
        ),
        "registered": sum(1 for each in entries if each.coming),
        "sessions": _recorded_by(viewer, meeting),
        "guests": list(
            meeting.guests.filter(called_off_on=None, party=None, delegation=None)
        ),
    }


def _recorded_by(viewer: Viewer, meeting: Meeting) -> list[Session]:
    """Return the sessions whose presence the viewer notes down."""
    found = list(meeting.sessions.all())
    shut = any(each.is_closed for each in found)
    inside = shut and viewer.has(Role.MEMBER) and is_inside(meeting, viewer)
    return [each for each in found if inside or not each.is_closed]


@require_safe
def accreditation(request: PortalRequest, symbol: str) -> HttpResponse:
    """“My accreditation”: what one's own delegation may attend, who is registered, until when."""
    meeting = meeting_of(request, symbol)
    party = request.party
    require(allowed=rules.acts_for_a_party(request.viewer))
    found = Delegation.objects.visible_to(request.viewer).filter(
        meeting=meeting, party=party
    )
    delegation = found.select_related("party", "guest", "meeting").first()
    return _page(request, meeting, party, delegation, here=OWN)


@require_safe
def delegation(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """One delegation, whole, for those who prepare the meeting; one's own is elsewhere."""
    meeting = meeting_of(request, symbol)
    found = delegation_of(request, meeting, pk)
    if found.party_id == request.viewer.party_id:
        return redirect("meetings:accreditation", symbol)
    return _page(request, meeting, found.party, found, here="")


def delegation_of(request: PortalRequest, meeting: Meeting, pk: int) -> Delegation:
    """Return a delegation that the reader sees whole, or 404."""
    visible = Delegation.objects.visible_to(request.viewer).filter(meeting=meeting)
    found: Delegation = get_object_or_404(
        visible.select_related("party", "guest", "meeting"), pk=pk
    )
    own = found.party_id is not None and found.party_id == request.viewer.party_id
    require(allowed=own or request.viewer.has(*PREPARING))
    return found


def _page(
    request: PortalRequest,
    meeting: Meeting,
    party: Party | None,
    delegation: Delegation | None,
    *,
    here: str,
) -> HttpResponse:
    viewer = request.viewer
    if delegation is not None:
        entry = shown.one(delegation, viewer)
    elif party is not None:
        entry = shown.Entry(party.name, party.kind, party)
    else:
        raise Http404
    context = {
        **head(request, meeting, here, label="" if here else entry.name),
        "entry": entry,
        "delegation": delegation,
        "places": shown.places(meeting, entry, viewer),
        "limits": meeting.composition_limits.all(),
        "credentials": _credentials(delegation, viewer),
        "may_register": is_open(meeting, party.pk if party else None, viewer),
        "may_decide": rules.may_decide_delegations(viewer),
        "closes": closing(request, meeting),
        "is_closed": _is_closed(meeting, viewer),
        "is_mine": bool(here),
        "new_query": _query(entry, delegation, mine=bool(here)),
        "knows_others": delegation is not None or viewer.has(Role.MEMBER),
        "inside": bool(here) and is_inside(meeting, viewer),
    }
    return render(request, "meetings/delegation.html", context)


def _query(entry: shown.Entry, delegation: Delegation | None, *, mine: bool) -> str:
    """Return for whom somebody is registered from a page, as its address says it."""
    if mine or delegation is None:
        return ""
    return f"?for={entry.party.code}" if entry.party else f"?guest={delegation.guest_id}"


def closing(request: PortalRequest, meeting: Meeting) -> list[clocks.Clock]:
    """Return the cut-off of registration on San José's clock and the reader's."""
    at = meeting.registration_closes_at
    if at is None or meeting.state not in rules.OPEN_FOR_REGISTRATION:
        return []
    return clocks.clocks(at, meeting, reader_of(request))


def _is_closed(meeting: Meeting, viewer: Viewer) -> bool:
    at = meeting.registration_closes_at
    return meeting.state != MeetingState.CONVENED or (at is not None and viewer.at >= at)


def _credentials(delegation: Delegation | None, viewer: Viewer) -> list[Credential]:
    if delegation is None:
        return []
    return list(Credential.objects.visible_to(viewer).filter(delegation=delegation))


@require_safe
def credential(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """The note verbale of a delegation, to whom it is for."""
    meeting = meeting_of(request, symbol)
    visible = Credential.objects.visible_to(request.viewer).select_related("document")
    found = get_object_or_404(visible, pk=pk, delegation__meeting=meeting)
    response = HttpResponse(
        bytes(found.document.content), content_type=found.document.content_type
    )
    return sealed(response, found.document_name, inline=True)


@require_safe
def paper(request: PortalRequest, symbol: str, paper: str) -> HttpResponse:
    """The list of participants, name plates, badges or the door's list, as a PDF."""
    meeting = meeting_of(request, symbol)
    printed = papers.PAPERS.get(paper)
    if printed is None or not printed.for_whom(meeting, request.viewer):
        raise Http404
    content = papers.as_pdf(paper, meeting, request.viewer)
    response = HttpResponse(content, content_type="application/pdf")
    return sealed(response, f"{meeting.symbol}-{paper}.pdf", inline=True)


@require_safe
def sheet(request: PortalRequest, symbol: str) -> HttpResponse:
    """The list of participants as a spreadsheet reads it, for those who prepare the meeting."""
    meeting = meeting_of(request, symbol)
    require(allowed=request.viewer.has(*PREPARING))
    content = papers.as_csv(meeting, request.viewer)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    return sealed(response, f"{meeting.symbol}.csv")
