"""What is typed of spending: an expenditure, a commitment, a transfer between lines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.core.access import Viewer
from finance.forms.acts import (
    LONG,
    SHORT,
    DocumentedForm,
    KeyedForm,
    PlainForm,
    ReasonForm,
)
from finance.forms.budgets.base import CitingForm
from finance.forms.money import Cents
from finance.models import Budget, LineKind
from finance.presentation.money import amount
from finance.presentation.spending import REVERSED, STANDING, Promise
from finance.services.spending import Spent
from members.forms import DayInput

__all__ = ["CommitForm", "ReasonForm", "SpendForm", "SpendingFilter", "TransferForm"]

Lines = list[tuple[Budget, LineKind]]


def line_choices(lines: Lines) -> list[tuple[str, str]]:
    """Return the lines of the budgets being carried out, each under its budget's name."""
    return [
        ("", "—"),
        *((f"{b.pk}:{kind.pk}", f"{b.label} · {kind.name}") for b, kind in lines),
    ]


class OnLine(forms.Form):
    """A form about a line of a budget that is being carried out."""

    line = forms.ChoiceField(label=pgettext_lazy("budget", "Line"))

    def offer(self, lines: Lines) -> None:
        line: Any = self.fields["line"]
        line.choices = line_choices(lines)

    def clean_line(self) -> tuple[int, int]:
        budget, _colon, kind = self.cleaned_data["line"].partition(":")
        return int(budget), int(kind)


class SpendForm(OnLine, DocumentedForm):
    """Money spent of a line, with the document that supports it."""

    cents = Cents(label=_("Amount in USD"))
    paid_on = forms.DateField(label=_("Paid on"), widget=DayInput)
    purpose = forms.CharField(label=_("What it was for"), max_length=SHORT)
    commitment = forms.TypedChoiceField(
        label=_("Of the commitment"), coerce=int, empty_value=None, required=False
    )

    field_order = ("line", "cents", "paid_on", "purpose", "commitment", "document")

    def __init__(
        self, lines: Lines, promises: list[Promise], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer(lines)
        self.promised = {each.commitment.pk: each.commitment for each in promises}
        commitment: Any = self.fields["commitment"]
        commitment.choices = [
            ("", pgettext_lazy("commitment", "None")),
            *map(_promise, promises),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        line, commitment = data.get("line"), self.promised.get(data.get("commitment") or 0)
        if line and commitment and line != (commitment.budget_id, commitment.line_id):
            self.add_error("commitment", _("That commitment is of another line."))
        return data

    @property
    def spent(self) -> Spent:
        """Return what was typed as the service takes it."""
        data = self.cleaned_data
        budget, line = data["line"]
        return Spent(
            budget=budget,
            line=line,
            cents=data["cents"],
            paid_on=data["paid_on"],
            purpose=data["purpose"],
            document=self.document_pk,
            commitment=data["commitment"],
        )


def _promise(each: Promise) -> tuple[int, str]:
    row = each.commitment
    return row.pk, f"{row.line.name} · {row.purpose} · USD {amount(each.left)}"


class CommitForm(OnLine, KeyedForm):
    """Money of a line is promised."""

    cents = Cents(label=_("Amount in USD"))
    purpose = forms.CharField(
        label=pgettext_lazy("commitment", "What it is for"), max_length=SHORT
    )

    def __init__(self, lines: Lines, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(lines)


class TransferForm(CitingForm):
    """Money is moved from one line of a budget to another."""

    origin = forms.TypedChoiceField(label=_("From the line"), coerce=int)
    target = forms.TypedChoiceField(label=_("To the line"), coerce=int)
    cents = Cents(label=_("Amount in USD"))
    reason = forms.CharField(label=_("Reason"), max_length=LONG)

    field_order = ("origin", "target", "cents", "reason", "text", "provision")

    def __init__(
        self,
        origins: list[tuple[int, str]],
        targets: list[tuple[int, str]],
        *args: Any,
        by: Viewer,
        is_free: bool,
        **kwargs: Any,
    ) -> None:
        """``is_free``: the reader may do it without a decision."""
        super().__init__(*args, by=by, **kwargs)
        for name, found in (("origin", origins), ("target", targets)):
            field: Any = self.fields[name]
            field.choices = [("", "—"), *found]
        if is_free:
            self.fields["text"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("origin") and data.get("origin") == data.get("target"):
            self.add_error("target", _("Money is moved to another line."))
        return data


class SpendingFilter(PlainForm):
    """Which expenditure a list shows; what it does not know it does not ask."""

    budget = forms.ChoiceField(label=_("Budget"), required=False)
    line = forms.ChoiceField(label=pgettext_lazy("budget", "Line"), required=False)
    since = forms.DateField(label=_("From"), widget=DayInput, required=False)
    until = forms.DateField(
        label=pgettext_lazy("period", "To"), widget=DayInput, required=False
    )
    words = forms.CharField(label=_("Words"), max_length=100, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("All")),
            (STANDING, pgettext_lazy("money", "Standing")),
            (REVERSED, _("Reversed")),
        ],
        required=False,
    )
    undocumented = forms.BooleanField(label=_("Without document"), required=False)

    def __init__(
        self, budgets: list[Budget], kinds: list[LineKind], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.budgets = {each.reference: each for each in budgets}
        self.kinds = {each.code: each for each in kinds}
        budget: Any = self.fields["budget"]
        budget.choices = [("", _("All")), *((b.reference, b.label) for b in budgets)]
        line: Any = self.fields["line"]
        line.choices = [("", _("All")), *((k.code, k.name) for k in kinds)]

    @property
    def asked(self) -> dict[str, Any]:
        """Return what was chosen, as rows and values, without what was not."""
        self.is_valid()
        data = dict(getattr(self, "cleaned_data", {}))
        data["budget"] = self.budgets.get(data.get("budget", ""))
        data["line"] = self.kinds.get(data.get("line", ""))
        return {name: value for name, value in data.items() if value}
