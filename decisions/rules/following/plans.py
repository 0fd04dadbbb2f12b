"""Plans as dated versions: axes, themes, objectives, activities, actions (003:43)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from decisions.rules.following.words import Rolled, Word, rolled
from decisions.rules.texts.msgids import gettext_noop


class PlanKind(StrEnum):
    """What a plan is of."""

    ACTION = "action"
    STRATEGIC = "strategic"
    PRESIDENCY = "presidency"
    NETWORK = "network"
    THEMATIC = "thematic"


class Approver(StrEnum):
    """The body that approves: the kinds of body as the meetings know them."""

    VICE_MINISTERIAL = "vice_ministerial"
    GRCM = "grcm"


# The Vice-Ministers approve the plans of the Conference, the GRCM those of its networks.
APPROVES = {
    PlanKind.ACTION: Approver.VICE_MINISTERIAL,
    PlanKind.STRATEGIC: Approver.VICE_MINISTERIAL,
    PlanKind.PRESIDENCY: Approver.VICE_MINISTERIAL,
    PlanKind.NETWORK: Approver.GRCM,
    PlanKind.THEMATIC: Approver.VICE_MINISTERIAL,
}


class Level(StrEnum):
    """The levels of a plan; indicators and milestones hang on what they measure."""

    AXIS = "axis"
    THEME = "theme"
    OBJECTIVE = "objective"
    ACTIVITY = "activity"
    ACTION = "action"
    INDICATOR = "indicator"
    MILESTONE = "milestone"


DEPTH = (Level.AXIS, Level.THEME, Level.OBJECTIVE, Level.ACTIVITY, Level.ACTION)
MEASURES = frozenset({Level.INDICATOR, Level.MILESTONE})
# On what progress is reported by a word.
CARRIED_OUT_BY_SOMEBODY = frozenset({Level.ACTIVITY, Level.ACTION, Level.MILESTONE})


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a plan. ``key`` is the same in every version; ``parent`` is a key."""

    key: str
    level: Level
    parent: str = ""


class Fault(StrEnum):
    """What is wrong with the shape of a plan."""

    NOTHING = "nothing"
    TWICE = "twice"
    NO_PARENT = "no_parent"
    WRONG_LEVEL = "wrong_level"


SENTENCES = {
    Fault.NOTHING: gettext_noop("The plan has no lines."),
    Fault.TWICE: gettext_noop("Two lines of the plan have the same key: %(key)s."),
    Fault.NO_PARENT: gettext_noop("What the line %(key)s belongs to is not in the plan."),
    Fault.WRONG_LEVEL: gettext_noop(
        "The line %(key)s is not below a line that may hold it."
    ),
}


def faults(items: Sequence[Item]) -> tuple[tuple[Fault, str], ...]:
    """Return what is wrong with the shape of a plan, and in which line."""
    if not items:
        return ((Fault.NOTHING, ""),)
    levels: dict[str, Level] = {}
    found: list[tuple[Fault, str]] = []
    for item in items:
        if item.key in levels:
            found.append((Fault.TWICE, item.key))
        levels.setdefault(item.key, item.level)
    for item in items:
        if item.parent and item.parent not in levels:
            found.append((Fault.NO_PARENT, item.key))
        elif not fits(item.level, levels.get(item.parent)):
            found.append((Fault.WRONG_LEVEL, item.key))
    return tuple(found)


def fits(level: Level, parent: Level | None) -> bool:
    """Say whether a line of ``level`` may stand below ``parent``; None: at the top.

    A plan may leave levels out, never turn them around; only an axis, a theme or an
    objective stands at the top.
    """
    if parent is None:
        return level in DEPTH[:3]
    if parent in MEASURES:
        return False
    if level in MEASURES:
        return DEPTH.index(parent) >= DEPTH.index(Level.OBJECTIVE)
    return DEPTH.index(parent) < DEPTH.index(level)


def whole(items: Sequence[Item], said: Mapping[str, Word], key: str) -> Rolled:
    """Return what the lines that somebody carries out say together, at ``key`` and below.

    A line that has such lines below it is told by them; by its own word where nobody said
    anything of those. Shares are never computed.
    """
    below: dict[str, list[Item]] = {}
    for item in items:
        below.setdefault(item.parent, []).append(item)
    here = [item for item in items if item.key == key]
    return rolled(said.get(leaf, Word.SILENT) for leaf in _leaves(here, below, said))


def _leaves(
    items: Iterable[Item],
    below: Mapping[str, Sequence[Item]],
    said: Mapping[str, Word],
) -> list[str]:
    found: list[str] = []
    for item in items:
        under = _leaves(below.get(item.key, ()), below, said)
        found += told_by(item.key, item.level, under, said)
    return found


def told_by(
    key: str, level: str, under: Sequence[str], said: Mapping[str, Word]
) -> Sequence[str]:
    """Return by which lines one is told, of those ``under`` it that somebody carries out."""
    if any(each in said for each in under) or level not in CARRIED_OUT_BY_SOMEBODY:
        return under
    return under if under and key not in said else [key]


@dataclass(frozen=True, slots=True)
class Dated:
    """A version of a plan: its number and the day from which it holds; None: not approved."""

    number: int
    in_force_from: date | None = None


def in_force(versions: Iterable[Dated], on: date) -> Dated | None:
    """Return the version that holds on the civil day ``on``: the last to begin by then."""
    begun = [each for each in versions if each.in_force_from and each.in_force_from <= on]
    return max(
        begun, key=lambda each: (each.in_force_from or on, each.number), default=None
    )
