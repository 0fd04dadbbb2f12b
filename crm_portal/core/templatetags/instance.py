"""What the instance is called and where it sits, for every template: built in, nothing to load."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from crm_portal.core import faces
from crm_portal.core.i18n import active_language
from crm_portal.core.instance import THIS

register = template.Library()
NAMES = {
    "letters": lambda _language: THIS.face.letters,
    "prefix": lambda _language: THIS.prefix,
    "name": THIS.name.said,
    "acronym": THIS.acronym.said,
    "city": THIS.seat.city.said,
    "country": THIS.seat.country.said,
    "language": THIS.languages.names.said,
}


@register.simple_tag
def conference(what: str, language: str = "") -> str:
    """Return what the process is called, in ``language`` or the active one: see ``NAMES``."""
    return NAMES[what](language or active_language())


@register.simple_tag
def own(end: str) -> str:
    """Return the address of the instance's own ``css`` or ``svg``; empty: it has none."""
    return faces.address(end)


@register.simple_tag
def mark() -> SafeString:
    """Return the instance's wordmark, or its letters: what stands in the head of a page."""
    # The drawing was read with the instance and holds shapes alone.
    shown = mark_safe(THIS.face.wordmark) or THIS.face.letters  # noqa: S308
    return format_html("<b>{}</b>", shown)
