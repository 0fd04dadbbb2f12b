"""Reference data for the administrator of the machine: the parties' neutral fields."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members import rules
from members.forms import attempt
from members.forms.reference import ReferenceForm
from members.http import PortalRequest
from members.models import Party
from members.services.reference import correct_reference


@require_safe
def index(request: PortalRequest) -> HttpResponse:
    """Every party with its reference data, to correct, and the calendars, to read."""
    _require_administrator(request)
    parties = Party.objects.visible_to(request.viewer).order_by("order", "code")
    return render(request, "members/reference.html", {"parties": parties})


@require_http_methods(["GET", "HEAD", "POST"])
def party(request: PortalRequest, code: str) -> HttpResponse:
    """Correct the reference data of one party."""
    _require_administrator(request)
    visible = Party.objects.visible_to(request.viewer)
    form = ReferenceForm(
        request.POST or None, instance=get_object_or_404(visible, code=code)
    )
    shown = get_object_or_404(visible, code=code)  # a form writes on its own copy
    if form.is_valid() and attempt(
        form, correct_reference, party_id=shown.pk, by=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("The reference data was saved."))
        return redirect("members:reference")
    return render(request, "members/reference_party.html", {"party": shown, "form": form})


def _require_administrator(request: PortalRequest) -> None:
    if not rules.may_correct_reference(request.viewer):
        raise Http404
