"""A special guest of one meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms.common import party_name
from members.models import Party


class GuestForm(forms.Form):
    """A party, or a country or organization by name; who decided it and where it is written."""

    party = forms.ModelChoiceField(
        label=_("A party that the Conference knows"),
        queryset=Party.objects.none(),
        required=False,
    )
    called_es = forms.CharField(label=_("Name (Spanish)"), max_length=200, required=False)
    called_en = forms.CharField(label=_("Name (English)"), max_length=200, required=False)
    purpose_es = forms.CharField(
        label=_("Purpose (Spanish)"), max_length=300, required=False
    )
    purpose_en = forms.CharField(
        label=_("Purpose (English)"), max_length=300, required=False
    )
    decided_by = forms.CharField(label=_("Who decided it"), max_length=200)
    source = forms.CharField(label=_("Where it is written"), max_length=120)

    def __init__(self, parties: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["party"]
        field.queryset = parties
        field.label_from_instance = party_name
        field.empty_label = _("None: it is named below")

    @property
    def fields_given(self) -> dict[str, Any]:
        """Return what was typed, as the service takes it."""
        data = dict(self.cleaned_data)
        party = data.pop("party")
        return {**data, "party_id": party.pk if party else None}
