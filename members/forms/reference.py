"""The reference data of a party, as its administrator types it."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Party

CONTINENT = "America/"


class ReferenceForm(forms.ModelForm):
    """Acronyms, capital, time zone, order: nothing that a party says of itself by an act."""

    capital_tz = forms.ChoiceField(label=_("Time zone of the capital"), required=False)

    class Meta:
        model = Party
        fields = [
            "acronym_es",
            "acronym_en",
            "capital_es",
            "capital_en",
            "capital_tz",
            "order",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(name for name in available_timezones() if name.startswith(CONTINENT))
        own = self.instance.capital_tz
        offered = [own, *zones] if own and own not in zones else zones
        zone: Any = self.fields["capital_tz"]
        zone.choices = [("", _("none")), *((name, name) for name in offered)]
