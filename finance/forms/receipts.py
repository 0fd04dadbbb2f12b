"""What the Secretariat types of a receipt, and a member of a payment on its way."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.forms.acts import (
    LONG,
    SHORT,
    CurrencyField,
    DocumentedForm,
    PlainForm,
    RateField,
    ReasonForm,
    payable,
)
from finance.forms.money import Cents
from finance.presentation.receipts import RETURNED, STANDING, Choice
from finance.services.receipts import Transfer
from members.forms import DayInput
from members.models import Party

SIDE = 80


class ReceiptForm(DocumentedForm):
    """A transfer as the bank reports it. ``choices`` are the assessments with something due."""

    party = forms.ModelChoiceField(label=_("Member"), queryset=Party.objects.none())
    value_on = forms.DateField(
        label=_("Value date"),
        widget=DayInput,
        help_text=_("The day from which the bank counts it."),
    )
    currency = CurrencyField(label=_("Currency"))
    gross = Cents(label=_("Amount sent"), help_text=_("Before the bank's fee."))
    fee = Cents(label=_("Bank fee"), least=0, required=False)
    rate = RateField(
        label=_("Rate to the dollar"),
        required=False,
        help_text=_("Only for another currency: what one unit of it was in dollars."),
    )
    rate_source = forms.CharField(
        label=_("Source of the rate"), max_length=120, required=False
    )
    net_cents = Cents(
        label=_("Credited, in USD"),
        required=False,
        help_text=_("Only for another currency, where the bank says it. It counts."),
    )
    designated = forms.TypedChoiceField(
        label=_("Pays"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("What the transfer names; without it the oldest is paid first."),
    )
    bank_reference = forms.CharField(
        label=_("Reference of the bank"), max_length=SIDE, required=False
    )
    note = forms.CharField(label=_("Note"), max_length=LONG, required=False)

    field_order = (
        "party",
        "value_on",
        "gross",
        "fee",
        "currency",
        "rate",
        "rate_source",
        "net_cents",
        "designated",
        "bank_reference",
        "note",
        "document",
    )

    def __init__(self, members: Any, choices: list[Choice], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.owners = {each.assessment: each.party for each in choices}
        party: Any = self.fields["party"]
        party.queryset = members
        party.label_from_instance = lambda each: each.name
        designated: Any = self.fields["designated"]
        designated.choices = payable(choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        party, chosen = data.get("party"), data.get("designated")
        if party and chosen and self.owners.get(chosen) != party.pk:
            self.add_error("designated", _("That is another member's."))
        return data

    @property
    def transfer(self) -> Transfer:
        """Return what was typed as the service takes it."""
        data = self.cleaned_data
        return Transfer(
            party=data["party"].pk,
            value_on=data["value_on"],
            gross=data["gross"],
            fee=data["fee"] or 0,
            currency=data["currency"],
            rate=data["rate"],
            rate_source=data["rate_source"],
            net_cents=data["net_cents"],
            designated=data["designated"],
            bank_reference=data["bank_reference"],
            document=self.document_pk,
            note=data["note"],
        )


class ReturnForm(ReasonForm):
    """The bank returned a transfer."""

    on = forms.DateField(
        label=_("Returned on"), widget=DayInput, help_text=_("The day of the bank.")
    )

    field_order = ("on", "reason")


class AllocateForm(PlainForm):
    """What is left of a receipt pays something that is owed."""

    to = forms.TypedChoiceField(
        label=_("Pays"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, choices: list[Choice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.choices = payable(choices)


class WithdrawPledgeForm(PlainForm):
    """What was announced does not come."""

    said_on = forms.DateField(label=_("Said on"), widget=DayInput)
    source = forms.CharField(
        label=_("Where it was said"),
        max_length=SHORT,
        help_text=_("A note with its number, a message, a call with whom."),
    )


class PledgeForm(WithdrawPledgeForm):
    """A member says that its payment is on its way (002:10)."""

    expected_on = forms.DateField(label=_("Expected on"), widget=DayInput, required=False)

    field_order = ("said_on", "expected_on", "source")


class ReceiptFilter(PlainForm):
    """Which receipts a list shows; what it does not know it does not ask."""

    member = forms.ChoiceField(label=_("Member"), required=False)
    year = forms.TypedChoiceField(
        label=_("Year"), coerce=int, empty_value=None, required=False
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("All")),
            (STANDING, pgettext_lazy("money", "Standing")),
            (RETURNED, pgettext_lazy("money", "Returned")),
        ],
        required=False,
    )

    def __init__(self, members: Any, years: list[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member: Any = self.fields["member"]
        member.choices = [("", _("All")), *((each.code, each.name) for each in members)]
        year: Any = self.fields["year"]
        year.choices = [("", _("All")), *((each, str(each)) for each in years)]

    @property
    def asked(self) -> dict[str, Any]:
        """Return what was chosen, without what was not."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return {name: value for name, value in data.items() if value}
