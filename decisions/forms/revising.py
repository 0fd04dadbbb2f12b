"""The change table: what is done with each proposal, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.forms.base import ActForm, area
from decisions.models.proposals import DispositionKind


class DisposeForm(ActForm):
    """One row of the change table."""

    kind = forms.ChoiceField(
        label=_("Treatment"), choices=DispositionKind.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=area(2),
        help_text=_("Needed unless it is accepted as it stands."),
    )
