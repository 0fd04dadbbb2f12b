"""What two sequences have in common. Values in, values out.

The time stays near the length of the sequences: common items that stand once on either side
are anchors, the short stretches between them are compared exactly, and where neither helps
a stretch counts as replaced whole. Nothing is ever left out: at worst the change is coarse.
"""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple, TypeVar

T = TypeVar("T", bound=Hashable)

# More edits than this within one stretch are not looked for exactly.
MOST_EDITS = 200
# So many times a stretch is cut at anchors of its own before it is taken as it is.
DEEPEST = 40
# Items side by side that together may be an anchor where no single one is.
SHINGLE = 8


class Block(NamedTuple):
    """A run of ``size`` items that is the same from ``old`` and from ``new`` on."""

    old: int
    new: int
    size: int


class Change(NamedTuple):
    """Items ``start`` to ``end`` of the old sequence became ``now_start`` to ``now_end``."""

    start: int
    end: int
    now_start: int
    now_end: int


class _Stretch(NamedTuple):
    start: int
    end: int
    now_start: int
    now_end: int
    depth: int


def blocks(old: Sequence[T], new: Sequence[T]) -> list[Block]:
    """Return the runs that both sequences keep, in order, each as long as it can be."""
    found: list[Block] = []
    waiting = [_Stretch(0, len(old), 0, len(new), 0)]
    while waiting:
        stretch = _trimmed(old, new, waiting.pop(), found)
        if stretch.start == stretch.end or stretch.now_start == stretch.now_end:
            continue
        anchors = _common(old, new, stretch)
        found += anchors
        if anchors and stretch.depth < DEEPEST and len(anchors) < _shorter(stretch):
            waiting += _between(stretch, anchors)
    return _joined(sorted(found))


def changes(
    old: Sequence[T], new: Sequence[T], *, is_link: Callable[[T], bool] | None = None
) -> list[Change]:
    """Return what became of ``old``, in order.

    Two changes with nothing but links between them (white space, say) are one.
    """
    found: list[Change] = []
    start = now_start = 0
    for block in [*blocks(old, new), Block(len(old), len(new), 0)]:
        if (start, now_start) != (block.old, block.new):
            change = Change(start, block.old, now_start, block.new)
            between = old[found[-1].end : start] if found else ()
            if found and is_link is not None and all(is_link(each) for each in between):
                last = found.pop()
                change = Change(last.start, block.old, last.now_start, block.new)
            found.append(change)
        start, now_start = block.old + block.size, block.new + block.size
    return found


def _trimmed(
    old: Sequence[T], new: Sequence[T], stretch: _Stretch, found: list[Block]
) -> _Stretch:
    """Take what both begin and end with out of a stretch, and into ``found``."""
    start, end, now_start, now_end, depth = stretch
    while start < end and now_start < now_end and old[start] == new[now_start]:
        start, now_start = start + 1, now_start + 1
    while start < end and now_start < now_end and old[end - 1] == new[now_end - 1]:
        end, now_end = end - 1, now_end - 1
    if start > stretch.start:
        found.append(Block(stretch.start, stretch.now_start, start - stretch.start))
    if end < stretch.end:
        found.append(Block(end, now_end, stretch.end - end))
    return _Stretch(start, end, now_start, now_end, depth)


def _shorter(stretch: _Stretch) -> int:
    return min(stretch.end - stretch.start, stretch.now_end - stretch.now_start)


def _common(old: Sequence[T], new: Sequence[T], stretch: _Stretch) -> list[Block]:
    """Anchors, else the shortest way from one to the other, else anchors of several items."""
    start, end, now_start, now_end, depth = stretch
    left, right = old[start:end], new[now_start:now_end]
    found = _anchors(left, right, 1) if depth < DEEPEST else []
    if not found:
        exact = _shortest(left, right)
        found = _anchors(left, right, SHINGLE) if exact is None else exact
    return [Block(start + at, now_start + there, size) for at, there, size in found]


def _between(stretch: _Stretch, anchors: list[Block]) -> Iterator[_Stretch]:
    start, now_start, depth = stretch.start, stretch.now_start, stretch.depth + 1
    for block in anchors:
        yield _Stretch(start, block.old, now_start, block.new, depth)
        start, now_start = block.old + block.size, block.new + block.size
    yield _Stretch(start, stretch.end, now_start, stretch.now_end, depth)


def _anchors(old: Sequence[T], new: Sequence[T], width: int) -> list[Block]:
    """Return what stands once on either side and in the same order on both."""
    here, there = _once(old, width), _once(new, width)
    pairs = [(at, there[item]) for item, at in here.items() if item in there]
    anchors: list[Block] = []
    for at, other in _rising(sorted(pairs)):
        if not anchors or (
            at >= anchors[-1].old + width and other >= anchors[-1].new + width
        ):
            anchors.append(Block(at, other, width))
    return anchors


def _once(items: Sequence[T], width: int) -> dict[Hashable, int]:
    seen: dict[Hashable, int] = {}
    twice: set[Hashable] = set()
    for at in range(len(items) - width + 1):
        item: Hashable = items[at] if width == 1 else tuple(items[at : at + width])
        if item in seen:
            twice.add(item)
        seen[item] = at
    for each in twice:
        del seen[each]
    return seen


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of ``pairs`` whose second members rise (patience sorting)."""
    tops: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, (_at, other) in enumerate(pairs):
        pile = bisect_left(tops, other)
        before.append(places[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(other)
            places.append(place)
        else:
            tops[pile], places[pile] = other, place
    found: list[tuple[int, int]] = []
    place = places[-1] if places else -1
    while place >= 0:
        found.append(pairs[place])
        place = before[place]
    return found[::-1]


def _shortest(old: Sequence[T], new: Sequence[T]) -> list[Block] | None:
    """Return what the shortest edit script keeps (Myers), or None where it is too long."""
    reached = {1: 0}
    trail: list[dict[int, int]] = []
    for edits in range(min(len(old) + len(new), MOST_EDITS) + 1):
        trail.append(reached)
        reached = dict(reached)
        for line in range(-edits, edits + 1, 2):
            down = line == -edits or (
                line != edits and reached[line - 1] < reached[line + 1]
            )
            at = reached[line + 1] if down else reached[line - 1] + 1
            while at < len(old) and 0 <= at - line < len(new) and old[at] == new[at - line]:
                at += 1
            reached[line] = at
            if at >= len(old) and at - line >= len(new):
                return _kept(trail, len(old), len(new))
    return None


def _kept(trail: list[dict[int, int]], at: int, there: int) -> list[Block]:
    """Walk back from the end of both sequences to their beginning."""
    found: list[Block] = []
    for edits in range(len(trail) - 1, -1, -1):
        reached, line = trail[edits], at - there
        down = line == -edits or (line != edits and reached[line - 1] < reached[line + 1])
        before = line + 1 if down else line - 1
        was = reached[before] if edits else 0
        was_there = was - before if edits else 0
        first = (was if down else was + 1) if edits else 0
        if at > first:
            found.append(Block(first, first - line, at - first))
        at, there = was, was_there
    return found[::-1]


def _joined(found: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in found:
        last = joined[-1] if joined else None
        if last and (last.old + last.size, last.new + last.size) == (block.old, block.new):
            joined[-1] = Block(last.old, last.new, last.size + block.size)
        else:
            joined.append(block)
    return joined
