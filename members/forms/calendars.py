"""A day that does not count for a member, and its correction."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms.common import DayInput, office_name
from members.models import Closure, Party
from members.models.calendars import ClosureKind


class ClosureForm(forms.ModelForm):
    """A day that does not count for a member, with the instrument that says so."""

    class Meta:
        model = Closure
        fields = [
            "day",
            "kind",
            "name_es",
            "name_en",
            "institution",
            "instrument",
            "published_on",
            "source_url",
        ]
        widgets = {"day": DayInput, "published_on": DayInput}
        labels = {"institution": _("For whom"), "source_url": _("Link")}
        help_texts = {
            "institution": _("What holds for it alone prevails over its country's entry."),
            "instrument": _("The law, decree or circular, with its number."),
        }

    def __init__(self, party: Party, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("instrument", "published_on"):
            self.fields[name].required = True
        self.fields["institution"].empty_label = _("The whole country")  # type: ignore[attr-defined]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            choice for choice in ClosureKind.choices if choice[0] != ClosureKind.CANCELLED
        ]
        offices = self.fields["institution"]
        offices.queryset = party.institutions.all()  # type: ignore[attr-defined]
        offices.label_from_instance = office_name  # type: ignore[attr-defined]


class CorrectionForm(ClosureForm):
    """A correction of an entry: what it should have said, or that it does not hold."""

    def __init__(self, party: Party, *args: Any, **kwargs: Any) -> None:
        super().__init__(party, *args, **kwargs)
        self.fields["kind"].choices = ClosureKind.choices  # type: ignore[attr-defined]
