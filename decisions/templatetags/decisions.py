"""The acts of a consultation in templates: their addresses, and the one that comes first."""

from collections.abc import Sequence

from django import template
from django.urls import reverse

from decisions.models import Consultation
from decisions.presentation.acts import Act

register = template.Library()


@register.simple_tag
def act_url(act: Act, consultation: Consultation) -> str:
    """Return the address of an act on a consultation."""
    return reverse(f"decisions:consultation-{act.name}", args=[consultation.reference])


@register.filter
def first_to_go(acts: Sequence[Act]) -> Act | None:
    """Return the act that moves the procedure on: the one filled button."""
    return next((act for act in acts if act.weight == "go"), None)
