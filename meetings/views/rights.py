"""Who may do what at a meeting, and why."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm_portal.core.sources import DOCUMENTS
from meetings.models import Right
from meetings.presentation import rights
from meetings.presentation.head import head, meeting_of
from members.http import PortalRequest


@require_safe
def participation(request: PortalRequest, symbol: str) -> HttpResponse:
    """The matrix in force in each forum of the meeting, with what is on record."""
    if request.viewer.is_public:
        raise Http404
    meeting = meeting_of(request, symbol)
    context = head(request, meeting, "meetings:participation")
    context |= {"tables": rights.tables(meeting, request.viewer), "rights": list(Right)}
    context["documents"] = sorted(DOCUMENTS.items())
    return render(request, "meetings/participation.html", context)
