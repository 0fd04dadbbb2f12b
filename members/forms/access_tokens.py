"""What is typed of a personal token: its name, where it acts, how long it lasts."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members import rules

# Each area in words: what a token may do there, besides reading.
AREAS: dict[str, str | Promise] = {
    "consultations": _("Consultations: replying, and conducting them from the presidency"),
    "texts": _("Texts in work: proposing, supporting, deciding, writing"),
    "follow-up": _("Follow-up: reports, replies to requests, answers, cells of matrices"),
    "finance": _("Contributions: recording receipts"),
}
SHORT: dict[str, str | Promise] = {
    rules.READ: pgettext_lazy("scope of a token", "reads"),
    "act:consultations": pgettext_lazy("scope of a token", "acts: consultations"),
    "act:texts": pgettext_lazy("scope of a token", "acts: texts"),
    "act:follow-up": pgettext_lazy("scope of a token", "acts: follow-up"),
    "act:finance": pgettext_lazy("scope of a token", "acts: contributions"),
}
TERMS: list[tuple[int, str | Promise]] = [
    (7, _("7 days")),
    (30, _("30 days")),
    (90, _("90 days")),
    (180, _("180 days")),
    (365, _("one year")),
]


def areas() -> list[tuple[str, Any]]:
    """Return the areas in which the API has acts, in their order there."""
    found = dict.fromkeys(settings.API_AREAS.values())
    return [(area, AREAS.get(area, area)) for area in found]


class TokenForm(forms.Form):
    """A token to be made; without a choice it only reads."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("What it is for, and on which machine: “Pending matters, office”."),
    )
    areas = forms.MultipleChoiceField(
        label=_("What it may do besides reading"),
        choices=areas,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing, unless you choose it. It can never do what you may not."),
    )
    days = forms.TypedChoiceField(
        label=_("It ends after"), choices=TERMS, coerce=int, initial=90
    )
