"""The form that says which system is told, where, and of what."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.errors import Invalid
from crm_portal.library import rules
from crm_portal.library.models import Webhook
from crm_portal.library.published import sources
from crm_portal.library.rules.webhooks import LONGEST_ADDRESS
from crm_portal.library.services.webhooks import Wanted


def _events() -> list[tuple[str, str | Promise]]:
    return [(each.event, each.label) for each in sources().values()]


class WebhookForm(forms.Form):
    """Name, address, contact, and the events that are told of."""

    name = forms.CharField(
        label=_("Who is told"),
        max_length=120,
        help_text=_("The system and whose it is, as you would tell it from the others."),
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=_("It begins with https:// and is of the public Internet."),
    )
    contact = forms.EmailField(
        label=_("E-mail of who answers for it"),
        required=False,
        help_text=_("Whom to write to when nothing arrives. The portal does not write."),
    )
    events = forms.MultipleChoiceField(
        label=_("Of what it is told"),
        choices=_events,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def about(cls, data: Any, webhook: Webhook) -> "WebhookForm":
        """Return the form with what is said of ``webhook``."""
        names = ("name", "address", "contact", "events")
        return cls(data, initial={name: getattr(webhook, name) for name in names})

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        try:
            rules.place_of(address, loopback=settings.WEBHOOKS_REACH_LOOPBACK)
        except Invalid as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from None
        return address

    @property
    def wanted(self) -> Wanted:
        """What was written."""
        return Wanted(**self.cleaned_data)
