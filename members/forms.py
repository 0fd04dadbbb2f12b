"""What people type about accounts, parties and calendars: shape and languages, not powers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.core import calendar_words
from crm_portal.core.access import ZONE_OF_RECORD, Role
from crm_portal.core.errors import DomainError, Refused
from members.models import Closure, Institution, Party, User
from members.models.accounts import ROLE_LABELS
from members.models.calendars import ClosureKind
from members.rules import DELEGATED

LANGUAGES = [("es", _("Spanish")), ("en", _("English"))]


def attempt(form: forms.BaseForm, act: Callable[..., object], /, **arguments: Any) -> bool:
    """Call a verb; what it will not take is said in the form, which keeps what was typed."""
    try:
        act(**arguments)
    except Refused:
        raise
    except DomainError as refusal:
        form.add_error(None, calendar_words.message(refusal))
        return False
    return True


class DayInput(forms.DateInput):
    """A day, by the browser's own picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SeatTimeField(forms.DateTimeField):
    """A day and an hour, read and shown on the clock of San José."""

    def to_python(self, value: Any) -> Any:
        with timezone.override(ZONE_OF_RECORD):
            return super().to_python(value)


class AccountForm(forms.ModelForm):
    """What one says of oneself."""

    class Meta:
        model = User
        fields = ["full_name", "title", "phone", "language"]
        widgets = {"language": forms.RadioSelect}
        labels = {"language": _("Language of your mail and pages")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = LANGUAGES  # type: ignore[attr-defined]


class PasswordForm(forms.Form):
    """The password that an account begins with."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Twelve characters or more. A short sentence is easy to remember."),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        both = "password" in cleaned and "again" in cleaned
        if both and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return cleaned


class InvitationForm(forms.Form):
    """Somebody to invite for one party."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    full_name = forms.CharField(label=_("Full name"), max_length=160)
    title = forms.CharField(label=_("Position"), max_length=160, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    language = forms.ChoiceField(
        label=_("Language of their mail"), choices=LANGUAGES, widget=forms.RadioSelect
    )
    role = forms.ChoiceField(label=_("Role"))
    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.none(), required=False
    )
    is_alternate = forms.BooleanField(label=_("As an alternate"), required=False)

    def __init__(self, party: Party, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = set(Role) & set(ROLE_LABELS)
        roles = offered - DELEGATED if party.is_secretariat else DELEGATED
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, label) for role, label in ROLE_LABELS.items() if role in roles
        ]
        offices = self.fields["institution"]
        offices.queryset = party.institutions.all()  # type: ignore[attr-defined]
        offices.required = party.is_member_state
        offices.label_from_instance = _office_name  # type: ignore[attr-defined]


class VoiceForm(forms.Form):
    """The institution that is to speak for a party."""

    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.none()
    )

    def __init__(self, party: Party, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = self.fields["institution"]
        offices.queryset = party.institutions.all()  # type: ignore[attr-defined]
        offices.label_from_instance = _office_name  # type: ignore[attr-defined]


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
        offices.label_from_instance = _office_name  # type: ignore[attr-defined]


class CorrectionForm(ClosureForm):
    """A correction of an entry: what it should have said, or that it does not hold."""

    def __init__(self, party: Party, *args: Any, **kwargs: Any) -> None:
        super().__init__(party, *args, **kwargs)
        self.fields["kind"].choices = ClosureKind.choices  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """The chair passes."""

    party = forms.ModelChoiceField(label=_("Country"), queryset=Party.objects.none())
    label_year = forms.IntegerField(
        label=_("Presidency of the year"), min_value=1996, max_value=2200
    )
    at = SeatTimeField(
        label=_("From"),
        required=False,
        help_text=_("Day and hour in San José, for example 2026-12-01 10:00. Empty: now."),
    )
    theme_es = forms.CharField(label=_("Theme (Spanish)"), max_length=250, required=False)
    theme_en = forms.CharField(label=_("Theme (English)"), max_length=250, required=False)
    place = forms.CharField(
        label=_("Place of the hand-over"), max_length=120, required=False
    )

    def __init__(self, members: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = members  # type: ignore[attr-defined]
        self.fields["party"].label_from_instance = _party_name  # type: ignore[attr-defined]


class DesignationForm(forms.Form):
    """Who presides next, as the members decided."""

    party = forms.ModelChoiceField(label=_("Country"), queryset=Party.objects.none())
    label_year = forms.IntegerField(
        label=_("Presidency of the year"), min_value=1996, max_value=2200
    )
    decided_on = forms.DateField(label=_("Decided on"), widget=DayInput)
    source = forms.CharField(
        label=_("Where it is recorded"), max_length=120, required=False
    )

    def __init__(self, members: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = members  # type: ignore[attr-defined]
        self.fields["party"].label_from_instance = _party_name  # type: ignore[attr-defined]


def _office_name(institution: Institution) -> str:
    name: str = institution.name
    return name


def _party_name(party: Party) -> str:
    name: str = party.name
    return name
