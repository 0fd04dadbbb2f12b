"""What is chosen and typed for letters, payment requests and receipts on paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from decisions.forms.base import area
from finance.models import Budget, LetterKind

LONG, NAME = 4000, 120


def _both_or_none(form: forms.Form, spanish: str, english: str) -> None:
    cleaned = form.cleaned_data
    for name, other in ((spanish, english), (english, spanish)):
        if cleaned.get(other) and not cleaned.get(name):
            form.add_error(name, _("Write it in both languages, or in none."))


class BudgetField(forms.ModelChoiceField):
    """A budget, called by its name."""

    def label_from_instance(self, obj: Budget) -> str:
        name: str = obj.label
        return name


class CampaignForm(forms.Form):
    """For which budget the letters are, and what they are for."""

    budget = BudgetField(
        label=_("Budget"), queryset=Budget.objects.none(), to_field_name="reference"
    )
    kind = forms.ChoiceField(
        label=_("Letter"), choices=LetterKind.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, budgets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["budget"]
        field.queryset = budgets


class WordsForm(forms.Form):
    """What the presidency adds to the letters, who signs them, and which figures were seen."""

    words_es = forms.CharField(
        label=_("Paragraph to add (Spanish)"),
        max_length=LONG,
        required=False,
        widget=area(3, lang="es"),
        help_text=_("It is added at the end of every letter."),
    )
    words_en = forms.CharField(
        label=_("Paragraph to add (English)"),
        max_length=LONG,
        required=False,
        widget=area(3, lang="en"),
    )
    signed_by = forms.CharField(
        label=_("Signed by"),
        max_length=NAME,
        help_text=_("The name that is printed under the letters."),
    )
    mark = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _both_or_none(self, "words_es", "words_en")
        return cleaned


class AskForm(forms.Form):
    """A State asks for a payment request; the Secretariat says where it was asked."""

    addressee = forms.CharField(
        label=pgettext_lazy("payment request", "Addressed to"),
        max_length=200,
        required=False,
        help_text=_("The office that pays, if the paper is to name it."),
    )
    asked_in = forms.CharField(
        label=_("Where it was asked"),
        max_length=200,
        help_text=_("The note or mail in which the State asked."),
    )

    def __init__(self, *args: Any, transcribes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not transcribes:
            del self.fields["asked_in"]


class SignForm(forms.Form):
    """What the Secretariat signs."""

    signed_by = forms.CharField(label=_("Signed by"), max_length=NAME)
    addressee = forms.CharField(
        label=pgettext_lazy("payment request", "Addressed to"),
        max_length=200,
        required=False,
    )
    words_es = forms.CharField(
        label=_("How to pay, or other words (Spanish)"),
        max_length=LONG,
        required=False,
        widget=area(3, lang="es"),
    )
    words_en = forms.CharField(
        label=_("How to pay, or other words (English)"),
        max_length=LONG,
        required=False,
        widget=area(3, lang="en"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _both_or_none(self, "words_es", "words_en")
        return cleaned


class SignerForm(forms.Form):
    """Who signs."""

    signed_by = forms.CharField(label=_("Signed by"), max_length=NAME)


class IssueForm(SignerForm):
    """Who signs a report, and which draft of it was seen."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
