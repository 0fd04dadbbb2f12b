"""Spaces in an agenda for those who observe: proposed by one office, confirmed by the other."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings.forms.agenda import SlotForm
from meetings.models import AgendaItem, AgendaSlot
from meetings.presentation.head import head, meeting_of, require
from meetings.rules import agenda as rules
from meetings.services import agenda_slots
from meetings.views import agenda_acting as acting
from members.forms.common import attempt
from members.http import PortalRequest
from members.models import Party


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
        **head(request, meeting, acting.HERE, label=_("Spaces")),
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
