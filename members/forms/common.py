"""What every form here stands on: a verb attempted, days by the browser's picker, names."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.core import calendar_words
from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.errors import DomainError, Refused
from members.models import Institution, Party

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


def office_name(institution: Institution) -> str:
    name: str = institution.name
    return name


def party_name(party: Party) -> str:
    name: str = party.name
    return name
