"""A decision of the Vice-Ministers on what silence means, as the Secretariat records it."""

from django import forms

from decisions.forms.base import area, day_input
from decisions.models import SilenceRuleDecision
from decisions.services.silence import Decided


class SilenceDecisionForm(forms.ModelForm):
    """Its reference, its day, its words, and from when to when it holds."""

    class Meta:
        model = SilenceRuleDecision
        fields = [
            "reference",
            "adopted_on",
            "in_force_from",
            "in_force_until",
            "text_es",
            "text_en",
        ]
        widgets = {
            "adopted_on": day_input(),
            "in_force_from": day_input(),
            "in_force_until": day_input(),
            "text_es": area(),
            "text_en": area(),
        }

    def decided(self) -> Decided:
        """Return what was typed, for the service."""
        return Decided(**self.cleaned_data)
