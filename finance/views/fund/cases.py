"""What officers do with a case: asked for, completed, decided, read, closed, erased."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from crm_portal.core.access import Viewer
from crm_portal.core.errors import DomainError, Refused
from finance.forms import fund as forms
from finance.models import FundCase
from finance.presentation.fund import desk
from finance.rules.fund import Side
from finance.services import fund, fund_money
from finance.views.fund.base import CaseAct, FundAct
from members.http import PortalRequest


class Request(FundAct):
    """A request, by an authority or an organization; never by the person."""

    label = _("New request")
    lead = _(
        "An authority, an international organization or a civil-society organization asks. "
        "Say nothing of who the person is: the case has a number, a situation and a country."
    )
    button = _("Open the case")
    done = _("The case was opened.")

    def form(self, request: PortalRequest, **bound: Any) -> forms.RequestForm:
        return forms.RequestForm(desk.members(request.viewer.on), **bound)

    def perform(self, form: forms.RequestForm, by: Viewer) -> FundCase:
        told = form.cleaned_data["told"]
        return fund.request(form.facts, country=form.country_pk, told=told, by=by)

    def after(self, made: FundCase) -> str:
        return reverse("finance:fund-case", args=[made.number])


class Complete(CaseAct):
    """The data of a case that lacked some, said again."""

    name = "complete"
    lead = _("Say everything again: age and birth were not kept.")
    done = _("The data were recorded.")

    def form(self, request: PortalRequest, **bound: Any) -> forms.FactsForm:
        known = {
            "requester": self.case.requester,
            "country": str(self.case.country_id or ""),
            "declared": self.case.categories,
        }
        members = desk.members(request.viewer.on)
        return forms.FactsForm(members, initial=known, **bound)

    def perform(self, form: forms.FactsForm, by: Viewer) -> FundCase:
        return fund.complete(self.case.pk, form.facts, country=form.country_pk, by=by)


class Decide(CaseAct):
    """The word of one side; a special case takes both, two different persons (001:659)."""

    name = "decide"
    done = _("The decision was recorded.")

    def refusal(self) -> DomainError | None:
        if error := super().refusal():
            return error
        if not self.mine:
            return Refused(gettext("Each side decides once, and each by another person."))
        return None

    def find(self, request: PortalRequest, **named: Any) -> None:
        super().find(request, **named)
        self.mine = desk.open_sides(self.case, self.sides, request.viewer.user_id)

    def form(self, request: PortalRequest, **bound: Any) -> forms.DecideForm:
        return forms.DecideForm(self.mine or self.sides, **bound)

    def perform(self, form: forms.DecideForm, by: Viewer) -> FundCase:
        said = form.cleaned_data
        return fund.decide(
            self.case.pk,
            side=Side(said["side"]),
            is_yes=said["is_yes"] == forms.YES,
            act=said["act"],
            by=by,
        )


class Reserve(CaseAct):
    """The money of a granted case, or its place among those that wait."""

    name = "reserve"
    lead = _(
        "First complete, first served: where the money does not reach, the case waits."
    )
    done = _("The case is in its turn.")

    def form(self, request: PortalRequest, **bound: Any) -> forms.ReserveForm:
        return forms.ReserveForm(self.case, **bound)

    def perform(self, form: forms.ReserveForm, by: Viewer) -> FundCase:
        part = form.cleaned_data["accept_cents"]
        return fund_money.reserve(self.case.pk, accept_cents=part, by=by)


class Pay(CaseAct):
    """What IOM paid, out of the reservation."""

    name = "pay"
    lead = _(
        "IOM pays; the portal records it. All payments of a case share its reservation."
    )
    done = _("The payment was recorded.")

    def form(self, request: PortalRequest, **bound: Any) -> forms.PayForm:
        return forms.PayForm(**bound)

    def perform(self, form: forms.PayForm, by: Viewer) -> Any:
        return fund_money.pay(self.case.pk, **_money(form), by=by)


def _money(form: Any) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("cents", "paid_on", "key")}


class Return(CaseAct):
    """A payment that came back, or was recorded wrongly: reversed, never taken out."""

    name = "return"
    lead = _("The payment stays on record with its reversal; its money is reserved again.")
    done = _("It was recorded that the payment came back.")
    payment: Any

    def find(self, request: PortalRequest, **named: Any) -> None:
        super().find(request, **named)
        self.payment = get_object_or_404(desk.payments(self.case), pk=named["pk"])

    def form(self, request: PortalRequest, **bound: Any) -> forms.ReturnForm:
        return forms.ReturnForm(**bound)

    def perform(self, form: forms.ReturnForm, by: Viewer) -> Any:
        said = form.cleaned_data
        return fund_money.return_payment(
            self.payment.pk, reason=said["reason"], key=said["key"], by=by
        )


class Close(CaseAct):
    """The end of a case; what is left of its reservation serves those that wait."""

    name = "close"
    lead = _(
        "What is left of the reservation goes back to the fund, and serves those that wait."
    )
    done = _("The case was closed.")

    def perform(self, form: Any, by: Viewer) -> FundCase:
        return fund_money.close_case(self.case.pk, by=by)


class Erase(CaseAct):
    """The erasure of a case that ended, before its time."""

    name = "erase"
    lead = _(
        "What was told, the situation, the country and who asked are erased for ever. The "
        "number, the days and the money stay."
    )
    done = _("The case was erased.")

    def form(self, request: PortalRequest, **bound: Any) -> forms.EraseForm:
        return forms.EraseForm(**bound)

    def perform(self, form: forms.EraseForm, by: Viewer) -> FundCase:
        return fund.erase(self.case.pk, reason=form.cleaned_data["reason"], by=by)


class Read(CaseAct):
    """What was told of a case, once it is written down who reads it and what for."""

    name = "read"
    lead = _(
        "It is written down that you read it, when, and what for; every officer sees that. "
        "The text is shown once, on the next page."
    )
    button = _("Write it down and show the text")

    def form(self, request: PortalRequest, **bound: Any) -> forms.PurposeForm:
        return forms.PurposeForm(**bound)

    def perform(self, form: forms.PurposeForm, by: Viewer) -> str:
        return fund.read(self.case.pk, purpose=form.cleaned_data["purpose"], by=by)

    @sensitive_variables()
    def finish(self, request: PortalRequest, made: str) -> HttpResponseBase:
        context = {"case": self.case, "told": made, "back": self.back()}
        response: HttpResponse = render(request, "finance/fund/read.html", context)
        return response
