"""What a letter about an account is made of."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Draft:
    """What a letter says: its subject, its template and what that needs.

    ``to`` is another address than the account's: one that it had, or is to have.
    """

    subject: str | Promise
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    to: str = ""


def address(name: str, *args: Any) -> str:
    """Return the full address of a page in the active language."""
    return settings.SITE_URL + reverse(name, args=args)
