"""What the presidency decided beyond the matrix: the list, a new one, and its end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm_portal.core.errors import Refused
from crm_portal.core.sources import cite
from meetings import rights
from meetings.forms.decided import DecisionForm
from meetings.meeting_states import OVER
from meetings.models import Meeting, ParticipationDecision, Session
from meetings.models.decided import READERS
from meetings.presentation.head import require
from meetings.services import decided
from members.forms.common import attempt
from members.http import PortalRequest


@require_safe
def decisions(request: PortalRequest) -> HttpResponse:
    """What was decided, in force and over; an observer reads what was decided about it."""
    require(allowed=request.viewer.has(*READERS))
    visible = ParticipationDecision.objects.visible_to(request.viewer)
    rows = list(visible.select_related("party", "meeting", "session"))
    at = request.viewer.at
    in_force = {row.pk for row in rows if row.holds_at(at)}
    context = {
        "rows": rows,
        "in_force": in_force,
        "may_record": rights.may_record_decision(request.viewer),
    }
    return render(request, "meetings/decisions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest) -> HttpResponse:
    """Record a decision of the presidency."""
    require(allowed=rights.may_record_decision(request.viewer))
    ahead = Meeting.objects.visible_to(request.viewer).exclude(state__in=OVER)
    ahead = ahead.filter(ends_on__gte=request.viewer.on).order_by("starts_on")
    sittings = Session.objects.visible_to(request.viewer).filter(meeting__in=ahead)
    form = DecisionForm(
        ahead,
        sittings.select_related("meeting"),
        request.POST or None,
        initial={"forum": request.GET.get("forum"), "right": request.GET.get("right")},
    )
    if form.is_valid() and _recorded(form, request):
        messages.success(request, _("The decision was recorded."))
        return redirect("meetings:decisions")
    return render(request, "meetings/decision_new.html", {"form": form})


@require_POST
def revoke(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a decision back from now on."""
    require(allowed=rights.may_record_decision(request.viewer))
    visible = ParticipationDecision.objects.visible_to(request.viewer)
    decision = get_object_or_404(visible, pk=pk)
    decided.revoke_decision(decision.pk, by=request.viewer)
    messages.success(request, _("The decision no longer holds."))
    return redirect("meetings:decisions")


def _recorded(form: DecisionForm, request: PortalRequest) -> bool:
    """Record it; what the rules leave no room for is said in the form, with the rule."""
    try:
        return attempt(
            form, decided.record_decision, wanted=form.decision, by=request.viewer
        )
    except Refused as refusal:
        form.add_error(None, f"{refusal} ({cite(refusal.rule)})")
        return False
