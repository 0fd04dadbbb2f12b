"""Recording what came in, returning it, and saying what it pays; announcing a payment."""

from typing import Any, ClassVar

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.errors import Conflict, DomainError, Refused
from finance.forms import receipts as forms
from finance.models import Allocation, Receipt
from finance.presentation import receipts as shown
from finance.rules import powers
from finance.services import allocating, following, receipts
from finance.views.budgets.base import Acting, accounts_only
from finance.views.common import require_reader
from finance.views.receipts.pages import assessment_of, receipt_of
from meetings.forms.common import told


class KeepingAccounts(Acting):
    """An act that only the Secretariat does; members know that it exists."""

    template_name: ClassVar[str] = "finance/receipts/act.html"

    def find(self, **named: Any) -> None:
        require_reader(self.viewer)

    def power(self) -> bool:
        return powers.may_keep_accounts(self.viewer)

    def not_yours(self) -> Refused:
        return accounts_only()


class Record(KeepingAccounts):
    """A transfer is recorded; what it would pay is shown before."""

    template_name = "finance/receipts/new.html"
    label = _("Record a receipt")
    lead = _(
        "What the bank credited, net, is what counts: fees and exchange stay with the payer."
    )
    button = _("Record")
    done = _("The receipt was recorded.")

    def form(self, data: Any = None) -> forms.ReceiptForm:
        files = self.request.FILES if data is not None else None
        initial = {"party": self.request.GET.get("member")}
        choices = shown.open_choices()
        return forms.ReceiptForm(shown.members(), choices, data, files, initial=initial)

    def act(self, form: forms.ReceiptForm) -> HttpResponseBase:
        if self.request.POST.get("act") == "record":
            return super().act(form)
        seen, refused = shown.tried(form.transfer)
        if refused is not None:
            form.add_error(None, told(refused))
            return self.answer(form, refused.status)
        return self.answer(form, preview=seen)

    def perform(self, form: forms.ReceiptForm) -> Receipt:
        return receipts.record_receipt(
            form.transfer, key=form.cleaned_data["key"], by=self.viewer
        )

    def after(self, made: Receipt) -> str:
        return made.get_absolute_url()

    @property
    def back(self) -> str:
        return reverse("finance:receipts")


class OnReceipt(KeepingAccounts):
    """An act on the receipt that the address names."""

    receipt: Receipt

    def find(self, **named: Any) -> None:
        self.receipt = receipt_of(self.request, named["pk"])

    def guard(self) -> DomainError | None:
        if shown.reversal(self.receipt.journal) is None:
            return None
        return Conflict(str(_("This transfer was returned already.")), code="returned")

    @property
    def back(self) -> str:
        return self.receipt.get_absolute_url()

    def context(self, form: Any) -> dict[str, Any]:
        return {"receipt": self.receipt}


class Return(OnReceipt):
    """The bank returned a transfer."""

    label = _("The transfer was returned")
    lead = _(
        "Whatever it paid is owed again, and other credit of the member steps in. Nothing "
        "is deleted: the receipt stays on record, marked as returned."
    )
    button = _("Record that it was returned")
    done = _("It was recorded that the transfer was returned.")
    weight = "stop"

    def form(self, data: Any = None) -> forms.ReturnForm:
        return forms.ReturnForm(data)

    def perform(self, form: Any) -> Receipt:
        data = form.cleaned_data
        return receipts.return_transfer(
            self.receipt.pk,
            reason=data["reason"],
            on=data["on"],
            key=data["key"],
            by=self.viewer,
        )


class Allocate(OnReceipt):
    """What is left of a receipt pays something."""

    label = _("Allocate what is left")
    lead = _(
        "What nothing takes stays credit, and pays the next assessment when it is made."
    )
    done = _("What was left was allocated.")

    def guard(self) -> DomainError | None:
        if error := super().guard():
            return error
        if self.receipt.left > 0:  # type: ignore[attr-defined]
            return None
        return Conflict(str(_("Nothing of this receipt is left.")), code="nothing_left")

    def form(self, data: Any = None) -> forms.AllocateForm:
        return forms.AllocateForm(shown.open_choices(self.receipt.party_id), data)

    def perform(self, form: Any) -> Any:
        to = form.cleaned_data["to"]
        return allocating.allocate(self.receipt.pk, to=to, by=self.viewer)


class Release(OnReceipt):
    """An allocation is taken back: its cents are credit again."""

    label = _("Take an allocation back")
    lead = _("Its amount is credit of the member again, until it is allocated anew.")
    button = _("Take it back")
    done = _("The allocation was taken back.")
    weight = "stop"
    allocation: Allocation

    def find(self, **named: Any) -> None:
        super().find(**named)
        found = shown.piece(self.receipt, named["allocation"])
        self.allocation, self.taken_back = found.allocation, found.taken_back

    def guard(self) -> DomainError | None:
        if self.taken_back is None:
            return super().guard()
        return Conflict(str(_("That allocation was taken back.")), code="reversed")

    def form(self, data: Any = None) -> forms.ReasonForm:
        return forms.ReasonForm(data)

    def perform(self, form: Any) -> Allocation:
        data = form.cleaned_data
        return allocating.release(
            self.allocation.pk, reason=data["reason"], key=data["key"], by=self.viewer
        )

    def context(self, form: Any) -> dict[str, Any]:
        return {**super().context(form), "allocation": self.allocation}


class Announce(Acting):
    """A member says that its payment is on its way; the Secretariat notes what it was told."""

    template_name = "finance/receipts/act.html"
    label = _("A payment is in process")
    lead = _(
        "It changes no balance. For ninety days without news the contribution is shown as "
        "in process, and reminders say so."
    )
    button = _("Record")
    done: ClassVar[str | Promise] = _("It was recorded that the payment is in process.")
    form_class: ClassVar[Any] = forms.PledgeForm
    is_withdrawn: ClassVar[bool] = False

    def find(self, **named: Any) -> None:
        self.assessment = assessment_of(self.request, named["pk"])

    def power(self) -> bool:
        return powers.may_pledge(self.viewer, self.assessment.party_id)

    def guard(self) -> DomainError | None:
        if self.assessment.outstanding > 0:
            return None
        return Conflict(str(_("Nothing is outstanding.")), code="nothing_owed")

    def form(self, data: Any = None) -> Any:
        return self.form_class(data, initial={"said_on": self.viewer.on})

    def perform(self, form: Any) -> Any:
        said = {"is_withdrawn": self.is_withdrawn, **form.cleaned_data}
        if self.assessment.pledges.filter(**said).exists():
            return None  # the same form again: it was said once
        return following.pledge(self.assessment.pk, by=self.viewer, **said)

    @property
    def back(self) -> str:
        return reverse("finance:pledges")

    def context(self, form: Any) -> dict[str, Any]:
        return {"assessment": self.assessment}


class Withdraw(Announce):
    """What was announced does not come."""

    label = _("The payment is no longer in process")
    lead = _(
        "What was announced before stays on record; the contribution is pending again."
    )
    done = _("It was recorded that the payment is no longer in process.")
    form_class = forms.WithdrawPledgeForm
    is_withdrawn = True
