"""Comments on a circulated agenda: made by whom it went to, treated by who prepares it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm_portal.core.i18n import pick
from meetings.forms.agenda import CommentForm, TreatForm
from meetings.models import AgendaComment
from meetings.presentation.head import meeting_of, require
from meetings.services import agenda, agenda_comments
from meetings.views import agenda_acting as acting
from meetings.views.agenda_versions import version_of
from members.forms.common import attempt
from members.http import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: PortalRequest, symbol: str, number: int) -> HttpResponse:
    """Comment on a version, on one of its items or on the whole."""
    meeting = meeting_of(request, symbol)
    found = version_of(request, meeting, "open", number)
    require(allowed=agenda_comments.may_comment(found, request.viewer))
    items = [
        (row["number"], f"{row['number']}. {pick(row['title']['es'], row['title']['en'])}")
        for row in found.items
    ]
    form = CommentForm(items, request.POST or None)
    if form.is_valid() and attempt(
        form,
        agenda_comments.comment,
        pk=found.pk,
        by=request.viewer,
        **form.cleaned_data,
    ):
        messages.success(request, _("The comment was sent."))
        return redirect(found)
    return acting.act(request, meeting, form, _("Comment on the agenda"), button=_("Send"))


@require_http_methods(["GET", "HEAD", "POST"])
def treat(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Say what became of a comment."""
    meeting = meeting_of(request, symbol)
    require(allowed=agenda.may_prepare(meeting, request.viewer))
    visible = AgendaComment.objects.visible_to(request.viewer)
    known = visible.filter(version__meeting=meeting).select_related("version", "party")
    found = get_object_or_404(known, pk=pk)
    initial = {"treatment": found.treatment, "because": found.because}
    form = TreatForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form, agenda_comments.treat, pk=pk, by=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("It was recorded what became of the comment."))
        found.version.meeting = meeting
        return redirect(found.version)
    lead = f"{found.party.name}: {found.text}"
    return acting.act(request, meeting, form, _("Treat a comment"), lead=lead)
