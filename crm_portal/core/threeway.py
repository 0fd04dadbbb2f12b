"""What two people made of the same sequence, place by place. Values in, values out."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from crm_portal.core.sequences import Change, changes

T = TypeVar("T", bound=Hashable)


class Side(StrEnum):
    """Who changed a region of the text that two people had before them."""

    NOBODY = "nobody"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    """Both, differently: a person has to look."""


@dataclass(frozen=True, slots=True)
class Region:
    """The same place in three sequences: where it begins and ends in each."""

    side: Side
    base: slice
    mine: slice
    theirs: slice


def regions(
    base: Sequence[T],
    mine: Sequence[T],
    theirs: Sequence[T],
    *,
    is_link: Callable[[T], bool] | None = None,
) -> list[Region]:
    """Return, in order, what I and they made of ``base``.

    Changes that overlap or touch are one region; where both made the same of it, it counts
    as theirs. What neither changed is a region too: laid side by side they are everything.
    """
    ours, others = (
        changes(base, mine, is_link=is_link),
        changes(base, theirs, is_link=is_link),
    )
    found: list[Region] = []
    was = here = there = 0
    for left, right in _grouped(ours, others):
        start = min(each.start for each in (*left, *right))
        end = max(each.end for each in (*left, *right))
        kept = start - was
        if kept:
            found.append(
                _region(
                    Side.NOBODY, (was, start), (here, here + kept), (there, there + kept)
                )
            )
        here, there = here + kept, there + kept
        my_end = here + end - start + _grown(left)
        their_end = there + end - start + _grown(right)
        side = _side(bool(left), bool(right), mine[here:my_end] == theirs[there:their_end])
        found.append(_region(side, (start, end), (here, my_end), (there, their_end)))
        was, here, there = end, my_end, their_end
    if was < len(base):
        found.append(
            _region(Side.NOBODY, (was, len(base)), (here, len(mine)), (there, len(theirs)))
        )
    return found


def _region(
    side: Side, base: tuple[int, int], mine: tuple[int, int], theirs: tuple[int, int]
) -> Region:
    return Region(side, slice(*base), slice(*mine), slice(*theirs))


def _side(by_me: bool, by_them: bool, alike: bool) -> Side:  # noqa: FBT001 -- three facts
    if by_me and by_them:
        return Side.THEIRS if alike else Side.BOTH
    return Side.MINE if by_me else Side.THEIRS


def _grown(made: list[Change]) -> int:
    return sum((each.now_end - each.now_start) - (each.end - each.start) for each in made)


def _grouped(
    ours: list[Change], others: list[Change]
) -> Iterator[tuple[list[Change], list[Change]]]:
    """Put changes of the two sides that overlap or touch together."""
    both = sorted([(each, 0) for each in ours] + [(each, 1) for each in others])
    group: tuple[list[Change], list[Change]] = ([], [])
    end = -1
    for each, side in both:
        if each.start > end and end >= 0:
            yield group
            group = ([], [])
            end = -1
        group[side].append(each)
        end = max(end, each.end)
    if end >= 0:
        yield group
