"""The institutions of a party: opened, renamed, closed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members import access, rules, services
from members.forms import ClosingForm, InstitutionForm, attempt
from members.http import PortalRequest
from members.models import Institution, Mandate, Party
from members.services.institutions import Office


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest, code: str) -> HttpResponse:
    """Add an institution to a party."""
    party = get_object_or_404(Party.objects.visible_to(request.viewer), code=code)
    _require_keeper(request, party)
    form = InstitutionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verb = {"party_id": party.pk, "office": Office(**form.cleaned_data)}
        if attempt(form, services.open_institution, by=request.viewer, **verb):
            messages.success(request, _("The institution was added."))
            return _back(request, party)
    context = {"form": form, "party": party, "title": _("Add an institution")}
    return render(request, "members/institution_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Rename an institution, or change how it is reached."""
    institution = _open(request, pk)
    form = InstitutionForm(request.POST or None, instance=institution)
    if request.method == "POST" and form.is_valid():
        verb = {"pk": pk, "office": Office(**form.cleaned_data), "by": request.viewer}
        if attempt(form, services.update_institution, **verb):
            messages.success(request, _("The institution was saved."))
            return _back(request, institution.party)
    context = {
        "form": form,
        "party": institution.party,
        "institution": institution,
        "title": institution.name,
    }
    return render(request, "members/institution_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: PortalRequest, pk: int) -> HttpResponse:
    """Close an institution from a day on, having seen whose mandates end with it."""
    institution = _open(request, pk)
    form = ClosingForm(request.POST or None)
    if form.is_valid():
        verb = {"pk": pk, "on": form.cleaned_data["on"], "by": request.viewer}
        if attempt(form, services.close_institution, **verb):
            messages.success(request, _("The institution closes on that day."))
            return _back(request, institution.party)
    through = Mandate.objects.visible_to(request.viewer).at(request.viewer.at)
    context = {
        "form": form,
        "party": institution.party,
        "institution": institution,
        "mandates": through.filter(institution=institution).select_related("user"),
    }
    return render(request, "members/institution_close.html", context)


def _open(request: PortalRequest, pk: int) -> Institution:
    visible = Institution.objects.visible_to(request.viewer).open_on(request.viewer.on)
    institution = get_object_or_404(visible.select_related("party"), pk=pk)
    _require_keeper(request, institution.party)
    return institution


def _require_keeper(request: PortalRequest, party: Party) -> None:
    titular = access.is_titular(request.viewer)
    if not rules.may_keep_institutions(request.viewer, party.pk, titular=titular):
        raise Http404


def _back(request: PortalRequest, party: Party) -> HttpResponse:
    """Return to one's delegation, or to the party whose house it is."""
    if request.viewer.party_id == party.pk:
        return redirect("members:delegation")
    return redirect(party)
