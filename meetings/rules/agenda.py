"""How an agenda is numbered, what it must have, how two of its versions differ.

Values in, values out. An outsider's numbers must not betray that something is closed, so
what is closed counts in a series of its own: 1, 1.1, 2 and C1, C1.1, C2.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crm_portal.core.access import Role, Viewer

CLOSED_SERIES = "C"
DEEPEST = 3
# What the agenda of a forum has at least: the kinds of its items, and the line that says so.
MINIMUM: Mapping[str, tuple[tuple[str, str], ...]] = {
    "VM_PLENARIA": (
        ("ppt_report", "001:375"),
        ("opening_statements", "001:375"),
        ("rrocm_dialogue", "001:375"),
    ),
}
# What the sources expect without making it a condition.
EXPECTED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "GRCM": (("rrocm_dialogue", "001:435"), ("network_report", "001:438")),
    "RED_TRATA": (("rrocm_dialogue", "001:441"),),
    "RED_CONSULAR": (("rrocm_dialogue", "001:441"),),
    "RED_NNA": (("rrocm_dialogue", "001:441"),),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as it is ordered: its key, its parent's, and whether it is closed."""

    key: int
    parent: int | None = None
    closed: bool = False


def numbered(entries: Iterable[Entry]) -> dict[int, str]:
    """Return the number of each entry, in the order in which an agenda is read.

    ``entries`` come in the order of their places; children stand under their parent. A
    closed entry under an open one begins a number of the closed series: the open one's own
    children are counted as if it were not there. What stands under an absent parent, or
    in a circle, is not on the agenda.
    """
    listed = list(entries)
    known = {entry.key: entry for entry in listed}
    under: dict[int | None, list[Entry]] = defaultdict(list)
    for entry in listed:
        under[entry.parent].append(entry)
    numbers: dict[int, str] = {}
    counts = {False: 0, True: 0}

    def place(entry: Entry) -> None:
        parent = known.get(entry.parent) if entry.parent is not None else None
        if parent is None or parent.closed != entry.closed:
            counts[entry.closed] += 1
            prefix = CLOSED_SERIES if entry.closed else ""
            numbers[entry.key] = f"{prefix}{counts[entry.closed]}"
        else:
            siblings[entry.parent] += 1
            numbers[entry.key] = f"{numbers[parent.key]}.{siblings[entry.parent]}"
        for child in under[entry.key]:
            place(child)

    siblings: dict[int | None, int] = defaultdict(int)
    for root in under[None]:
        place(root)
    return numbers


def depth(number: str) -> int:
    """Return how deep a number stands: 1 for ``2``, 2 for ``2.1``."""
    return number.count(".") + 1


def lacking(forum: str, kinds: Iterable[str]) -> list[tuple[str, str]]:
    """Return what the agenda of ``forum`` must still have, each with its source."""
    there = set(kinds)
    return [(kind, line) for kind, line in MINIMUM.get(forum, ()) if kind not in there]


def expected(forum: str, kinds: Iterable[str]) -> list[tuple[str, str]]:
    """Return what the sources expect in the agenda of ``forum`` and is not there."""
    there = set(kinds)
    return [(kind, line) for kind, line in EXPECTED.get(forum, ()) if kind not in there]


def may_prepare(by: Viewer) -> bool:
    """The presidency and the Secretariat prepare the agenda (001:411, 004:72)."""
    return by.has(Role.PRESIDENCY, Role.SECRETARIAT)


def may_circulate(by: Viewer) -> bool:
    """The presidency circulates it: the Secretariat prepares and does not approve (004:72)."""
    return by.has(Role.PRESIDENCY)


class Change(StrEnum):
    """What happened to an item between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that differs: its rows before and after (None: not there), and the fields."""

    change: Change
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    fields: tuple[str, ...] = ()


COMPARED = (
    "title",
    "description",
    "kind",
    "axis",
    "session",
    "presenter",
    "starts_at",
    "ends_at",
)


def differences(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[Difference]:
    """Return what differs, in the order of ``after``, what was removed last.

    An item is the same by its ``id``. Moved is what changed its place among those that
    both versions have, or its parent; a new number alone, because something came before
    it, is not a move.
    """
    old = {row["id"]: row for row in before}
    new = {row["id"]: row for row in after}
    still = _keep_their_order(
        [row["id"] for row in before if row["id"] in new],
        [row["id"] for row in after if row["id"] in old],
    )
    found = []
    for key, row in new.items():
        was = old.get(key)
        if was is None:
            found.append(Difference(Change.ADDED, None, row))
            continue
        fields = tuple(name for name in COMPARED if was.get(name) != row.get(name))
        if key not in still or was.get("parent") != row.get("parent"):
            found.append(Difference(Change.MOVED, was, row, fields))
        elif fields:
            found.append(Difference(Change.CHANGED, was, row, fields))
    gone = [Difference(Change.REMOVED, row, None) for k, row in old.items() if k not in new]
    return [*found, *gone]


def _keep_their_order(before: list[int], after: list[int]) -> set[int]:
    """Return the longest run of keys that stand in the same order in both."""
    place = {key: index for index, key in enumerate(before)}
    best: list[list[int]] = []
    for key in after:
        before_it = [run for run in best if place[run[-1]] < place[key]]
        best.append([*_longest(before_it), key])
    return set(_longest(best))


def _longest(runs: list[list[int]]) -> list[int]:
    return max(runs, key=len) if runs else []
