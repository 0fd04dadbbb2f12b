"""The drafting groups of a meeting: who represents each country, and who heads them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from crm_portal.core.access import Viewer
from crm_portal.library.rules import alphabet
from meetings import drafting_groups
from meetings.forms.common import tried
from meetings.models import Delegate, DraftingGroup, DraftingRepresentative, Meeting
from meetings.models.drafting import READERS
from meetings.presentation.head import head, meeting_of, require
from meetings.rules import drafting as rules
from meetings.services import drafting as services
from members.http import PortalRequest
from members.models import Party


class RepresentativeForm(forms.Form):
    """Who represents a country from now on."""

    delegate = forms.ModelChoiceField(
        label=gettext_lazy("Who represents the country"),
        queryset=Delegate.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, candidates: QuerySet[Delegate], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["delegate"]
        field.queryset = candidates
        field.label_from_instance = lambda each: f"{each.full_name}, {each.title}"


@require_safe
def groups(request: PortalRequest, symbol: str) -> HttpResponse:
    """The groups of a meeting with who represents each country now."""
    meeting = meeting_of(request, symbol)
    viewer = request.viewer
    require(allowed=viewer.has(*READERS))
    found = drafting_groups.groups(meeting, viewer)
    context = {
        **head(request, meeting, "meetings:drafting"),
        "planned": [(each, _rows(each, viewer)) for each in found],
        "heading": drafting_groups.heading(viewer.at),
        "may_form": rules.may_form(viewer)
        and rules.is_formed_in(meeting.state)
        and any(each.group is None for each in found),
        "may_end": rules.may_form(viewer),
        "is_ahead": not rules.is_formed_in(meeting.state),
    }
    return render(request, "meetings/drafting.html", context)


@require_POST
def form(request: PortalRequest, symbol: str) -> HttpResponseBase:
    """Form the groups, at the opening of the meeting."""
    meeting = meeting_of(request, symbol)
    require(allowed=rules.may_form(request.viewer))
    services.form_groups(meeting.pk, by=request.viewer)
    messages.success(request, _("The drafting groups were formed."))
    return redirect("meetings:drafting", symbol)


@require_http_methods(["GET", "HEAD", "POST"])
def designate(request: PortalRequest, symbol: str, pk: int) -> HttpResponseBase:
    """Designate one's representative; the Secretariat says of which country (``?for=DO``)."""
    meeting = meeting_of(request, symbol)
    group = _group(request, meeting, pk)
    party = _party(request)
    require(allowed=rules.may_designate(request.viewer, party.pk))
    candidates = drafting_groups.candidates(group, party.pk)
    form = RepresentativeForm(candidates, request.POST or None)
    if form.is_valid() and tried(
        form,
        services.designate,
        group_id=group.pk,
        party_id=party.pk,
        delegate_id=form.cleaned_data["delegate"].pk,
        by=request.viewer,
    ):
        messages.success(request, _("The representative was designated."))
        return redirect("meetings:drafting", symbol)
    title = _("Designate the representative of %(name)s") % {"name": party.name}
    told = (
        ""
        if candidates.exists()
        else _("The representative is chosen in the country's approved delegation.")
    )
    context = {
        **head(request, meeting, label=title),
        "form": form,
        "act": title,
        "told": told,
        "button": _("Designate"),
        "back": reverse("meetings:drafting", args=[symbol]),
    }
    return render(request, "meetings/delegation_act.html", context)


@require_POST
def end_representation(request: PortalRequest, symbol: str, pk: int) -> HttpResponseBase:
    """End a representation."""
    meeting = meeting_of(request, symbol)
    visible = DraftingRepresentative.objects.visible_to(request.viewer)
    found = get_object_or_404(visible, pk=pk)
    _group(request, meeting, found.group_id)
    require(allowed=rules.may_designate(request.viewer, found.party_id))
    services.end_representation(pk, by=request.viewer)
    messages.success(request, _("The representation ended."))
    return redirect("meetings:drafting", symbol)


@require_POST
def end(request: PortalRequest, symbol: str, pk: int) -> HttpResponseBase:
    """End a group once its texts are done."""
    meeting = meeting_of(request, symbol)
    group = _group(request, meeting, pk)
    require(allowed=rules.may_form(request.viewer))
    services.end_group(group.pk, by=request.viewer)
    messages.success(request, _("The drafting group ended."))
    return redirect("meetings:drafting", symbol)


def _rows(planned: drafting_groups.Planned, viewer: Viewer) -> list[dict[str, Any]]:
    """Every member country, with whoever represents it, in alphabetical order."""
    if planned.group is None:
        return []
    serving = {each.party_id: each for each in planned.serving}
    members = sorted(Party.objects.members_on(viewer.on), key=lambda p: alphabet(p.name))
    over = planned.group.ended_at is not None
    return [
        {
            "party": party,
            "serving": serving.get(party.pk),
            "may": not over and rules.may_designate(viewer, party.pk),
            "own": party.pk == viewer.party_id,
        }
        for party in members
    ]


def _group(request: PortalRequest, meeting: Meeting, pk: int) -> DraftingGroup:
    """Return a group of the meeting, or the common one of the meeting it is held with."""
    together = [each.pk for each in drafting_groups.family(meeting)]
    visible = DraftingGroup.objects.visible_to(request.viewer)
    found: DraftingGroup = get_object_or_404(
        visible.select_related("meeting__body"), pk=pk, meeting__in=together
    )
    return found


def _party(request: PortalRequest) -> Party:
    viewer = request.viewer
    parties = Party.objects.members_on(viewer.on)
    if rules.may_form(viewer) and "for" in request.GET:
        return get_object_or_404(parties, code=request.GET["for"][:12])
    return get_object_or_404(parties, pk=viewer.party_id)
