"""Versions of an agenda: circulated, compared, commented on, made final, published."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm_portal.core.i18n import pick
from meetings import agendas
from meetings.forms.agenda import CirculateForm, CommentForm, NoteForm, SlotForm, TreatForm
from meetings.models import AgendaComment, AgendaItem, AgendaSlot, AgendaVersion, Meeting
from meetings.presentation import agenda as pages
from meetings.presentation.head import head, meeting_of, require
from meetings.rules import agenda as rules
from meetings.services import agenda, agenda_papers, agenda_slots, agenda_versions
from meetings.views.agenda import HERE, meeting_agenda
from members.forms.common import attempt
from members.http import PortalRequest
from members.models import Party

ACT = "meetings/act.html"


@require_safe
def version(request: PortalRequest, symbol: str, door: str, number: int) -> HttpResponse:
    """One version as it was circulated, against the one before, with its comments."""
    meeting = meeting_of(request, symbol)
    found = _version(request, meeting, door, number)
    viewer = request.viewer
    label = _("Version %(number)d") % {"number": found.number}
    visible = AgendaVersion.objects.visible_to(viewer).filter(meeting=meeting, door=door)
    before = visible.filter(number__lt=found.number).order_by("-number").first()
    changes = rules.differences(before.items, found.items) if before else []
    comments = AgendaComment.objects.visible_to(viewer).filter(version=found)
    takes = found.takes_comments_at(viewer.at)
    context = {
        **head(request, meeting, HERE, label=label),
        "version": found,
        "before": before,
        "changes": pages.compared(changes),
        "parts": pages.parts(agendas.rows_for(found, viewer), meeting),
        "comments": comments.select_related("party"),
        "paper": agenda_papers.papers_of(found).last(),
        "may_comment": takes and agenda_versions.may_comment(found, viewer),
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
        return redirect(meeting_agenda(meeting))
    readers = Party.objects.visible_to(request.viewer).filter(
        pk__in=agenda_versions.draft_readers(meeting, request.viewer)
    )
    lead = _("It goes to: %(parties)s.") % {
        "parties": ", ".join(each.name for each in readers.order_by("order"))
    }
    return _act(request, meeting, form, _("Circulate a preliminary version"), lead=lead)


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
        return redirect(meeting_agenda(meeting))
    return _act(request, meeting, form, _("Fix the final version"))


@require_POST
def fix_closed(request: PortalRequest, symbol: str) -> HttpResponse:
    """Fix the agenda of the closed-door session."""
    meeting = meeting_of(request, symbol)
    require(allowed=agendas.may_write_closed(meeting, request.viewer))
    agenda_versions.fix_closed(meeting.pk, by=request.viewer)
    messages.success(
        request, _("The closed-door agenda was fixed; its paper is being made.")
    )
    return redirect(meeting_agenda(meeting))


@require_POST
def publish(request: PortalRequest, symbol: str, number: int) -> HttpResponse:
    """Make a final version public."""
    meeting = meeting_of(request, symbol)
    require(allowed=rules.may_circulate(request.viewer))
    found = _version(request, meeting, "open", number)
    agenda_versions.publish(found.pk, by=request.viewer)
    messages.success(request, _("The agenda is public."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: PortalRequest, symbol: str, number: int) -> HttpResponse:
    """Comment on a version, on one of its items or on the whole."""
    meeting = meeting_of(request, symbol)
    found = _version(request, meeting, "open", number)
    require(allowed=agenda_versions.may_comment(found, request.viewer))
    items = [
        (row["number"], f"{row['number']}. {pick(row['title']['es'], row['title']['en'])}")
        for row in found.items
    ]
    form = CommentForm(items, request.POST or None)
    if form.is_valid() and attempt(
        form,
        agenda_versions.comment,
        pk=found.pk,
        by=request.viewer,
        **form.cleaned_data,
    ):
        messages.success(request, _("The comment was sent."))
        return redirect(found)
    return _act(request, meeting, form, _("Comment on the agenda"), button=_("Send"))


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
        form, agenda_versions.treat, pk=pk, by=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("It was recorded what became of the comment."))
        found.version.meeting = meeting
        return redirect(found.version)
    lead = f"{found.party.name}: {found.text}"
    return _act(request, meeting, form, _("Treat a comment"), lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
def spaces(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """The spaces at one item, and a form to propose one."""
    viewer = request.viewer
    meeting = meeting_of(request, symbol)
    require(allowed=rules.may_prepare(viewer))
    visible = AgendaItem.objects.visible_to(viewer).filter(meeting=meeting)
    item = get_object_or_404(visible.select_related("session"), pk=pk)
    require(allowed=not item.is_behind_closed_door)
    item.meeting = meeting
    eligible = agenda_slots.eligible(item, viewer)
    parties = Party.objects.visible_to(viewer).filter(pk__in=eligible)
    form = SlotForm(parties.order_by("order"), request.POST or None)
    if form.is_valid():
        told = {**form.cleaned_data, "party_id": form.cleaned_data["party"].pk}
        told.pop("party")
        if attempt(form, agenda_slots.propose_slot, item_id=pk, by=viewer, **told):
            messages.success(
                request, _("The space was proposed; the other office confirms.")
            )
            return redirect("meetings:agenda-spaces", meeting.symbol, pk)
    given = AgendaSlot.objects.visible_to(viewer).filter(item=item, withdrawn_at=None)
    context = {
        **head(request, meeting, HERE, label=_("Spaces")),
        "item": item,
        "slots": given.select_related("party"),
        "form": form,
        "office": "presidency" if rules.may_circulate(viewer) else "secretariat",
    }
    return render(request, "meetings/agenda_spaces.html", context)


@require_POST
def confirm_space(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Confirm a space that the other office proposed."""
    slot = _slot(request, symbol, pk)
    agenda_slots.confirm_slot(slot.pk, by=request.viewer)
    messages.success(request, _("The space is given."))
    return redirect("meetings:agenda-spaces", symbol, slot.item_id)


@require_POST
def withdraw_space(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Take a space back."""
    slot = _slot(request, symbol, pk)
    agenda_slots.withdraw_slot(slot.pk, by=request.viewer)
    messages.success(request, _("The space was taken back."))
    return redirect("meetings:agenda-spaces", symbol, slot.item_id)


def _slot(request: PortalRequest, symbol: str, pk: int) -> AgendaSlot:
    meeting = meeting_of(request, symbol)
    require(allowed=rules.may_prepare(request.viewer))
    visible = AgendaSlot.objects.visible_to(request.viewer)
    return get_object_or_404(visible.filter(item__meeting=meeting), pk=pk)


def _version(
    request: PortalRequest, meeting: Meeting, door: str, number: int
) -> AgendaVersion:
    visible = AgendaVersion.objects.visible_to(request.viewer)
    found = get_object_or_404(visible.filter(meeting=meeting), door=door, number=number)
    found.meeting = meeting
    return found


def _act(
    request: PortalRequest, meeting: Meeting, form: Any, label: str, **more: Any
) -> HttpResponse:
    context = {
        **head(request, meeting, HERE, label=label),
        "form": form,
        "act": label,
        "button": _("Record"),
        "back": meeting_agenda(meeting),
        **more,
    }
    return render(request, ACT, context)
