"""What is typed of a bank statement: the file, its columns, and what becomes of its lines."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from crm_portal.library import uploads
from finance import reading
from finance.forms.acts import LONG, CurrencyField, PlainForm, RateField, payable
from finance.forms.money import Cents
from finance.presentation.receipts import Choice
from finance.reading import Columns
from finance.reading.columns import HEADINGS
from finance.reading.figures import COMMA, DAY_FIRST, MONTH_FIRST, POINT, YEAR_FIRST
from finance.rules.allocation import USD
from finance.services.bank import Chosen

LABELS: dict[str, Any] = {
    "booked_on": _("Day booked"),
    "value_on": _("Value date"),
    "amount": _("Amount"),
    "credit": _("Money in"),
    "debit": _("Money out"),
    "sign": _("In or out (C or D)"),
    "currency": _("Currency"),
    "reference": _("Reference of the bank"),
    "name": _("From or to"),
    "account": _("Account of the other side"),
    "details": _("Details"),
}
LONGEST_HEAD = 40


class StatementForm(PlainForm):
    """A file of the bank: a CSV, or a camt.053."""

    file = forms.FileField(
        label=_("Statement"),
        max_length=200,
        help_text=_("A CSV file or an ISO 20022 camt.053 (XML), at most 10 MB."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".csv,.txt,.xml,text/csv,application/xml"}
        ),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if not file.size or file.size > reading.MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        uploads.require_cleared(file)
        return file


class ColumnsForm(PlainForm):
    """Which column of a CSV says what, and how its amounts and days are written."""

    decimal = forms.ChoiceField(
        label=_("Amounts"),
        choices=[("", "—"), (POINT, "1,234.56"), (COMMA, "1.234,56")],
        help_text=_("How the file writes one thousand two hundred and thirty-four."),
    )
    days = forms.ChoiceField(
        label=_("Days"),
        choices=[
            ("", "—"),
            (DAY_FIRST, _("31/12/2026: the day first")),
            (MONTH_FIRST, _("12/31/2026: the month first")),
            (YEAR_FIRST, _("2026-12-31: the year first")),
        ],
    )
    currency = CurrencyField(label=_("Currency where no column says it"))
    account = forms.CharField(label=_("Account of IOM"), max_length=60, required=False)

    def __init__(self, heads: list[str], head: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.head = head
        choices = [("", "—")]
        choices += [
            (str(place), f"{place + 1}. {text[:LONGEST_HEAD]}")
            for place, text in enumerate(heads)
        ]
        for name in HEADINGS:
            self.fields[f"of_{name}"] = forms.TypedChoiceField(
                label=LABELS[name],
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
            )

    @property
    def place_fields(self) -> list[forms.BoundField]:
        return [self[f"of_{name}"] for name in HEADINGS]

    @property
    def way_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("decimal", "days", "currency", "account")]

    @property
    def columns(self) -> Columns:
        """Return what was chosen, as the reading takes it."""
        data = self.cleaned_data
        places = {name: data.get(f"of_{name}") for name in HEADINGS}
        known = {name: place for name, place in places.items() if place is not None}
        return Columns(self.head, known, data.get("decimal", ""), data.get("days", ""))

    @staticmethod
    def initial_of(columns: Columns) -> dict[str, Any]:
        """Return what the form shows of a guess."""
        places = {f"of_{name}": str(place) for name, place in columns.places.items()}
        return {**places, "decimal": columns.decimal, "days": columns.days}


class LineForm(PlainForm):
    """A line becomes the receipt of a member; in another currency with its rate."""

    party = forms.TypedChoiceField(label=_("Member"), coerce=int)
    designated = forms.TypedChoiceField(
        label=_("Pays"), coerce=int, empty_value=None, required=False
    )
    rate = RateField(label=_("Rate to the dollar"))
    rate_source = forms.CharField(label=_("Source of the rate"), max_length=120)
    net_cents = Cents(
        label=_("Credited, in USD"),
        required=False,
        help_text=_("Where the bank says it. It counts."),
    )
    note = forms.CharField(label=_("Note"), max_length=LONG, required=False)

    def __init__(
        self,
        members: Any,
        choices: list[Choice],
        *args: Any,
        currency: str = USD,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {each.assessment: each.party for each in choices}
        party: Any = self.fields["party"]
        party.choices = [("", "—"), *((each.pk, each.name) for each in members)]
        designated: Any = self.fields["designated"]
        designated.choices = payable(choices)
        if currency == USD:
            for name in ("rate", "rate_source", "net_cents"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = data.get("designated")
        if chosen and self.owners.get(chosen) != data.get("party"):
            self.add_error("designated", _("That is another member's."))
        return data

    def chosen(self, line: int) -> Chosen:
        """Return what was typed as the service takes it."""
        data = dict(self.cleaned_data)
        data["rate_source"] = data.get("rate_source", "")
        return Chosen(line=line, **data)


class IgnoreForm(PlainForm):
    """Lines are left out, and why."""

    reason = forms.CharField(label=_("Why they are left out"), max_length=LONG)
