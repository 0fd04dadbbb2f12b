"""The form in which a search is kept: what it is called, and whether its person is told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.library.models import SavedSearch


class SavedSearchForm(forms.Form):
    """A name, and whether new results are told."""

    name = forms.CharField(label=_("Name of the search"), max_length=80)
    tells = forms.BooleanField(
        label=_("Tell me of new results"),
        required=False,
        help_text=_("At most once a day, at the hours that you chose for your notices."),
    )

    @classmethod
    def about(cls, data: Any, saved: SavedSearch) -> "SavedSearchForm":
        """Return the form with how ``saved`` is kept."""
        return cls(data, initial={"name": saved.name, "tells": saved.tells})
