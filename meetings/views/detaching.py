"""A paper taken off a meeting, or off its item."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm_portal.library import keeping
from meetings.forms.papers import DetachForm
from meetings.models import Meeting, MeetingPaper
from meetings.presentation.head import head, meeting_of, require
from meetings.services.papers import detach_paper
from members.forms.common import attempt
from members.http import PortalRequest

HERE = "meetings:papers"


@require_http_methods(["GET", "HEAD", "POST"])
def detach(request: PortalRequest, symbol: str) -> HttpResponse:
    """Take a paper off the meeting, or off its item alone."""
    meeting = meeting_of(request, symbol)
    mine = _kept(request, meeting)
    require(allowed=bool(mine))
    visible = MeetingPaper.objects.visible_to(request.viewer)
    papers = visible.filter(pk__in=mine).select_related("document")
    form = DetachForm(papers.in_order(), request.POST or None)
    if form.is_valid() and attempt(
        form,
        detach_paper,
        pk=form.cleaned_data["paper"].pk,
        only_item=form.cleaned_data["what"] == DetachForm.ITEM,
        by=request.viewer,
    ):
        messages.success(request, _("It was taken off."))
        return redirect(HERE, meeting.symbol)
    context = {
        **head(request, meeting, HERE, label=_("Take a document off")),
        "form": form,
        "act": _("Take a document off"),
        "lead": _("It stays among the documents; that it was here stays on record."),
        "button": _("Take off"),
        "stop": True,
        "back": reverse(HERE, args=[meeting.symbol]),
    }
    return render(request, "meetings/act.html", context)


def _kept(request: PortalRequest, meeting: Meeting) -> list[int]:
    """Return the papers (ids) that the reader may take off."""
    visible = MeetingPaper.objects.visible_to(request.viewer).filter(meeting=meeting)
    return [
        paper.pk
        for paper in visible.select_related("document")
        if keeping.keeps(paper.document, request.viewer)
    ]
