"""A body as of a day: its names, how it works, who takes part in it and by which source."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crm_portal.core.access import Viewer
from crm_portal.core.sources import DOCUMENTS
from meetings import contradictions
from meetings.models import (
    Body,
    BodyName,
    BodyRule,
    Forum,
    ParticipationRule,
    PartyClass,
    Right,
    Value,
)
from meetings.models.participation import GROUNDS

TONES = {Value.YES: "ok", Value.CONDITIONAL: "due", Value.NO: "", Value.UNREGULATED: "line"}


# Of a no, or of what nobody regulates, the note is for whoever keeps the matrix.
SAID = {Value.YES, Value.CONDITIONAL}


def forums(body: Body) -> list[Forum]:
    """Return the forums in which the body meets: the Vice-Ministers' has two parts."""
    own = Forum(body.forum)
    return [own, Forum.VM_CLOSED] if own == Forum.VM_PLENARY else [own]


def page(body: Body, viewer: Viewer, day: date) -> dict[str, Any]:
    """Return what the page of a body says as of ``day``; four queries."""
    rules = list(BodyRule.objects.visible_to(viewer).filter(body=body))
    cells = list(
        ParticipationRule.objects.in_force(day).filter(body__in=forums(body)).order_by("id")
    )
    held = next((rule for rule in rules if _holds(rule, day)), None)
    conflicts = [rule.conflicts for rule in rules] + [cell.conflicts for cell in cells]
    return {
        "names": list(BodyName.objects.visible_to(viewer).filter(body=body)),
        "rule": held,
        "rules": [rule for rule in rules if rule != held],
        "tables": [table(forum, cells) for forum in forums(body)],
        "rights": list(Right),
        "legend": legend(cell.sources for cell in cells),
        "contradictions": contradictions.told(sorted(conflicts)),
    }


def table(forum: Forum, cells: Iterable[ParticipationRule]) -> dict[str, Any]:
    """Return the matrix of one forum: a row for each class of party."""
    known = {(cell.party_class, cell.right): cell for cell in cells if cell.body == forum}
    return {
        "forum": forum,
        "rows": [
            {
                "party_class": party_class,
                "cells": [_cell(known.get((party_class, right))) for right in Right],
            }
            for party_class in PartyClass
        ],
    }


def _cell(rule: ParticipationRule | None) -> dict[str, Any]:
    if rule is None:
        return {"word": Value.UNREGULATED.label, "tone": TONES[Value.UNREGULATED]}
    return {
        "word": rule.get_value_display(),
        "tone": TONES[Value(rule.value)],
        "sources": rule.sources,
        "is_inferred": rule.basis == "inferred",
        "condition": rule.condition if rule.value in SAID else "",
        "ground": str(GROUNDS.get(rule.ground, "")),
        "conflicts": rule.conflicts,
    }


def legend(sources: Iterable[str]) -> list[tuple[str, str]]:
    """Return the documents that the cells cite, each by its code and its title."""
    codes = {word.partition(":")[0] for each in sources for word in each.split()}
    return [(code, str(DOCUMENTS[code])) for code in sorted(codes) if code in DOCUMENTS]


def _holds(rule: BodyRule, day: date) -> bool:
    return rule.valid_from <= day and (rule.valid_until is None or day < rule.valid_until)
