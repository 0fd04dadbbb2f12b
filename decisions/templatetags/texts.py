"""The acts on a text in templates: which comes first, and which are folded."""

from collections.abc import Sequence
from typing import Any

from django import template

from decisions.presentation.workspace.acts import Act

register = template.Library()


@register.simple_tag
def first_acts(desk: Sequence[Act]) -> dict[str, Any]:
    """Return the one act that has the filled button, and the others."""
    first = next((act for act in desk if act.weight == "go"), desk[0] if desk else None)
    return {"first": first, "folded": [act for act in desk if act is not first]}
