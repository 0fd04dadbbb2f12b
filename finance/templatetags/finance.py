"""How templates write money, and the pages of finance that the reader may enter."""

from collections.abc import Mapping
from typing import Any

from django import template

from crm_portal.core.context import Item
from finance.presentation.money import UNKNOWN, amount, exact, percent
from finance.presentation.sections import sections_of

register = template.Library()


@register.filter
def usd(cents: int | None) -> str:
    """Write cents of USD as ``5,000`` or ``5,000.50``; what nobody knows as a dash."""
    return UNKNOWN if cents is None or cents == "" else amount(int(cents))


@register.filter
def exactly(cents: int | None) -> str:
    """Write cents of USD as ``5,000.00``, in tables that are compared to the cent."""
    return UNKNOWN if cents is None or cents == "" else exact(int(cents))


@register.filter
def per_cent(hundredths: int | None, decimals: int = 2) -> str:
    """Write hundredths of one per cent as ``24.05 %``; what nobody knows as a dash."""
    known = hundredths is not None and hundredths != ""
    return percent(int(hundredths), decimals) if known else UNKNOWN  # type: ignore[arg-type]


@register.simple_tag(takes_context=True)
def finance_sections(context: Mapping[str, Any]) -> list[Item]:
    """Return the pages of finance that exist and that the reader may enter."""
    request = context["request"]
    return sections_of(request.viewer, request.path)
