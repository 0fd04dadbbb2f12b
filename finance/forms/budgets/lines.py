"""A line that budgets are written in: begun, worded, ended."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.acts import PlainForm
from finance.services.lines import NewLine
from members.forms.common import DayInput

NAME, MOST = 120, 999


class LineForm(PlainForm):
    """The names and the place of a line, and from which day no budget is written in it."""

    name_es = forms.CharField(label=_("Name (Spanish)"), max_length=NAME)
    name_en = forms.CharField(label=_("Name (English)"), max_length=NAME)
    order = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=MOST, initial=0
    )
    valid_until = forms.DateField(
        label=_("No budget is written in it from"),
        help_text=_("Empty: it goes on. What was drafted in it stays."),
        widget=DayInput,
        required=False,
    )


class NewLineForm(LineForm):
    """A line as it begins."""

    code = forms.SlugField(
        label=_("Code"), help_text=_("Short and for good, such as studies."), max_length=20
    )
    valid_from = forms.DateField(label=_("Budgets from"), widget=DayInput)
    source = forms.CharField(label=_("Where it was decided"), max_length=120)
    field_order = ("code", "name_es", "name_en", "order", "valid_from", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["valid_until"]

    @property
    def line(self) -> NewLine:
        return NewLine(**self.cleaned_data)
