"""Whom a party invites and which institution speaks for it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role
from members import networks
from members.forms.common import LANGUAGES, office_name
from members.models import Institution, Party
from members.models.accounts import ROLE_LABELS
from members.rules import DELEGATED, OF_MEMBERS


class InvitationForm(forms.Form):
    """Somebody to invite for one party."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    full_name = forms.CharField(label=_("Full name"), max_length=160)
    title = forms.CharField(label=_("Job title"), max_length=160, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    language = forms.ChoiceField(
        label=_("Language of their mail"), choices=LANGUAGES, widget=forms.RadioSelect
    )
    role = forms.ChoiceField(label=_("Role"))
    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.none(), required=False
    )
    network = forms.ChoiceField(
        label=_("Network"),
        required=False,
        help_text=_("For a liaison officer: the network or working group."),
    )
    is_alternate = forms.BooleanField(label=_("As an alternate"), required=False)

    def __init__(self, party: Party, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _roles(party)  # type: ignore[attr-defined]
        offices = self.fields["institution"]
        offices.queryset = party.institutions.open_on(on)  # type: ignore[attr-defined]
        offices.required = party.is_member_state
        offices.label_from_instance = office_name  # type: ignore[attr-defined]
        if not party.is_member_state:
            del self.fields["network"]
            return
        self.fields["network"].choices = [  # type: ignore[attr-defined]
            ("", _("None")),
            *((each.code, each.name) for each in networks.offered(on)),
        ]


def _roles(party: Party) -> list[tuple[str, Any]]:
    """The roles that exist in a party, with their names."""
    offered = set(Role) & set(ROLE_LABELS)
    roles = offered - DELEGATED if party.is_secretariat else set(DELEGATED)
    if not party.is_member_state:
        roles -= OF_MEMBERS
    return [
        (role.value, capfirst(label))
        for role, label in ROLE_LABELS.items()
        if role in roles
    ]


class VoiceForm(forms.Form):
    """The institution that is to speak for a party."""

    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.none()
    )

    def __init__(self, party: Party, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = self.fields["institution"]
        offices.queryset = party.institutions.filter(closed_on=None)  # type: ignore[attr-defined]
        offices.label_from_instance = office_name  # type: ignore[attr-defined]
