"""What the presidency confirms knowingly when it distributes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.forms.base import ActForm, area
from decisions.services.distribution import Confirmations, Outlook


class DistributeForm(ActForm):
    """Only what needs to be confirmed now is asked; ``outlook`` says what that is."""

    contact_gaps = forms.BooleanField(
        label=_("I know that these members have no verified contact, and distribute"),
        required=False,
    )
    reaches_meeting = forms.BooleanField(
        label=_(
            "I know that the term reaches the Vice-Ministerial meeting, and distribute"
        ),
        required=False,
    )
    spanish_only = forms.BooleanField(
        label=_("Distribute in Spanish only; the English text is being prepared"),
        help_text=_("The clock starts when both languages are there."),
        required=False,
    )
    fourth_round_reason = forms.CharField(
        label=_("Why another round after three"), widget=area(), required=False
    )

    def __init__(self, *args: Any, outlook: Outlook, **kwargs: Any) -> None:
        self.outlook = outlook
        super().__init__(*args, **kwargs)

    def arrange(self) -> None:
        needed = {
            "contact_gaps": bool(self.outlook.gaps),
            "reaches_meeting": self.outlook.reaches_meeting,
            "spanish_only": self.outlook.spanish_only,
            "fourth_round_reason": self.outlook.is_fourth_round,
        }
        for name, is_needed in needed.items():
            if not is_needed:
                del self.fields[name]

    def confirmations(self) -> Confirmations:
        return Confirmations(**self.cleaned_data)
