"""What people type about a convocation: the letter, its dates, answers; and about results."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.library.uploads import DocumentField
from meetings.models import AnswerKind, OutcomeKind
from members.forms.common import DayInput

LONG = 200
HINT = _(
    "Named fields are filled in for each addressee: {party} {meeting} {symbol} {dates} "
    "{city} {mode} {host} {presidency} {theme} {answer_by}"
)


class LetterForm(forms.Form):
    """The words of one letter."""

    subject_es = forms.CharField(label=_("Subject (Spanish)"), max_length=LONG)
    subject_en = forms.CharField(label=_("Subject (English)"), max_length=LONG)
    body_es = forms.CharField(
        label=_("Letter (Spanish)"), widget=forms.Textarea(attrs={"rows": 10})
    )
    body_en = forms.CharField(
        label=_("Letter (English)"), widget=forms.Textarea(attrs={"rows": 10})
    )


class DaysField(forms.CharField):
    """Days, one a line or separated by commas, as ``2026-11-03``."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        typed = super().to_python(value) or ""
        try:
            return [date.fromisoformat(each) for each in typed.replace(",", " ").split()]
        except ValueError:
            raise forms.ValidationError(
                _("Write each day as year-month-day, as in 2026-11-03.")
            ) from None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(each.isoformat() for each in value)
        return value


class ConvocationForm(LetterForm):
    """The letter of a meeting, with its named fields, who signs, and its dates."""

    signed_by = forms.CharField(label=_("Signed by"), max_length=LONG)
    office_es = forms.CharField(label=_("Office (Spanish)"), max_length=LONG)
    office_en = forms.CharField(
        label=_("Office (English)"), max_length=LONG, required=False
    )
    answer_by = forms.DateField(
        label=_("Answer by"),
        widget=DayInput,
        required=False,
        help_text=_("The last day for an answer."),
    )
    remind_on = DaysField(
        label=_("Remind on"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("Days on which whoever has not answered is reminded, once each."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body_es"].help_text = HINT
        self.fields["body_en"].help_text = HINT


class AnswerForm(forms.Form):
    """What a party answers."""

    kind = forms.ChoiceField(
        label=_("Answer"), choices=AnswerKind.choices, widget=forms.RadioSelect
    )
    level = forms.CharField(
        label=_("Level of the delegation"),
        max_length=160,
        required=False,
        help_text=_("For example: Vice-Minister, Director of Migration."),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    transcribed_from = forms.CharField(
        label=_("Where the answer is written"),
        max_length=LONG,
        help_text=_("The note or mail that you write down."),
    )

    def __init__(self, *args: Any, transcribes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not transcribes:
            del self.fields["transcribed_from"]


class SignedCopyForm(forms.Form):
    """The signed copy of a letter."""

    file = DocumentField(label=_("Signed copy"))


class RecordForm(forms.Form):
    """The summary record, in both languages, over the version that was open."""

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text_es = forms.CharField(
        label=_("Record (Spanish)"),
        widget=forms.Textarea(attrs={"rows": 16}),
        required=False,
        help_text=_("A blank line separates paragraphs."),
    )
    text_en = forms.CharField(
        label=_("Record (English)"),
        widget=forms.Textarea(attrs={"rows": 16}),
        required=False,
    )
    note = forms.CharField(label=_("What changed"), max_length=300, required=False)


class OutcomeForm(forms.Form):
    """A text that came out of a meeting."""

    kind = forms.ChoiceField(label=_("Kind"), choices=OutcomeKind.choices)
    title_es = forms.CharField(label=_("Title (Spanish)"), max_length=300)
    title_en = forms.CharField(label=_("Title (English)"), max_length=300, required=False)
    url = forms.URLField(
        label=_("Address"), max_length=300, required=False, assume_scheme="https"
    )
    symbol = forms.CharField(
        label=_("Symbol in the library"), max_length=60, required=False
    )
    adopted_on = forms.DateField(label=_("Adopted on"), widget=DayInput, required=False)
    source = forms.CharField(label=_("Source"), max_length=LONG)
