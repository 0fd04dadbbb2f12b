"""The presidency's acts on a round: a reason, a date, a choice."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.display import format_day
from decisions.forms.base import ActForm, area, day_input
from decisions.models import SilenceRuleDecision
from decisions.models.consultations import Visibility
from decisions.presentation import answers, wording
from decisions.rules.positions import Position
from decisions.rules.powers import MOST_EXTENSION_DAYS
from members.models import Party


class ConfirmForm(ActForm):
    """An act that needs nothing but to be confirmed by its button."""


class ReasonForm(ActForm):
    """An act that is reasoned."""

    reason = forms.CharField(label=_("Reason"), widget=area())


class ExtendForm(ActForm):
    """One to five business days more, for everybody alike (P12)."""

    business_days = forms.TypedChoiceField(
        label=_("Business days more, for each country"),
        coerce=int,
        choices=[(n, str(n)) for n in range(1, MOST_EXTENSION_DAYS + 1)],
        widget=forms.RadioSelect,
    )
    requested_by = forms.ModelChoiceField(
        label=_("At the request of"),
        queryset=Party.objects.none(),
        required=False,
        empty_label=_("The Presidency's own motion"),
    )
    reason = forms.CharField(label=_("Reason"), widget=area())

    def arrange(self) -> None:
        asked: Any = self.fields["requested_by"]
        asked.queryset = Party.objects.members_on(self.dossier.viewer.on)
        asked.label_from_instance = lambda party: party.name


class VisibilityForm(ActForm):
    """What members see of one another's replies while the term runs (1.9)."""

    visibility = forms.ChoiceField(
        label=_("During the round members see"),
        choices=Visibility.choices,
        widget=forms.RadioSelect,
    )


class SilenceForm(ActForm):
    """Express answers, or a decision in force by which silence is no objection (P2)."""

    decision = forms.ModelChoiceField(
        label=_("Silence of a member"),
        queryset=SilenceRuleDecision.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        empty_label=_("Is no answer: every member answers expressly (001:391)"),
        blank=True,
    )

    def arrange(self) -> None:
        field: Any = self.fields["decision"]
        field.queryset = SilenceRuleDecision.objects.in_force(self.dossier.viewer.on)
        field.label_from_instance = _as_decided


def _as_decided(decision: SilenceRuleDecision) -> str:
    return _("Is no objection, by decision %(reference)s of %(day)s") % {
        "reference": decision.reference,
        "day": format_day(decision.adopted_on),
    }


class AdmitForm(ActForm):
    """Which kind of late reply is admitted; all of a kind alike (P15)."""

    position = forms.ChoiceField(
        label=_("Late replies of this kind, all alike"), widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Reasons"), widget=area())

    def arrange(self) -> None:
        waiting = answers.unadmitted(self.dossier)
        choices = [
            (position, f"{wording.position_label(position)}: {names}")
            for position, names in waiting.items()
        ]
        field: Any = self.fields["position"]
        field.choices = choices

    def clean_position(self) -> Position:
        return Position(self.cleaned_data["position"])


class TargetForm(ActForm):
    """A date by which the Troika is hoped to react: reminders, never consent (P6)."""

    on = forms.DateField(label=_("Target date"), widget=day_input())


class ReceptionForm(ActForm):
    """Until when missing positions are waited for."""

    until = forms.DateField(label=_("Target date"), widget=day_input())


class ResultsForm(ActForm):
    """The report of results, which concludes the consultation (001:391)."""

    es = forms.CharField(label=_("Results, in Spanish"), widget=area(8, lang="es"))
    en = forms.CharField(
        label=_("Results, in English"), widget=area(8, lang="en"), required=False
    )


class OutageForm(ActForm):
    """When the portal was down on the last day, in San José's time, and how it is known."""

    day = forms.DateField(label=_("Day"), widget=day_input())
    begins = forms.TimeField(
        label=_("From (San José)"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    ends = forms.TimeField(
        label=_("To (San José)"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("00:00 is midnight at the end of that day."),
    )
    evidence = forms.CharField(label=_("What the monitoring shows"), widget=area())

    def outages(self) -> list[tuple[datetime, datetime]]:
        """Return the one outage as instants."""
        day: date = self.cleaned_data["day"]
        begins = datetime.combine(day, self.cleaned_data["begins"], tzinfo=ZONE_OF_RECORD)
        ends_at: time = self.cleaned_data["ends"]
        last = time.max if ends_at == time.min else ends_at
        return [(begins, datetime.combine(day, last, tzinfo=ZONE_OF_RECORD))]
