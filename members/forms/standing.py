"""What the Conference decided of a party, and what an organization answers."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from members import states
from members.forms.common import DayInput, party_name
from members.models import Party
from members.models.parties import PartyKind
from members.services.standing import ADMISSIBLE, Decision, Newcomer


class DayForm(forms.Form):
    """The day as of which one wants to know."""

    on = forms.DateField(label=_("As of"), widget=DayInput)


class DecisionForm(forms.Form):
    """A decision of the Vice-Ministers: its words, its day and where it is written."""

    decided_on = forms.DateField(label=_("Decided on"), widget=DayInput)
    text = forms.CharField(
        label=_("What was decided"),
        help_text=_("As the decision says it, with its number."),
        max_length=200,
    )
    source = forms.CharField(label=_("Where it is written"), max_length=120)

    @property
    def decision(self) -> Decision:
        data = self.cleaned_data
        return Decision(data["text"], data["decided_on"], data["source"])


class StandingForm(DecisionForm):
    """A change of a party's standing, from a day on."""

    act = forms.ChoiceField(label=_("What is recorded"), widget=forms.RadioSelect)
    since = forms.DateField(
        label=_("It holds from"),
        help_text=_("Empty: as soon as it may. The past is not changed."),
        widget=DayInput,
        required=False,
    )
    field_order = ("act", "decided_on", "text", "source", "since")

    def __init__(self, status: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act"].choices = [  # type: ignore[attr-defined]
            (act.value, states.LABELS[act]) for act in states.acts_from(status)
        ]


class NewPartyForm(forms.Form):
    """How a party that the Conference did not know is to be listed."""

    code = forms.SlugField(
        label=_("Code"),
        help_text=_("Short and for good: it stands in addresses. “CO”, “UNICEF”."),
        max_length=12,
    )
    name_es = forms.CharField(label=_("Name (Spanish)"), max_length=200)
    name_en = forms.CharField(label=_("Name (English)"), max_length=200)
    acronym_es = forms.CharField(
        label=_("Acronym (Spanish)"), max_length=24, required=False
    )
    acronym_en = forms.CharField(
        label=_("Acronym (English)"), max_length=24, required=False
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        return code.upper()

    def newcomer(self, kind: str) -> Newcomer:
        """Return what was typed, as a party of ``kind``."""
        names = ("code", "name_es", "name_en", "acronym_es", "acronym_en")
        return Newcomer(kind=kind, **{name: self.cleaned_data[name] for name in names})


class AdmissionForm(NewPartyForm, DecisionForm):
    """An admission that went through no application of the portal's."""

    kind = forms.ChoiceField(label=_("Admitted as"), widget=forms.RadioSelect)
    field_order = ("kind", "code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, capfirst(kind.label)) for kind in PartyKind if kind in ADMISSIBLE
        ]


class AskContinuityForm(forms.Form):
    """The observer organizations that the Secretariat asks whether they go on."""

    parties = forms.ModelMultipleChoiceField(
        label=_("Organizations to ask"),
        queryset=Party.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, organizations: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["parties"]
        field.queryset = organizations
        field.label_from_instance = party_name


class ContinuityForm(forms.Form):
    """Whether an organization goes on as an observer."""

    continues = forms.TypedChoiceField(
        label=_("Does your organization continue as an observer?"),
        choices=[("yes", _("Yes, it continues")), ("no", _("No, it does not"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Remark"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
