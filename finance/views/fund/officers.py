"""Who the case officers are: the Secretariat records it, with the act, and nobody of oneself."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from finance import access
from finance.forms import fund as forms
from finance.models import CaseOfficer
from finance.rules import powers
from finance.rules.fund import Side
from finance.services import fund
from finance.views.fund.base import FundAct, OfficerView
from members.http import PortalRequest


class Officers(OfficerView):
    """The appointments: the Secretariat's to keep, and the officers' to read."""

    http_method_names = ("get", "head", "options")

    def may_enter(self, viewer: Viewer) -> bool:
        return powers.may_keep_accounts(viewer) or bool(self.sides)

    def get(self, request: PortalRequest) -> HttpResponse:
        viewer = request.viewer
        context = {
            "officers": CaseOfficer.objects.visible_to(viewer).in_words(),
            "today": viewer.on,
            "own": viewer.user_id,
            "keeps": powers.may_keep_accounts(viewer),
            "is_officer": bool(self.sides),
        }
        return render(request, "finance/fund/officers.html", context)


class Keeping(FundAct):
    """An act on the list of officers."""

    def may_enter(self, viewer: Viewer) -> bool:
        return powers.may_keep_accounts(viewer)

    def after(self, made: Any) -> str:
        return self.back()

    def back(self) -> str:
        return reverse("finance:fund-officers")


class Appoint(Keeping):
    """Somebody becomes a case officer."""

    label = _("Record an appointment")
    lead = _("From that day the person sees and decides cases for that side.")
    done = _("The appointment was recorded.")

    def form(self, request: PortalRequest, **bound: Any) -> forms.OfficerForm:
        by = request.viewer
        others = [
            (side, access.candidates(side, by.at).exclude(user=by.user_id)) for side in Side
        ]
        return forms.OfficerForm(others, **bound)

    def perform(self, form: forms.OfficerForm, by: Viewer) -> CaseOfficer:
        return fund.appoint_officer(**form.appointment, by=by)


class End(Keeping):
    """An appointment ends: from today its holder sees no case."""

    label = _("End an appointment")
    done = _("The appointment has ended.")
    weight = "stop"
    officer: CaseOfficer

    def find(self, request: PortalRequest, **named: Any) -> None:
        found = CaseOfficer.objects.visible_to(request.viewer).in_words()
        self.officer = get_object_or_404(found, pk=named["pk"])

    def perform(self, form: Any, by: Viewer) -> CaseOfficer:
        return fund.end_officer(self.officer.pk, by=by)

    def context(self) -> dict[str, Any]:
        return {
            "about": f"{self.officer.user.full_name} · {self.officer.get_side_display()}"
        }
