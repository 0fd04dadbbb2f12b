"""What is typed for the Secretariat's report: its period, its meeting, its words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from decisions.forms.base import area, day_input
from finance.services.activity import Written
from meetings.models import Meeting

LONG = 20_000


class MeetingField(forms.ModelChoiceField):
    """A meeting, called by its symbol."""

    def label_from_instance(self, obj: Meeting) -> str:
        return str(obj.symbol)


def _words(label: Any, language: str, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONG, required=False, widget=area(rows, lang=language)
    )


class ReportForm(forms.Form):
    """A draft of the report, over the revision that was open."""

    starts_on = forms.DateField(label=pgettext_lazy("period", "From"), widget=day_input())
    ends_on = forms.DateField(label=pgettext_lazy("period", "To"), widget=day_input())
    meeting = MeetingField(
        label=_("For the meeting"),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=_("for no meeting in particular"),
    )
    summary_es = _words(_("Summary (Spanish)"), "es", 4)
    summary_en = _words(_("Summary (English)"), "en", 4)
    activities_es = _words(_("Activities (Spanish)"), "es", 8)
    activities_en = _words(_("Activities (English)"), "en", 8)
    outlook_es = _words(_("What comes next (Spanish)"), "es", 4)
    outlook_en = _words(_("What comes next (English)"), "en", 4)
    revision = forms.IntegerField(
        min_value=0, initial=0, required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["meeting"]
        field.queryset = meetings

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("A period ends after it begins."))
        return cleaned

    @property
    def written(self) -> Written:
        """Return the draft as the service takes it."""
        typed = dict(self.cleaned_data)
        meeting = typed.pop("meeting")
        return Written(
            starts_on=typed.pop("starts_on"),
            ends_on=typed.pop("ends_on"),
            meeting=meeting.pk if meeting else None,
            revision=typed.pop("revision") or 0,
            words=tuple(typed.items()),
        )
