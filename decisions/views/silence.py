"""The decisions by which silence is no objection: read by members, recorded by the ST."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import DomainError, Refused
from decisions.forms import refuse
from decisions.forms.silence import SilenceDecisionForm
from decisions.models import SilenceRuleDecision
from decisions.rules import powers
from decisions.services import silence
from members.http import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def decisions(request: PortalRequest) -> HttpResponse:
    """Every decision on silence, those in force first said so; the ST records another."""
    viewer = request.viewer
    if not viewer.has(Role.MEMBER, Role.SECRETARIAT):
        raise Http404
    form, status = SilenceDecisionForm(request.POST or None), HTTPStatus.OK
    if request.method == "POST":
        if not powers.may_record_silence(viewer):
            raise Refused(
                _("Only the Secretariat records decisions on silence."), rule="P2"
            )
        if _recorded(form, viewer):
            messages.success(request, _("The decision was recorded."))
            return redirect("decisions:silence-decisions")
        status = HTTPStatus.BAD_REQUEST
    found = SilenceRuleDecision.objects.visible_to(viewer)
    holds = set(found.in_force(viewer.on).values_list("pk", flat=True))
    context = {
        "rows": [(each, each.pk in holds) for each in found.order_by("-adopted_on")],
        "form": form if powers.may_record_silence(viewer) else None,
    }
    return render(request, "decisions/silence.html", context, status=status)


def _recorded(form: SilenceDecisionForm, by: Viewer) -> bool:
    if not form.is_valid():
        return False
    try:
        silence.record_silence_decision(form.decided(), by=by)
    except DomainError as error:
        refuse(form, error)
        return False
    return True
