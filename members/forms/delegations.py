"""A delegation's own house: institutions, people's data, the end of a mandate, an import."""

from datetime import UTC, date, datetime, time, timedelta

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.errors import Invalid
from members import sheets
from members.forms.common import DayInput
from members.models import Institution, User


class InstitutionForm(forms.ModelForm):
    """What an institution says of itself; all of it is public."""

    website = forms.URLField(
        label=_("Website"), max_length=200, required=False, assume_scheme="https"
    )

    class Meta:
        model = Institution
        fields = ["name_es", "name_en", "website", "email", "phone"]

    def validate_constraints(self) -> None:
        """The verb decides; the form only reads what was typed."""


class ClosingForm(forms.Form):
    """From when an institution is closed."""

    on = forms.DateField(
        label=_("Closed from"),
        widget=DayInput,
        help_text=_("The first day on which it is no longer there, in San José."),
    )


class ContactForm(forms.ModelForm):
    """How somebody is called and reached, as their delegation writes it."""

    class Meta:
        model = User
        fields = ["full_name", "title", "phone"]


class EndingForm(forms.Form):
    """The last day of a mandate; empty: now."""

    until = forms.DateField(label=_("Last day"), widget=DayInput, required=False)


def end_of(day: date) -> datetime:
    """Return the instant at which ``day`` is over in San José."""
    midnight = datetime.combine(day + timedelta(days=1), time(), ZONE_OF_RECORD)
    return midnight.astimezone(UTC)


class SheetForm(forms.Form):
    """A directory to read: a workbook, or a CSV file."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("A .xlsx or .csv file of at most 1 MB and 500 lines."),
        widget=forms.ClearableFileInput(
            attrs={
                "accept": ".xlsx,.csv,text/csv,"
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if not file.size or file.size > sheets.MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB."))
        try:
            sheets.read(file.read())
        except Invalid as problem:
            raise forms.ValidationError(problem.message) from None
        file.seek(0)
        return file


class ConfirmationForm(forms.Form):
    """Confirming an import: whether the invitations leave too."""

    invite = forms.BooleanField(
        label=_("Send an invitation to whoever has no account yet"), required=False
    )
