"""Where the Conference was represented, what was reported, what was agreed with others."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.library.uploads import DocumentField
from meetings.models import AgreementKind, Office, OtherProcess
from members.forms import DayInput

SHORT, LONG = 160, 300


class RepresentationForm(forms.Form):
    """The Conference is represented in another forum."""

    office = forms.ChoiceField(
        label=_("Who represents the Conference"),
        choices=Office.choices,
        widget=forms.RadioSelect,
    )
    forum_es = forms.CharField(label=_("Forum (Spanish)"), max_length=250)
    forum_en = forms.CharField(label=_("Forum (English)"), max_length=250, required=False)
    process = forms.ModelChoiceField(
        label=_("Of which process"), queryset=OtherProcess.objects.none(), required=False
    )
    place = forms.CharField(label=_("Place"), max_length=120)
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput)
    representatives = forms.CharField(label=_("Who attends"), max_length=LONG)
    mandate = forms.CharField(
        label=_("Mandate"),
        max_length=LONG,
        required=False,
        help_text=_("The decision or agreement that asks for it."),
    )
    source = forms.CharField(
        label=_("Where it is recorded"), max_length=120, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_processes(self)


class CallOffForm(forms.Form):
    """It does not take place."""

    because = forms.CharField(label=_("Reason"), max_length=LONG)


class ReportForm(forms.Form):
    """What came of it."""

    reported_on = forms.DateField(label=_("Reported on"), widget=DayInput)
    presented_at = forms.CharField(
        label=_("Where it was presented"), max_length=SHORT, required=False
    )
    summary_es = forms.CharField(
        label=_("Report (Spanish)"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )
    summary_en = forms.CharField(
        label=_("Report (English)"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )
    follow_up_es = forms.CharField(
        label=_("Recommended follow-up (Spanish)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    follow_up_en = forms.CharField(
        label=_("Recommended follow-up (English)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    document = DocumentField(label=_("Document"), required=False)


class PresentedForm(forms.Form):
    """An outgoing presidency presented its report."""

    presented_on = forms.DateField(label=_("Presented on"), widget=DayInput)
    meeting = forms.CharField(
        label=_("Meeting at which it was presented"), max_length=SHORT
    )
    document = DocumentField(label=_("Document"), required=False)


class AgreementForm(forms.Form):
    """Something agreed with another process, or a meeting held with it."""

    process = forms.ModelChoiceField(
        label=_("With which process"), queryset=OtherProcess.objects.none()
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=AgreementKind.choices, widget=forms.RadioSelect
    )
    title_es = forms.CharField(label=_("Title (Spanish)"), max_length=250)
    title_en = forms.CharField(label=_("Title (English)"), max_length=250, required=False)
    starts_on = forms.DateField(label=_("Date"), widget=DayInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput, required=False)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    text_es = forms.CharField(
        label=_("What was agreed (Spanish)"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    text_en = forms.CharField(
        label=_("What was agreed (English)"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    approval = forms.CharField(
        label=_("Approval of the Vice-Ministers"),
        max_length=200,
        required=False,
        help_text=_(
            "A document that binds is signed only once they approved it (001:416)."
        ),
    )
    source = forms.CharField(
        label=_("Where it is recorded"), max_length=SHORT, required=False
    )
    document = DocumentField(label=_("Document"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_processes(self)


def _offer_processes(form: forms.Form) -> None:
    field: Any = form.fields["process"]
    field.queryset = OtherProcess.objects.all()
    field.label_from_instance = lambda each: each.name
