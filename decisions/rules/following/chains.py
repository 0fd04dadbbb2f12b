"""Chains of mandate: from what was decided first to what it led to (003:5, 003:7)."""

from collections.abc import Hashable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)

# A matter that branches more than this is read one mandate at a time.
MOST = 100


def chains(
    links: Iterable[tuple[Node, Node]], through: Node
) -> tuple[tuple[Node, ...], ...]:
    """Return the chains that pass ``through``, from the first mandate to the last.

    Links go from the earlier to the later and keep their order; a circle, which only a
    wrong record makes, is walked once and ends where it would begin again. At most 100.
    """
    onwards: dict[Node, list[Node]] = {}
    back: dict[Node, list[Node]] = {}
    for earlier, later in dict.fromkeys(links):
        onwards.setdefault(earlier, []).append(later)
        back.setdefault(later, []).append(earlier)
    found = (
        whole
        for before in _walks(back, (through,))
        for whole in _walks(onwards, before[::-1])
    )
    return tuple(islice(found, MOST))


def _walks(
    edges: dict[Node, list[Node]], walked: tuple[Node, ...]
) -> Iterator[tuple[Node, ...]]:
    """Yield the longest walks from the last of ``walked`` that visit nothing twice."""
    ahead = [node for node in edges.get(walked[-1], ()) if node not in walked]
    if not ahead:
        yield walked
    for node in ahead:
        yield from _walks(edges, (*walked, node))
