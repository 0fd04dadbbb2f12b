"""The page of a text, put together."""

from typing import Any

from crm_portal.library.rules import alphabet
from decisions.presentation.workspace import (
    acts,
    gating,
    head,
    outline,
    presence,
    rows,
)
from decisions.presentation.workspace.desk import Workspace
from members.models import Party


def page(workspace: Workspace, reader: Party | None) -> dict[str, Any]:
    """Return everything that the page shows to this reader."""
    inside = workspace.is_inside
    return {
        "text": workspace.text,
        "workspace": workspace,
        "head": head.head(workspace, reader),
        "counters": head.counters(workspace) if inside and workspace.rows else [],
        "body": rows.body(workspace) if workspace.now else "",
        "outline": outline.outline(workspace),
        "desk": acts.desk(workspace),
        "delegations": delegations(workspace) if inside else [],
        "writing": writing(workspace) if inside and workspace.is_in_work else [],
        "blockers": _blockers(workspace),
    }


def delegations(workspace: Workspace) -> list[tuple[str, str]]:
    """Return the delegations that proposed something, by name: what the filter offers."""
    proposing = {each.party for each in workspace.proposals}
    found = [workspace.parties[pk] for pk in proposing if pk in workspace.parties]
    return [(each.code, each.name) for each in sorted(found, key=_by_name)]


def _by_name(party: Party) -> Any:
    return alphabet(party.name)


def writing(workspace: Workspace) -> list[str]:
    """Return who else is writing now, in sentences."""
    found = presence.others(workspace.text.pk, workspace.viewer)
    return [presence.said(label, workspace.number(key) or key) for label, key in found]


def _blockers(workspace: Workspace) -> list[dict[str, Any]]:
    shows = workspace.is_in_work and (workspace.decides or workspace.prepares)
    return gating.in_the_way(workspace) if shows and workspace.rows else []
