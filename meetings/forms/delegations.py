"""Somebody of a delegation, the sessions he or she comes to, and what is decided about it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.library.uploads import DocumentField
from meetings.models import (
    CompositionLimit,
    Delegate,
    DelegateFunction,
    DelegateLevel,
)
from meetings.presentation.delegations import Place
from meetings.services.delegations import Person
from members.models import User

LONG = 500
NOTHING = ("", _("Choose"))


class DelegateForm(forms.Form):
    """Name, function and level of somebody who comes, and to which sessions."""

    full_name = forms.CharField(label=_("Full name"), max_length=160)
    title_es = forms.CharField(label=_("Title or function (Spanish)"), max_length=200)
    title_en = forms.CharField(
        label=_("Title or function (English)"), max_length=200, required=False
    )
    institution = forms.CharField(label=_("Institution"), max_length=200, required=False)
    function = forms.ChoiceField(
        label=_("Function in the delegation"), choices=[NOTHING, *DelegateFunction.choices]
    )
    level = forms.ChoiceField(label=_("Level"), choices=[NOTHING, *DelegateLevel.choices])
    order = forms.IntegerField(
        label=_("Place in the delegation"), min_value=1, max_value=999, required=False
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_(
            "For the Secretariat and the presidency only; it is on no list of participants."
        ),
    )
    user = forms.ModelChoiceField(
        label=_("Account in the portal"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Whoever has one reads what is for the participants of the meeting."),
    )
    sessions = forms.MultipleChoiceField(
        label=_("Sessions"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, places: Iterable[Place], accounts: Any, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = list(places)
        sessions: Any = self.fields["sessions"]
        sessions.choices = [
            (str(each.session.pk), each.session.name) for each in self.places
        ]
        user: Any = self.fields["user"]
        user.queryset = accounts
        user.empty_label = _("None")

    @classmethod
    def of(cls, delegate: Delegate, sessions: Iterable[int]) -> dict[str, Any]:
        """Return what a delegate has now, as the form shows it first."""
        names = ("full_name", "title_es", "title_en", "institution", "function", "level")
        told = {name: getattr(delegate, name) for name in (*names, "order", "email")}
        shown = [str(pk) for pk in sessions]
        return {**told, "user": delegate.user_id, "sessions": shown}

    @property
    def person(self) -> Person:
        """The delegate as the service takes it."""
        data = dict(self.cleaned_data)
        data.pop("sessions")
        user = data.pop("user")
        order = data.pop("order") or 0
        return Person(**data, user_id=user.pk if user else None, order=order)

    @property
    def chosen(self) -> list[int]:
        """The sessions as they stand in the form, whatever became of it."""
        told = self["sessions"].value() or []
        return [int(each) for each in told if str(each).isdecimal()]

    @property
    def wanted(self) -> list[int]:
        """The sessions that were chosen."""
        return [int(each) for each in self.cleaned_data["sessions"]]


class ReturnForm(forms.Form):
    """Why a delegation is returned."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 3})
    )


class CredentialsForm(forms.Form):
    """The note verbale that accredits a delegation."""

    document = DocumentField(label=_("Note verbale"))


class LimitForm(forms.ModelForm):
    """How many companions come in behind closed doors at this meeting, and why fewer."""

    class Meta:
        model = CompositionLimit
        fields = ["number", "reason"]
        labels = {"number": _("Companions at most"), "reason": _("Reason")}
