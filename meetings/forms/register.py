"""What one looks for in the register of meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SIZES = (25, 50, 100)


class RegisterForm(forms.Form):
    """A body, a year, a host; and how many a page. Nothing asked for is everything."""

    body = forms.ChoiceField(label=_("Body"), required=False)
    year = forms.TypedChoiceField(
        label=_("Year"), required=False, coerce=int, empty_value=None
    )
    country = forms.ChoiceField(label=_("Host"), required=False)
    size = forms.TypedChoiceField(
        label=_("A page"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(size, str(size)) for size in SIZES],
    )

    def __init__(
        self,
        data: Any,
        *,
        bodies: list[tuple[str, str]],
        years: list[int],
        countries: list[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        everything = [("", _("All"))]
        offered = {
            "body": [*everything, *bodies],
            "year": [*everything, *((str(year), str(year)) for year in years)],
            "country": [*everything, *countries],
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = choices

    @property
    def asked(self) -> dict[str, Any]:
        """Return what was asked for; what makes no sense was not asked for."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}
