"""What one says of oneself, and the password that an account begins with."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from members.forms.common import LANGUAGES
from members.models import User


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
