"""What is typed about the keeping of an account: its timing, its address, its recovery."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.core.timing import HOURS
from members.models import NotificationSettings

AT_ONCE, DAILY = "at_once", "daily"
USUAL_HOUR = 8


def _hours(empty: Any = None) -> list[tuple[Any, Any]]:
    first = [("", empty)] if empty is not None else []
    return [*first, *((hour, f"{hour:02}:00") for hour in HOURS)]


class TimingForm(forms.Form):
    """At once or once a day, and when never; formal notices do not ask."""

    pace = forms.ChoiceField(
        label=_("What is not formal"),
        choices=[(AT_ONCE, _("At once")), (DAILY, _("Once a day, in one letter"))],
        widget=forms.RadioSelect,
    )
    hour = forms.TypedChoiceField(
        label=_("Hour of the daily letter"), choices=_hours(), coerce=int
    )
    quiet_from = forms.TypedChoiceField(
        label=_("Quiet from"),
        choices=_hours(_("never")),
        coerce=int,
        empty_value=None,
        required=False,
    )
    quiet_until = forms.TypedChoiceField(
        label=_("Quiet until"),
        choices=_hours(_("never")),
        coerce=int,
        empty_value=None,
        required=False,
    )

    @staticmethod
    def initial_of(chosen: NotificationSettings | None) -> dict[str, Any]:
        """Return what the form begins with."""
        if chosen is None:
            return {"pace": AT_ONCE, "hour": USUAL_HOUR}
        return {
            "pace": AT_ONCE if chosen.digest_hour is None else DAILY,
            "hour": USUAL_HOUR if chosen.digest_hour is None else chosen.digest_hour,
            "quiet_from": chosen.quiet_from,
            "quiet_until": chosen.quiet_until,
        }

    @property
    def chosen(self) -> dict[str, int | None]:
        """What was chosen, as the verb takes it."""
        said = self.cleaned_data
        return {
            "digest_hour": said["hour"] if said["pace"] == DAILY else None,
            "quiet_from": said["quiet_from"],
            "quiet_until": said["quiet_until"],
        }


class AddressForm(forms.Form):
    """Another address for an account, as its party asked."""

    new_email = forms.EmailField(label=_("New address"), max_length=254)
    reason = forms.CharField(
        label=_("Who asked, and how"),
        max_length=250,
        help_text=_("For example: note of the ministry, with its number and date."),
    )


class ReasonForm(forms.Form):
    """Why an account is closed, or opened again."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea)


class RecoveryForm(forms.Form):
    """Who says that the second factor is lost, and how it was made sure."""

    asked_by = forms.CharField(
        label=_("Who asked, and how"),
        max_length=250,
        help_text=_("The person, or the focal point of their institution."),
    )
    call_back = forms.CharField(
        label=_("How the person was called back"),
        max_length=500,
        widget=forms.Textarea,
        help_text=_(
            "The number you called, taken from the directory and not from the request; "
            "when; and what was asked to be sure."
        ),
    )


class ActsForm(forms.Form):
    """Which acts of an account to list."""

    about = forms.ChoiceField(label=_("About"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, kinds: list[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("everything")), *kinds]  # type: ignore[attr-defined]
