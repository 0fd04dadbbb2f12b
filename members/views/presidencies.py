"""The chair: who holds it, who held it, who is designated next."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members import rules, services
from members.access import troika_at
from members.forms import DesignationForm, HandOverForm, attempt
from members.http import PortalRequest
from members.models import Designation, Party, Presidency


@require_safe
def presidency(request: PortalRequest) -> HttpResponse:
    """The Troika now, and every presidency on record with its source."""
    seats = troika_at(request.viewer.at)
    parties = Party.objects.visible_to(request.viewer).in_bulk(list(seats.voices))
    context = {
        "current": parties.get(seats.current or 0),
        "previous": parties.get(seats.previous or 0),
        "next": parties.get(seats.next or 0),
        "terms": Presidency.objects.select_related("party").order_by("-label_year"),
        "designations": Designation.objects.select_related("party").order_by("-label_year"),
        "may_record": rules.may_record_presidency(request.viewer),
    }
    return render(request, "members/presidency.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: PortalRequest) -> HttpResponse:
    """Record that the chair passes to another country."""
    members = _members(request)
    form = HandOverForm(members, request.POST or None)
    if form.is_valid():
        verb = import_string(settings.HAND_OVER)
        if attempt(form, verb, by=request.viewer, **form.cleaned_data):
            messages.success(request, _("The hand-over was recorded."))
            return redirect("members:presidency")
    context = {"form": form}
    return render(request, "members/presidency_hand_over.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def designate(request: PortalRequest) -> HttpResponse:
    """Record who presides next, as the members decided by consensus."""
    members = _members(request)
    form = DesignationForm(members, request.POST or None)
    if form.is_valid():
        fields = dict(form.cleaned_data)
        party = fields.pop("party")
        if attempt(
            form, services.designate_next, party_id=party.pk, by=request.viewer, **fields
        ):
            messages.success(request, _("The designation was recorded."))
            return redirect("members:presidency")
    context = {"form": form}
    return render(request, "members/presidency_designate.html", context)


def _members(request: PortalRequest) -> object:
    if not rules.may_record_presidency(request.viewer):
        raise Http404
    return Party.objects.visible_to(request.viewer).members_on(request.viewer.on)
