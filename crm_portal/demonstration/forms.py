"""What the pages of a demonstration ask for."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOVES = ("hour", "day", "reminder", "before_deadline", "deadline", "custom")


class MoveForm(forms.Form):
    """How far the clock moves: a named step, or days and hours of one's own."""

    move = forms.ChoiceField(
        choices=[(each, each) for each in MOVES], widget=forms.HiddenInput
    )
    days = forms.IntegerField(label=_("Days"), min_value=0, max_value=365, required=False)
    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=23, required=False)

    @property
    def by(self) -> timedelta:
        """The days and hours given."""
        given: dict[str, Any] = self.cleaned_data
        return timedelta(days=given["days"] or 0, hours=given["hours"] or 0)
