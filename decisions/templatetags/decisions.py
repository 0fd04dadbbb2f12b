"""The acts of a consultation in templates: their addresses, and the one that comes first."""

from collections.abc import Sequence

from django import template
from django.urls import reverse

from crm_portal.core.access import Viewer
from decisions.models import Consultation
from decisions.presentation.acts import Act
from decisions.rules.following import powers

register = template.Library()


@register.simple_tag
def act_url(act: Act, consultation: Consultation) -> str:
    """Return the address of an act on a consultation."""
    return reverse(f"decisions:consultation-{act.name}", args=[consultation.reference])


@register.filter
def first_to_go(acts: Sequence[Act]) -> Act | None:
    """Return the act that moves the procedure on: the one filled button."""
    return next((act for act in acts if act.weight == "go"), None)


@register.filter
def reads_what_is_asked(viewer: Viewer) -> bool:
    """Say whether a viewer reads what members are asked, and who answered."""
    return powers.may_read(viewer)
