"""“What may X see and do here, and why”: for the officers, of a person or of a role."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from crm_portal.core.access import Role, Viewer
from decisions.models import Consultation
from decisions.presentation import why as consultations
from members import why as members
from members.access import viewer_for
from members.forms.common import SeatTimeField, party_name
from members.http import PortalRequest
from members.models import Party, User
from members.models.accounts import ROLE_LABELS

OFFICERS = (Role.SECRETARIAT, Role.ADMINISTRATOR)
PUBLIC = "public"
ROLES = {**ROLE_LABELS, **members.OFFICES}
FEW = 20


class QuestionForm(forms.Form):
    """Of whom, where and when: a person by name or address, or a role."""

    person = forms.CharField(
        label=_("Person"), required=False, help_text=_("Name or e-mail address, or a part.")
    )
    role = forms.ChoiceField(label=_("or a role"), required=False)
    party = forms.ModelChoiceField(
        label=_("of the party"),
        queryset=Party.objects.none(),
        required=False,
        empty_label="–",
    )
    consultation = forms.ModelChoiceField(
        label=_("Consultation"),
        queryset=Consultation.objects.none(),
        required=False,
        empty_label="–",
        to_field_name="reference",
    )
    at = SeatTimeField(
        label=_("At"),
        required=False,
        help_text=_("Day and hour in San José, for example 2026-12-01 10:00. Empty: now."),
    )

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", "–"), (PUBLIC, _("the public")), *ROLES.items()]
        self.fields["role"].choices = offered  # type: ignore[attr-defined]
        parties: Any = self.fields["party"]
        parties.queryset = Party.objects.visible_to(viewer)
        parties.label_from_instance = party_name
        matters: Any = self.fields["consultation"]
        matters.queryset = Consultation.objects.visible_to(viewer).order_by("-reference")
        matters.label_from_instance = lambda each: each.reference


@require_safe
def why(request: PortalRequest) -> HttpResponse:
    """Answer for somebody: each role and its origin, each power and its rule."""
    if not request.viewer.has(*OFFICERS):
        raise Http404
    form = QuestionForm(request.viewer, request.GET or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        context |= _answered(request.viewer, form.cleaned_data)
    return render(request, "core/why.html", context)


def _answered(by: Viewer, asked: dict[str, Any]) -> dict[str, Any]:
    at: datetime = asked["at"] or by.at
    if asked["person"]:
        found = list(_people(by, asked["person"])[: FEW + 1])
        if len(found) != 1:
            return {"people": found[:FEW], "none": not found, "at": at}
        viewer = viewer_for(found[0], at)
        said: dict[str, Any] = {
            "person": found[0],
            "origins": members.origins(found[0], at),
        }
    elif asked["role"]:
        role = None if asked["role"] == PUBLIC else Role(asked["role"])
        viewer = members.of_role(role, asked["party"], at)
        said = {"role": ROLES[role] if role else _("the public")}
    else:
        return {}
    said |= {"at": at, "answers": members.answers(viewer), "is_public": viewer.is_public}
    if matter := asked["consultation"]:
        said |= {"matter": matter, "acts": consultations.answers(matter, viewer)}
    return said


def _people(by: Viewer, text: str) -> Any:
    people = User.objects.visible_to(by)
    exact = people.filter(email__iexact=text.strip())
    if exact.exists():
        return exact
    named = people.filter(full_name__icontains=text.strip())
    return (named | people.filter(email__icontains=text.strip())).order_by("full_name")
