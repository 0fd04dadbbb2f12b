"""What still stands between the text as it reads now and its adoption."""

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from crm_portal.core import sources
from decisions.models import Text
from decisions.presentation.workspace import head
from decisions.presentation.workspace.desk import Ruled, Workspace, language_state
from decisions.rules.texts.gate import (
    IN_SESSION,
    Blocker,
    Candidate,
    Code,
    Occasion,
    blockers,
)
from decisions.rules.texts.kinds import Kind
from decisions.rules.texts.languages import Standing, State
from decisions.rules.texts.paragraphs import LANGUAGES

# What is not of the text but of the occasion on which it is adopted.
OF_OCCASION = frozenset(
    {
        Code.WRONG_WAY,
        Code.WRONG_BODY,
        Code.NOT_IN_SESSION,
        Code.NO_ATTENDANCE,
        Code.NO_CONSENSUS,
    }
)
States = tuple[tuple[str, State, State], ...]


def in_the_way(workspace: Workspace, page: str = "") -> list[dict[str, Any]]:
    """Return what of the text itself blocks adoption, each with its paragraphs and its rule."""
    states = tuple(
        (row.key, *(language_state(row, each) for each in LANGUAGES))
        for row in workspace.rows
    )
    there = workspace.by_key
    found = _of_text(
        _Kept(workspace.text),
        workspace.ruled,
        states,
        tuple(dict.fromkeys(each.key for each in workspace.collisions)),
        len(workspace.collisions),
        tuple(dict.fromkeys(each.beside(there) for each in workspace.undecided)),
        len(workspace.undecided),
    )
    return [told(workspace, each, page) for each in found]


def told(workspace: Workspace, each: Blocker, page: str = "") -> dict[str, Any]:
    """Return one blocker as a page says it; ``page`` is where the paragraphs are, if not here."""
    said = _(each.sentence) % {"count": each.count}
    if each.language:
        tongue = _("Spanish") if each.language == "es" else _("English")
        said = f"{tongue}: {said}"
    if each.part:
        rule = next((p for p in workspace.kind.parts if p.part == each.part), None)
        name = rule.names[workspace.tongue] if rule else each.part
        said = f"{said} ({name})"
    keys = [key for key in each.keys if key in workspace.by_key]
    return {
        "said": said,
        "where": head.linked(workspace, keys, page),
        "rule": sources.cite(each.rule),
    }


class _Kept:
    """The kind of a text, equal where its code is: what is kept is found by it."""

    def __init__(self, text: Text) -> None:
        self.code = text.kind_id
        self.kind: Kind = text.rules

    def __hash__(self) -> int:
        return hash(self.code)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and self.code == other.code


@lru_cache(maxsize=32)
def _of_text(
    kept: _Kept,
    text: Ruled,
    states: States,
    collision_keys: tuple[str, ...],
    collisions: int,
    undecided_keys: tuple[str, ...],
    undecided: int,
) -> tuple[Blocker, ...]:
    """Ask the gate as on an occasion that itself is in order."""
    kind = kept.kind
    standings = {key: {"es": Standing(es), "en": Standing(en)} for key, es, en in states}
    found = Candidate(
        kind, text, standings, collisions, undecided, collision_keys, undecided_keys
    )
    occasion = Occasion(
        kind.ways[0],
        next(iter(kind.bodies), ""),
        IN_SESSION,
        is_attendance_recorded=True,
        is_consensus_recorded=True,
    )
    return blockers(found, occasion)
