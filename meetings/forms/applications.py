"""An application as the Secretariat writes it down: who, which document, what was decided."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm_portal.core.display import format_days, format_known
from crm_portal.library.uploads import DocumentField
from meetings.models import ApplicationKind, Criterion, Meeting
from meetings.services import Applicant
from members.forms.common import DayInput, party_name
from members.forms.standing import DecisionForm, NewPartyForm
from members.models import Party
from members.models.parties import Precision


class ApplicationForm(forms.Form):
    """Somebody applies: a party that is known, or a name in both languages."""

    kind = forms.ChoiceField(
        label=_("What is applied for"),
        choices=[(kind.value, capfirst(kind.label)) for kind in ApplicationKind],
        widget=forms.RadioSelect,
    )
    party = forms.ModelChoiceField(
        label=_("A party that the Conference knows"),
        help_text=_("An observer country that applies for membership, or one that left."),
        queryset=Party.objects.none(),
        required=False,
    )
    name_es = forms.CharField(label=_("Name (Spanish)"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name (English)"), max_length=200, required=False)
    acronym_es = forms.CharField(
        label=_("Acronym (Spanish)"), max_length=24, required=False
    )
    acronym_en = forms.CharField(
        label=_("Acronym (English)"), max_length=24, required=False
    )
    received_on = forms.DateField(label=_("Received on"), widget=DayInput)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, parties: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["party"]
        field.queryset = parties
        field.label_from_instance = party_name
        field.empty_label = _("None: it is named below")

    @property
    def applicant(self) -> Applicant:
        data = self.cleaned_data
        names = ("name_es", "name_en", "acronym_es", "acronym_en")
        party = data["party"]
        return Applicant(
            kind=data["kind"],
            party_id=party.pk if party else None,
            **{name: "" if party else data[name].strip() for name in names},
        )


class EvidenceForm(forms.Form):
    """A document for one criterion."""

    criterion = forms.ModelChoiceField(
        label=_("Criterion"),
        queryset=Criterion.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label=_("What the document is"), max_length=200)
    document = DocumentField(label=_("Document"))

    def __init__(self, criteria: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["criterion"]
        field.queryset = criteria
        field.label_from_instance = lambda each: f"{each.number}. {each.text}"


class MeetingForm(forms.Form):
    """The Vice-Ministerial Meeting whose closed-door session takes an application."""

    meeting = forms.ModelChoiceField(
        label=_("Vice-Ministerial Meeting"),
        queryset=Meeting.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, meetings: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["meeting"]
        field.queryset = meetings
        field.label_from_instance = meeting_label


def meeting_label(meeting: Meeting) -> str:
    """Return how a meeting is told from others: its day and its place."""
    exact = meeting.precision == Precision.DAY
    day = (
        format_days(meeting.starts_on, meeting.ends_on)
        if exact
        else format_known(meeting.starts_on, meeting.precision)
    )
    place = meeting.city or (meeting.host.name if meeting.host else "")
    return f"{day} · {place}" if place else day


class AdmitForm(DecisionForm):
    """The Vice-Ministers admit a party that is known."""


class AdmitNewForm(NewPartyForm, DecisionForm):
    """The Vice-Ministers admit somebody the Conference did not know."""

    field_order = ("decided_on", "text", "source", "code")


class DeclineForm(DecisionForm):
    """The Vice-Ministers decline."""


class WithdrawForm(forms.Form):
    """The applicant withdraws."""

    on = forms.DateField(label=_("Withdrawn on"), widget=DayInput)
    note = forms.CharField(
        label=_("How it was said"),
        help_text=_("The note or letter, with its number."),
        max_length=300,
    )
