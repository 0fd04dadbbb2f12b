"""Who presides next, and the chair that passes."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.core.instance import THIS
from members import chairs
from members.forms.common import DayInput, SeatTimeField, party_name
from members.models import Party

FIRST_YEAR, LAST_YEAR = 1996, 2200


class OfParty(forms.Form):
    """A form that names a country among those it is given."""

    party = forms.ModelChoiceField(label=_("Country"), queryset=Party.objects.none())
    label_year = forms.IntegerField(
        label=_("Presidency of the year"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )

    def __init__(self, members: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = members  # type: ignore[attr-defined]
        self.fields["party"].label_from_instance = party_name  # type: ignore[attr-defined]


class HandOverForm(OfParty):
    """The chair passes."""

    at = SeatTimeField(
        label=_("From"),
        required=False,
        help_text=_("Day and hour in San José, for example 2026-12-01 10:00. Empty: now."),
    )
    meeting_es = forms.CharField(
        label=_("Meeting of the ceremony (Spanish)"), max_length=160, required=False
    )
    meeting_en = forms.CharField(
        label=_("Meeting of the ceremony (English)"), max_length=160, required=False
    )
    place = forms.CharField(
        label=_("Place of the hand-over"), max_length=120, required=False
    )
    theme_es = forms.CharField(label=_("Theme (Spanish)"), max_length=250, required=False)
    theme_en = forms.CharField(label=_("Theme (English)"), max_length=250, required=False)

    def __init__(self, members: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(members, *args, **kwargs)
        if THIS.chair.is_shared:
            seats = THIS.chair.seats
            self.fields["seat"] = forms.IntegerField(
                label=_("Seat in the chair"), min_value=1, max_value=seats
            )


class DesignationForm(OfParty):
    """Who presides next, as the members decided."""

    decided_on = forms.DateField(label=_("Decided on"), widget=DayInput)
    meeting = forms.CharField(
        label=_("Meeting that decided it"), max_length=160, required=False
    )
    source = forms.CharField(
        label=_("Where it is recorded"), max_length=120, required=False
    )


class InterestForm(OfParty):
    """A country would like to preside, and said so at a plenary."""

    announced_on = forms.DateField(label=_("Announced on"), widget=DayInput)
    meeting = forms.CharField(label=_("Plenary at which it was announced"), max_length=160)
    source = forms.CharField(
        label=_("Where it is recorded"), max_length=120, required=False
    )


class WithdrawalForm(forms.Form):
    """It no longer would."""

    withdrawn_on = forms.DateField(label=_("Withdrawn on"), widget=DayInput)
    meeting = forms.CharField(label=_("Where it was said"), max_length=160, required=False)
    source = forms.CharField(
        label=_("Where it is recorded"), max_length=120, required=False
    )


class AnnulmentForm(forms.Form):
    """Another decision annuls a designation."""

    annulled_on = forms.DateField(label=_("Decided on"), widget=DayInput)
    because = forms.CharField(
        label=_("What was decided, and why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(
        label=_("Where it is recorded"), max_length=120, required=False
    )


class ThemeForm(forms.Form):
    """What a term is about."""

    theme_es = forms.CharField(label=_("Theme (Spanish)"), max_length=250, required=False)
    theme_en = forms.CharField(label=_("Theme (English)"), max_length=250, required=False)


class DayForm(forms.Form):
    """A day to ask about."""

    on = forms.DateField(label=_("Day"), widget=DayInput)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if not chairs.is_reckoned(day):
            raise forms.ValidationError(_("That day cannot be reckoned."))
        return day
