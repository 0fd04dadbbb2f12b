"""A search in words: the kinds of things that are found, and what somebody asks for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from crm_portal.library.models import Level
from crm_portal.library.searching.sources import sources

# A kind with its name, and what may be asked for within it: values of ``kind``, with names.
Kind = tuple[str, Any, Sequence[tuple[str, Any]]]


def kinds() -> list[Kind]:
    """Return the kinds of things that are found, in their order."""
    return [
        (kind, each.label, [(f"{kind}:{sort}", name) for sort, name in each.sorts()])
        for kind, each in sources().items()
    ]


def asked(parts: Mapping[str, str], of: Sequence[Kind]) -> list[tuple[str, str]]:
    """Return what the ``parts`` of a search's address ask for, each by name and in words."""
    known = {kind: str(label) for kind, label, _sorts in of}
    known |= {value: str(name) for _kind, _label, sorts in of for value, name in sorts}
    levels = {value: str(label) for value, label in Level.choices}
    languages = {"es": _("Spanish"), "en": _("English")}
    said = {
        "kind": (_("What"), known),
        "meeting": (_("Meeting"), {}),
        "audience": (_("Audience"), levels),
        "language": (_("Language"), languages),
        "year": (_("Year"), {}),
    }
    return [
        (name, words.get(parts[part], parts[part]))
        for part, (name, words) in said.items()
        if parts.get(part)
    ]
