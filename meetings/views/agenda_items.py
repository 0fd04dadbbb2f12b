"""Items of an agenda: put on, proposed, changed, moved, taken up, set aside, concluded."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm_portal.core.errors import Invalid
from meetings.forms.agenda import ItemForm, ProposalForm, SetAsideForm
from meetings.models import AgendaItem, Meeting, Session
from meetings.presentation.head import meeting_of, require
from meetings.services import agenda, agenda_carrying, agenda_moves
from meetings.views import agenda_acting as acting
from members.forms.common import attempt
from members.http import PortalRequest
from members.models import Party


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest, symbol: str) -> HttpResponse:
    """Put an item on the agenda."""
    meeting = meeting_of(request, symbol)
    open_, closed = acting.powers(request, meeting)
    require(allowed=open_ or closed)
    form = _item_form(request, meeting, may_close=closed)
    if form.is_valid() and attempt(
        form, agenda.add_item, meeting_id=meeting.pk, by=request.viewer, **form.told
    ):
        messages.success(request, _("The item is on the agenda."))
        return redirect("meetings:agenda-edit", meeting.symbol)
    return acting.act(request, meeting, form, _("Add an item"))


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Change an item."""
    meeting, found, closed = _prepared(request, symbol, pk)
    form = _item_form(request, meeting, may_close=closed, item=found)
    if form.is_valid() and attempt(
        form, agenda.change_item, pk=pk, by=request.viewer, **form.told
    ):
        messages.success(request, _("The item was changed."))
        return redirect("meetings:agenda-edit", meeting.symbol)
    return acting.act(request, meeting, form, _("Change the item"))


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: PortalRequest, symbol: str) -> HttpResponse:
    """Propose an item for the agenda."""
    meeting = meeting_of(request, symbol)
    require(allowed=agenda.may_propose(meeting, request.viewer))
    form = ProposalForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        agenda.propose_item,
        meeting_id=meeting.pk,
        by=request.viewer,
        **form.cleaned_data,
    ):
        messages.success(request, _("The item was proposed."))
        return redirect(acting.meeting_agenda(meeting))
    return acting.act(request, meeting, form, _("Propose an item"), button=_("Propose"))


@require_POST
def move(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Move an item up, down, in or out."""
    meeting, _found, _closed = _prepared(request, symbol, pk)
    form = forms.Form(request.POST)
    form.is_valid()
    way = request.POST.get("way", "")
    if not attempt(form, agenda_moves.move_item, pk=pk, way=way, by=request.viewer):
        messages.warning(request, " ".join(map(str, form.non_field_errors())))
    answer = redirect("meetings:agenda-edit", meeting.symbol)
    answer["Location"] += f"?moved={pk}#item-{pk}"
    return answer


@require_POST
def take(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Take a proposed item onto the agenda."""
    meeting, _found, _closed = _prepared(request, symbol, pk)
    session = _session(request, meeting)
    agenda.take_item(pk, session_id=session, by=request.viewer)
    messages.success(request, _("The item is on the agenda."))
    return redirect("meetings:agenda-edit", meeting.symbol)


@require_http_methods(["GET", "HEAD", "POST"])
def set_aside(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Take an item off the agenda, or decline a proposal."""
    meeting, found, _closed = _prepared(request, symbol, pk)
    form = SetAsideForm(request.POST or None)
    if form.is_valid() and attempt(
        form, agenda.set_aside, pk=pk, by=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("The item is not on the agenda."))
        return redirect("meetings:agenda-edit", meeting.symbol)
    told = {"lead": found.title, "button": _("Set aside"), "stop": True}
    return acting.act(request, meeting, form, _("Set an item aside"), **told)


@require_POST
def result(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Record what became of an item."""
    meeting, _found, _closed = _prepared(request, symbol, pk)
    said = request.POST.get("result", "")
    agenda.conclude_item(pk, said, by=request.viewer)
    messages.success(request, _("The result was recorded."))
    return redirect("meetings:results", meeting.symbol)


@require_POST
def carry(request: PortalRequest, symbol: str) -> HttpResponse:
    """Take up what waits for this agenda: an item left pending, or a matter referred."""
    meeting = meeting_of(request, symbol)
    require(allowed=any(acting.powers(request, meeting)))
    session, by = _session(request, meeting), request.viewer
    if pk := request.POST.get("item", ""):
        known = AgendaItem.objects.visible_to(by)
        earlier = get_object_or_404(known, pk=_number(pk))
        agenda_carrying.carry(meeting.pk, earlier.pk, session_id=session, by=by)
    elif not request.POST.get("matter"):
        raise Invalid(_("Say what is taken up."), code="required")
    else:
        matter = _number(request.POST.get("matter", ""))
        offered = agenda_carrying.offered(meeting, by).matters
        require(allowed=matter in {each.pk for each in offered})
        agenda_carrying.take_matter(meeting.pk, matter, session_id=session, by=by)
    messages.success(request, _("The item is on the agenda."))
    return redirect("meetings:agenda-edit", meeting.symbol)


def _prepared(
    request: PortalRequest, symbol: str, pk: int
) -> tuple[Meeting, AgendaItem, bool]:
    """Return an item that the reader prepares, or 404."""
    meeting = meeting_of(request, symbol)
    open_, closed = acting.powers(request, meeting)
    require(allowed=open_ or closed)
    visible = AgendaItem.objects.visible_to(request.viewer).filter(meeting=meeting)
    found = get_object_or_404(visible.select_related("session"), pk=pk)
    require(allowed=closed if found.is_behind_closed_door else open_)
    return meeting, found, closed


def _item_form(
    request: PortalRequest,
    meeting: Meeting,
    *,
    may_close: bool,
    item: AgendaItem | None = None,
) -> ItemForm:
    viewer = request.viewer
    sessions = Session.objects.visible_to(viewer).filter(meeting=meeting)
    if not may_close:
        sessions = sessions.exclude(forum="VM_CERRADA")
    parties = Party.objects.visible_to(viewer).order_by("order")
    initial = {name: getattr(item, name) for name in ItemForm.base_fields} if item else None
    return ItemForm(
        meeting,
        sessions,
        parties,
        request.POST or None,
        initial=initial,
        may_close=may_close,
    )


def _session(request: PortalRequest, meeting: Meeting) -> int | None:
    pk = request.POST.get("session", "")
    if not pk:
        return None
    visible = Session.objects.visible_to(request.viewer).filter(meeting=meeting)
    return get_object_or_404(visible, pk=_number(pk)).pk


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() else 0
