"""That a duty was done: when, and what shows it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.library.forms.documents import SheetField
from decisions.forms.base import day_input
from decisions.forms.following.requests import AskForm

NOTE = 300


class SettleForm(AskForm):
    """The day, the document, and a note."""

    on = forms.DateField(
        label=_("Done on"),
        required=False,
        widget=day_input(),
        help_text=_("Empty: today."),
    )
    sheet = SheetField("es", label=_("The document that shows it"))
    note = forms.CharField(label=_("Note"), required=False, max_length=NOTE)
