"""Versions of an agenda: circulated, compared, made final, published."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import agendas
from meetings.forms.agenda import CirculateForm, NoteForm
from meetings.models import AgendaComment, AgendaVersion, Meeting
from meetings.presentation import agenda as pages
from meetings.presentation.head import head, meeting_of, require
from meetings.rules import agenda as rules
from meetings.services import (
    agenda,
    agenda_comments,
    agenda_papers,
    agenda_versions,
)
from meetings.views import agenda_acting as acting
from members.forms.common import attempt
from members.http import PortalRequest
from members.models import Party


@require_safe
def version(request: PortalRequest, symbol: str, door: str, number: int) -> HttpResponse:
    """One version as it was circulated, against the one before, with its comments."""
    meeting = meeting_of(request, symbol)
    found = version_of(request, meeting, door, number)
    viewer = request.viewer
    label = _("Version %(number)d") % {"number": found.number}
    visible = AgendaVersion.objects.visible_to(viewer).filter(meeting=meeting, door=door)
    before = visible.filter(number__lt=found.number).order_by("-number").first()
    changes = rules.differences(before.items, found.items) if before else []
    comments = AgendaComment.objects.visible_to(viewer).filter(version=found)
    takes = found.takes_comments_at(viewer.at)
    context = {
        **head(request, meeting, acting.HERE, label=label),
        "version": found,
        "before": before,
        "changes": pages.compared(changes),
        "parts": pages.parts(agendas.rows_for(found, viewer), meeting),
        "comments": comments.select_related("party"),
        "paper": agenda_papers.papers_of(found).last(),
        "may_comment": takes and agenda_comments.may_comment(found, viewer),
        "may_treat": agenda.may_prepare(meeting, viewer),
        "may_publish": rules.may_circulate(viewer)
        and found.is_final
        and found.door == "open"
        and found.published_at is None,
    }
    return render(request, "meetings/agenda_version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def circulate(request: PortalRequest, symbol: str) -> HttpResponse:
    """Circulate a preliminary version."""
    meeting = meeting_of(request, symbol)
    require(allowed=rules.may_circulate(request.viewer))
    form = CirculateForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        agenda_versions.circulate,
        meeting_id=meeting.pk,
        by=request.viewer,
        **form.cleaned_data,
    ):
        messages.success(request, _("The preliminary version was circulated."))
        return redirect(acting.meeting_agenda(meeting))
    readers = Party.objects.visible_to(request.viewer).filter(
        pk__in=agenda_versions.draft_readers(meeting, request.viewer)
    )
    lead = _("It goes to: %(parties)s.") % {
        "parties": ", ".join(each.name for each in readers.order_by("order"))
    }
    label = _("Circulate a preliminary version")
    return acting.act(request, meeting, form, label, lead=lead, button=label)


@require_http_methods(["GET", "HEAD", "POST"])
def finalise(request: PortalRequest, symbol: str) -> HttpResponse:
    """Fix the final version."""
    meeting = meeting_of(request, symbol)
    require(allowed=rules.may_circulate(request.viewer))
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(
        form,
        agenda_versions.finalise,
        meeting_id=meeting.pk,
        by=request.viewer,
        **form.cleaned_data,
    ):
        messages.success(request, _("The agenda is final."))
        return redirect(acting.meeting_agenda(meeting))
    label = _("Fix the final version")
    return acting.act(request, meeting, form, label, button=label)


@require_POST
def fix_closed(request: PortalRequest, symbol: str) -> HttpResponse:
    """Fix the agenda of the closed-door session."""
    meeting = meeting_of(request, symbol)
    require(allowed=agendas.may_write_closed(meeting, request.viewer))
    agenda_versions.fix_closed(meeting.pk, by=request.viewer)
    messages.success(
        request, _("The closed-door agenda was fixed; its paper is being made.")
    )
    return redirect(acting.meeting_agenda(meeting))


@require_POST
def publish(request: PortalRequest, symbol: str, number: int) -> HttpResponse:
    """Make a final version public."""
    meeting = meeting_of(request, symbol)
    require(allowed=rules.may_circulate(request.viewer))
    found = version_of(request, meeting, "open", number)
    agenda_versions.publish(found.pk, by=request.viewer)
    messages.success(request, _("The agenda is public."))
    return redirect(found)


def version_of(
    request: PortalRequest, meeting: Meeting, door: str, number: int
) -> AgendaVersion:
    """Return a version that the reader may read, or 404."""
    visible = AgendaVersion.objects.visible_to(request.viewer)
    found = get_object_or_404(visible.filter(meeting=meeting), door=door, number=number)
    found.meeting = meeting
    return found
