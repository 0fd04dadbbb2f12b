"""A contribution scale: from which day, by which decision, and each member's amount of a year."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.library.rules import alphabet
from finance.forms.budgets.base import CitingForm, Hundredths
from finance.forms.money import Cents
from finance.presentation.budgets.scales import Candidate
from finance.services.scales import Weight
from members.forms.common import DayInput


class ScaleForm(CitingForm):
    """What the Vice-Ministers approved; ``total`` is only to see what each would owe."""

    valid_from = forms.DateField(
        label=gettext_lazy("Valid from"),
        help_text=gettext_lazy("It holds until the day that another scale begins."),
        widget=DayInput,
    )
    called = forms.CharField(
        label=gettext_lazy("Approved by"),
        help_text=gettext_lazy("The decision as it is cited, with its meeting."),
        max_length=200,
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Where the scale is read."),
        max_length=120,
    )
    total = Cents(
        label=gettext_lazy("Budget to try the scale on, in USD"),
        help_text=gettext_lazy("Nothing of it is recorded. Empty: the total of the scale."),
        required=False,
    )
    confirm_members = forms.BooleanField(
        label=gettext_lazy("Members without an amount have no share in this scale"),
        required=False,
    )
    field_order = ("key", "valid_from", "called", "text", "provision", "source", "total")

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = list(candidates)
        for each in self.candidates:
            named = {"name": each.name}
            self.fields[f"amount-{each.code}"] = Cents(
                label=_("Amount of a year, %(name)s") % named,
                least=0,
                required=False,
                initial=each.cents,
            )
            self.fields[f"percent-{each.code}"] = Hundredths(
                label=_("Published percentage, %(name)s") % named, required=False
            )

    @property
    def head_fields(self) -> list[forms.BoundField]:
        """What is said of the scale as a whole."""
        beside = ("amount-", "percent-", "confirm_")
        return [b for b in self.visible_fields() if not b.name.startswith(beside)]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The members of the first day, and whoever was given an amount all the same."""
        in_order = sorted(self.candidates, key=lambda each: alphabet(each.name))
        rows: list[dict[str, Any]] = [
            {
                "who": each,
                "amount": self[f"amount-{each.code}"],
                "percent": self[f"percent-{each.code}"],
            }
            for each in in_order
        ]
        return [row for row in rows if _is_asked(row) or (self.is_bound and _said(row))]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        for each in self.candidates:
            cents = self.cleaned_data.get(f"amount-{each.code}")
            percent = self.cleaned_data.get(f"percent-{each.code}")
            if cents is not None and not each.is_member:
                said = _("%(name)s is not a member on that day.") % {"name": each.name}
                self.add_error(f"amount-{each.code}", said)
            if cents is None and percent is not None:
                self.add_error(f"amount-{each.code}", _("The amount rules: write it."))
        return found

    @property
    def weights(self) -> list[Weight]:
        """Return the shares, in the order of the table, as the service takes them."""
        data = self.cleaned_data
        return [
            Weight(each.pk, cents, data.get(f"percent-{each.code}"))
            for each in self.candidates
            if (cents := data.get(f"amount-{each.code}")) is not None
        ]

    @property
    def left_out(self) -> list[Candidate]:
        """Return the members of that day to whom no amount was given."""
        return [
            each
            for each in self.candidates
            if each.is_member and self.cleaned_data.get(f"amount-{each.code}") is None
        ]


def _is_asked(row: dict[str, Any]) -> bool:
    return bool(row["who"].is_member)


def _said(row: dict[str, Any]) -> bool:
    return bool(row["amount"].value() or row["percent"].value())


class TotalForm(forms.Form):
    """The budget that a scale is tried on."""

    total = Cents(label=gettext_lazy("Budget to try the scale on, in USD"))
