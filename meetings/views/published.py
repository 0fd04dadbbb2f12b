"""The documents of a meeting for everybody: a pack that the Secretariat publishes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_portal.core.access import Role
from crm_portal.core.files import PUBLIC, sealed
from meetings import paper_lists
from meetings.presentation.head import meeting_of, require
from meetings.services import packs
from members.http import PortalRequest


@login_not_required
@require_safe
def pack(request: PortalRequest, symbol: str, language: str) -> StreamingHttpResponse:
    """Hand over the pack of public documents in one language, to anybody."""
    meeting = meeting_of(request, symbol)
    job = paper_lists.published(meeting, request.viewer.at).get(language)
    if job is None or job.file is None:
        raise Http404
    answer = StreamingHttpResponse(job.file.read(), content_type="application/zip")
    answer["Content-Length"] = str(job.file.size)
    return sealed(answer, job.file_name, cache=PUBLIC)


@require_POST
def publish(request: PortalRequest, symbol: str) -> HttpResponse:
    """Publish the public documents of a meeting: a worker makes the packs."""
    meeting = meeting_of(request, symbol)
    require(allowed=request.viewer.has(Role.SECRETARIAT))
    packs.publish_packs(meeting.pk, by=request.viewer)
    messages.success(request, _("The packs are being prepared for the public page."))
    return redirect("meetings:papers", meeting.symbol)
