"""The fund's own acts: money that comes in, those that wait served, and the half-yearly report."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, DomainError
from finance.forms import fund as forms
from finance.models import FundReport
from finance.presentation.fund import telling
from finance.services import fund_money
from finance.views.fund.base import FundAct, OfficerView
from members.http import PortalRequest


class Deposit(FundAct):
    """Money that came into the fund."""

    label = _("Record a deposit")
    lead = _("Those that wait for funds are served at once, in their order.")
    done = _("The deposit was recorded.")

    def form(self, request: PortalRequest, **bound: Any) -> forms.DepositForm:
        return forms.DepositForm(**bound)

    def perform(self, form: forms.DepositForm, by: Viewer) -> Any:
        said = form.cleaned_data
        return fund_money.deposit(
            said["cents"],
            value_on=said["value_on"],
            source=said["source"],
            key=said["key"],
            by=by,
        )


class Serve(OfficerView):
    """Those that wait, served as far as the money goes."""

    http_method_names = ("post", "options")

    def post(self, request: PortalRequest) -> HttpResponseBase:
        reached = len(fund_money.serve_waiting(by=request.viewer))
        said = ngettext(
            "Funds were reserved for %(count)s case.",
            "Funds were reserved for %(count)s cases.",
            reached,
        ) % {"count": reached}
        messages.success(request, said)
        return redirect("finance:fund-cases")


class Report(FundAct):
    """What is told of a half-year that is over; made once, it is the same for ever."""

    label = _("Make a half-yearly report")
    lead = _(
        "Members read it. Counts of fewer than five are merged or left out; what was made "
        "is never made again, and payments recorded later are in no report."
    )
    button = _("Make the report")
    done = _("The report was made.")

    def find(self, request: PortalRequest, **named: Any) -> None:
        self.halves = telling.halves_to_report(request.viewer.on)

    def refusal(self) -> DomainError | None:
        if self.halves:
            return None
        return Conflict(
            gettext("No half-year is over that was not reported on."), code="not_now"
        )

    def form(self, request: PortalRequest, **bound: Any) -> forms.HalfYearForm:
        return forms.HalfYearForm(self.halves, **bound)

    def perform(self, form: forms.HalfYearForm, by: Viewer) -> FundReport:
        return fund_money.report_half_year(form.cleaned_data["starts_on"], by=by)

    def after(self, made: FundReport) -> str:
        return reverse("finance:fund")
