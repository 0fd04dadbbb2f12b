"""What people type about accounts, parties and calendars: shape and languages, not powers."""

from members.forms.accounts import AccountForm, PasswordForm
from members.forms.calendars import ClosureForm, CorrectionForm
from members.forms.common import DayInput, SeatTimeField, attempt
from members.forms.delegations import (
    ClosingForm,
    ConfirmationForm,
    ContactForm,
    EndingForm,
    InstitutionForm,
    SheetForm,
)
from members.forms.parties import InvitationForm, VoiceForm
from members.forms.presidencies import (
    AnnulmentForm,
    DayForm,
    DesignationForm,
    HandOverForm,
    InterestForm,
    ThemeForm,
    WithdrawalForm,
)

__all__ = [
    "AccountForm",
    "AnnulmentForm",
    "ClosingForm",
    "ClosureForm",
    "ConfirmationForm",
    "ContactForm",
    "CorrectionForm",
    "DayForm",
    "DayInput",
    "DesignationForm",
    "EndingForm",
    "HandOverForm",
    "InstitutionForm",
    "InterestForm",
    "InvitationForm",
    "PasswordForm",
    "SeatTimeField",
    "SheetForm",
    "ThemeForm",
    "VoiceForm",
    "WithdrawalForm",
    "attempt",
]
