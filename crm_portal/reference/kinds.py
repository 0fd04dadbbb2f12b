"""The kinds of text, with their parts, as the rules read them."""

from collections.abc import Iterator
from datetime import datetime

from crm_portal.reference.files import TEXT_KINDS, TEXT_PARTS, rows
from decisions.models import TextKind
from decisions.rules.texts.kinds import read_kinds


def kinds(_at: datetime) -> Iterator[TextKind]:
    """Yield the kinds of text. BadKind: the files contradict themselves."""
    read_kinds(rows(TEXT_KINDS), rows(TEXT_PARTS))
    for position, row in enumerate(rows(TEXT_KINDS)):
        yield TextKind(
            code=row["code"],
            name_es=row["name_es"],
            name_en=row["name_en"],
            position=position,
            row=row,
            parts=[part for part in rows(TEXT_PARTS) if part["kind"] == row["code"]],
        )


PLAN = ((TextKind, ("code",), kinds),)
