"""Text that is not agreed: brackets, whose they are, and what may stand in them.

A bracket holds alternatives side by side; one alone is kept or dropped. Who proposes or
supports an alternative is ``by``; who cannot accept it is ``reserves``. Brackets stand
within brackets. What is agreed is text without any.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

# Where a bracket stands: which one on its level, in which alternative, which one in it …
Path = tuple[int, ...]

CLOSING_SIGNS = frozenset(".,;:)!?»”")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One wording of what is not agreed, and the codes of the delegations behind it."""

    content: "Content" = ()
    by: tuple[str, ...] = ()
    reserves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bracket:
    """What is not agreed: its alternatives, at least one."""

    alternatives: tuple[Alternative, ...]

    @property
    def delegations(self) -> tuple[str, ...]:
        """Return whose bracket it is: everybody named on it, each once."""
        named = (code for each in self.alternatives for code in (*each.by, *each.reserves))
        return tuple(dict.fromkeys(named))


# Words and brackets in turn; never two runs of words together, never an empty one.
Content = tuple[str | Bracket, ...]


class Unresolved(ValueError):
    """The text still has brackets: how many."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} brackets are open")
        self.count = count


class NoSuchBracket(ValueError):
    """A choice names a bracket or an alternative that is not there: its path."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"there is no bracket at {path}")
        self.path = path


def tidy(nodes: Iterable[str | Bracket]) -> Content:
    """Return the same content with runs of words joined and empty ones left out."""
    joined: list[str | Bracket] = []
    for is_words, run in groupby(nodes, key=lambda node: isinstance(node, str)):
        found = list(run)
        joined += ["".join(map(str, found))] if is_words else found
    return tuple(node for node in joined if node != "")


def walk(content: Content, above: Path = ()) -> Iterator[tuple[Path, Bracket]]:
    """Name every bracket with its path, the outer ones before what stands in them."""
    place = 0
    for node in content:
        if isinstance(node, str):
            continue
        path = (*above, place)
        yield path, node
        for number, alternative in enumerate(node.alternatives):
            yield from walk(alternative.content, (*path, number))
        place += 1


def count(content: Content) -> int:
    """Return how many brackets are open, those within others included."""
    return sum(1 for _each in walk(content))


def by_delegation(content: Content) -> Counter[str]:
    """Return on how many open brackets each delegation stands."""
    return Counter(code for _path, bracket in walk(content) for code in bracket.delegations)


def clean(content: Content) -> str:
    """Return the agreed text. Unresolved: a bracket is still open."""
    if open_ones := count(content):
        raise Unresolved(open_ones)
    return "".join(node for node in content if isinstance(node, str))


def chosen(content: Content, choices: Mapping[Path, int | None]) -> Content:
    """Return the content with brackets resolved: the alternative that stands, None for none.

    A chosen alternative keeps the brackets within it that were not chosen too.
    NoSuchBracket: a choice within what another one leaves out is one as well.
    """
    left = dict(choices)
    result = _chosen(content, (), left)
    for path in left:
        raise NoSuchBracket(path)
    return result


def _chosen(content: Content, above: Path, choices: dict[Path, int | None]) -> Content:
    nodes: list[str | Bracket] = []
    place = 0
    drops = False
    for node in content:
        if isinstance(node, str):
            nodes = [*nodes, node] if not drops else _without_gap(nodes, node)
            drops = False
            continue
        path = (*above, place)
        place += 1
        found = _resolved(node, path, choices)
        drops = found == ()
        nodes += found
    if drops:
        nodes = _without_gap(nodes, "")
    return tidy(nodes)


def _resolved(bracket: Bracket, path: Path, choices: dict[Path, int | None]) -> Content:
    if path not in choices:
        alternatives = (
            replace(each, content=_chosen(each.content, (*path, number), choices))
            for number, each in enumerate(bracket.alternatives)
        )
        return (Bracket(tuple(alternatives)),)
    choice = choices.pop(path)
    if choice is None:
        return ()
    if not 0 <= choice < len(bracket.alternatives):
        raise NoSuchBracket(path)
    return _chosen(bracket.alternatives[choice].content, (*path, choice), choices)


def _without_gap(nodes: list[str | Bracket], after: str) -> list[str | Bracket]:
    """Close the gap that a dropped bracket leaves: no two spaces, none before a full stop."""
    before = nodes[-1] if nodes else ""
    if not isinstance(before, str):
        return [*nodes, after]
    closes = not after or after[0].isspace() or after[0] in CLOSING_SIGNS
    if before and before[-1].isspace() and closes:
        return [*nodes[:-1], before[:-1], after]
    if not before and after[:1].isspace():
        return [*nodes, after[1:]]
    return [*nodes, after]


def shape(content: Content) -> tuple[object, ...]:
    """Return what brackets of two languages must have in common: whose, how many, how nested."""
    return tuple(
        tuple((each.by, each.reserves, shape(each.content)) for each in node.alternatives)
        for node in content
        if isinstance(node, Bracket)
    )


def unlike(es: Content, en: Content) -> bool:
    """Say whether the two languages of one paragraph differ in their brackets."""
    return shape(es) != shape(en)
