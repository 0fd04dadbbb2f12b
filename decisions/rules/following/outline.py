"""The lines of a plan as an outline: in order, moved, taken out, compared, told together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from decisions.rules.following.plans import told_by
from decisions.rules.following.words import Rolled, Word, rolled


class Lined(Protocol):
    """Whatever has the key, the level and the parent of a line."""

    @property
    def key(self) -> str: ...

    @property
    def level(self) -> str: ...

    @property
    def parent(self) -> str: ...


L = TypeVar("L", bound=Lined)


def ordered(lines: Iterable[L]) -> tuple[tuple[L, int], ...]:
    """Return the lines from the top down, each above what hangs on it, with its depth.

    A line whose parent is not there stands at the top; brothers keep their order.
    """
    rows = list(lines)
    there = {line.key for line in rows}
    below: dict[str, list[L]] = {}
    for line in rows:
        parent = line.parent if line.parent in there else ""
        below.setdefault(parent, []).append(line)
    return tuple(_walk(below, "", 0))


def _walk(below: Mapping[str, Sequence[L]], key: str, depth: int) -> list[tuple[L, int]]:
    found: list[tuple[L, int]] = []
    for line in below.get(key, ()):
        found += [(line, depth), *_walk(below, line.key, depth + 1)]
    return found


def under(lines: Sequence[Lined], key: str) -> frozenset[str]:
    """Return the key itself and those of everything that hangs on it."""
    found = {key}
    for line, _depth in ordered(lines):
        if line.parent in found:
            found.add(line.key)
    return frozenset(found)


def without(lines: Sequence[L], key: str) -> tuple[L, ...]:
    """Return the lines without one of them and what hangs on it."""
    gone = under(lines, key)
    return tuple(line for line in lines if line.key not in gone)


def moved(lines: Sequence[L], key: str, *, up: bool) -> tuple[L, ...]:
    """Return the lines with one exchanged with its brother above, or below, if it has one."""
    rows = [line for line, _depth in ordered(lines)]
    here = next((line for line in rows if line.key == key), None)
    if here is None:
        return tuple(rows)
    brothers = [line for line in rows if line.parent == here.parent]
    place = brothers.index(here) + (-1 if up else 1)
    if not 0 <= place < len(brothers):
        return tuple(rows)
    one, other = rows.index(here), rows.index(brothers[place])
    rows[one], rows[other] = rows[other], rows[one]
    return tuple(line for line, _depth in ordered(rows))


def wholes(lines: Sequence[Lined], said: Mapping[str, Word]) -> dict[str, Rolled]:
    """Return for every line what those that somebody carries out say together, by key.

    As ``plans.whole`` of each, in one pass from the bottom up.
    """
    leaves: dict[str, list[str]] = {line.key: [] for line in lines}
    for line, _depth in reversed(ordered(lines)):
        here = [*told_by(line.key, line.level, leaves[line.key], said)]
        leaves[line.key] = here
        if line.parent in leaves:
            leaves[line.parent] = [*here, *leaves[line.parent]]
    return {
        key: rolled(said.get(leaf, Word.SILENT) for leaf in below)
        for key, below in leaves.items()
    }


class Change(StrEnum):
    """How a line of one version stands to the same line of the version before it."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Told:
    """A line as it is compared: where it stands, its words, and everything else of it."""

    key: str
    parent: str
    words: tuple[str, ...]
    rest: tuple[object, ...] = ()


def changes(before: Sequence[Told], now: Sequence[Told]) -> tuple[tuple[str, Change], ...]:
    """Return what changed between two versions, by key: those of now first, then the gone.

    A line is told once: reworded goes before moved, and that before any other change.
    """
    was = {line.key: line for line in before}
    there = {line.key for line in now}
    found = [(line.key, _change(was.get(line.key), line)) for line in now]
    gone = [(line.key, Change.REMOVED) for line in before if line.key not in there]
    return tuple([(key, change) for key, change in found if change] + gone)


def _change(was: Told | None, now: Told) -> Change | None:
    if was is None:
        return Change.ADDED
    if was.words != now.words:
        return Change.REWORDED
    if was.parent != now.parent:
        return Change.MOVED
    return Change.CHANGED if was.rest != now.rest else None
