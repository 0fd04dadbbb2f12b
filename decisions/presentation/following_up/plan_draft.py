"""What the editor of a plan's draft shows: its lines, each with what may be done to it."""

from typing import Any

from django.urls import reverse

from decisions.models.following_plans import LevelChoice, Plan, PlanVersion
from decisions.rules.following import outline
from decisions.rules.following.plans import MEASURES, Level
from decisions.services.following.planning import Line, lines_of, mark

LONGEST = 140
NEXT = {
    Level.AXIS: Level.THEME,
    Level.THEME: Level.OBJECTIVE,
    Level.OBJECTIVE: Level.ACTIVITY,
    Level.ACTIVITY: Level.ACTION,
    Level.ACTION: Level.INDICATOR,
}


def latest(plan: Plan) -> PlanVersion | None:
    """Return the draft of a plan, if it has one."""
    versions: list[PlanVersion] = plan.shown  # type: ignore[attr-defined]
    return next((each for each in versions if each.approved_at is None), None)


def lines(draft: PlanVersion | None) -> tuple[Line, ...]:
    """Return the lines of a draft; none where there is no draft yet."""
    return lines_of(draft) if draft else ()


def page(plan: Plan, draft: PlanVersion | None) -> dict[str, Any]:
    """Return what the page of the draft shows: one query."""
    rows = outline.ordered(lines(draft))
    brothers: dict[str, list[str]] = {}
    for line, _depth in rows:
        brothers.setdefault(line.parent, []).append(line.key)
    return {
        "plan": plan,
        "draft": draft,
        "lines": [_line(plan, line, depth, brothers[line.parent]) for line, depth in rows],
    }


def _line(plan: Plan, line: Line, depth: int, brothers: list[str]) -> dict[str, Any]:
    below = NEXT.get(Level(line.level))
    add = reverse("following:plan-add-line", args=[plan.code])
    return {
        "line": line,
        "depth": depth,
        "level": LevelChoice(line.level).label,
        "is_first": brothers[0] == line.key,
        "is_last": brothers[-1] == line.key,
        "add_url": f"{add}?below={line.key}&level={below}" if below else "",
        "add_label": LevelChoice(below).label if below else "",
        "mark": mark(line),
    }


def parents(found: tuple[Line, ...], gone: str = "") -> list[tuple[str, str]]:
    """Return the lines below which another may stand, for a choice; measures hold nothing.

    ``gone``: a line that may not stand below itself, nor below what hangs on it.
    """
    out = outline.under(found, gone) if gone else frozenset()
    return [
        (line.key, f"{'– ' * depth}{_named(line)}"[:LONGEST])
        for line, depth in outline.ordered(found)
        if line.key not in out and line.level not in MEASURES
    ]


def _named(line: Line) -> str:
    return " ".join(filter(None, [line.number, line.name_es]))
