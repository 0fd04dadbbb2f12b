"""A paragraph as it is printed: words, bracket signs and delegations, one after the other.

Every output says these runs in this order; that is why all of them say the same. A bracket
prints each of its alternatives between signs, followed by who stands behind it.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from crm_portal.core.sequences import changes
from decisions.rules.texts.brackets import Alternative, Bracket, Content
from decisions.rules.texts.diff import Mark
from decisions.rules.texts.words import is_space, words

Split = Callable[[str], list[str]]
MINUS = "\u2212"
NOTHING = "—"


class Sort(StrEnum):
    """What a run is made of."""

    WORDS = "words"
    SIGN = "sign"
    """The bracket signs themselves, and the dash of an alternative without words."""
    NAMES = "names"
    """The codes of the delegations behind an alternative, a minus before who cannot accept it."""


class Run(NamedTuple):
    """Some words of one kind: kept, inserted or deleted; ``depth`` brackets around them."""

    sort: Sort
    text: str
    depth: int = 0
    mark: Mark = Mark.KEPT


def runs(content: Content, was: Content | None = None) -> tuple[Run, ...]:
    """Return content as it is printed; with ``was``, marked with what changed since then.

    Without the inserted runs it is what was, without the deleted ones what is.
    """
    if was is None:
        return tuple(joined(_tokens(content, 0, _whole)))
    return tuple(joined(_compared(tokens(was), tokens(content))))


def plain(content: Content) -> str:
    """Return content as it is printed, without any marks."""
    return "".join(run.text for run in runs(content))


def names(alternative: Alternative) -> str:
    """Return who stands behind an alternative: ``MX, CR, −US``."""
    against = (f"{MINUS}{code}" for code in alternative.reserves)
    return ", ".join((*alternative.by, *against))


def tokens(content: Content) -> list[Run]:
    """Return content word by word and sign by sign, as it is compared."""
    return list(_tokens(content, 0, words))


def keys(found: Iterable[Run]) -> list[tuple[Sort, str]]:
    """Return what makes two tokens the same: words in brackets are the same words."""
    return [(token.sort, token.text) for token in found]


def is_link(key: tuple[Sort, str]) -> bool:
    """Say whether a token is white space: two changes with nothing else between are one."""
    return is_space(key[1])


def joined(found: Iterable[Run]) -> Iterator[Run]:
    """Join tokens of one kind, in the same brackets and of the same fate."""
    for (sort, depth, mark), group in groupby(
        found, key=lambda token: (token.sort, token.depth, token.mark)
    ):
        yield Run(sort, "".join(token.text for token in group), depth, mark)


def _whole(text: str) -> list[str]:
    """Leave words together where nothing is compared."""
    return [text]


def _tokens(content: Content, depth: int, split: Split) -> Iterator[Run]:
    for node in content:
        if isinstance(node, Bracket):
            yield from _bracket(node, depth, split)
        else:
            yield from (Run(Sort.WORDS, word, depth) for word in split(node))


def _bracket(bracket: Bracket, depth: int, split: Split) -> Iterator[Run]:
    for number, alternative in enumerate(bracket.alternatives):
        if number:
            yield Run(Sort.WORDS, " ", depth)
        yield Run(Sort.SIGN, "[", depth + 1)
        yield from _tokens(alternative.content, depth + 1, split)
        if not alternative.content:
            yield Run(Sort.SIGN, NOTHING, depth + 1)
        yield Run(Sort.SIGN, "]", depth + 1)
        if told := names(alternative):
            yield Run(Sort.NAMES, told, depth + 1)


def _compared(before: list[Run], after: list[Run]) -> Iterator[Run]:
    reached = 0
    made = changes(keys(before), keys(after), is_link=is_link)
    for change in made:
        yield from after[reached : change.now_start]
        for run in before[change.start : change.end]:
            yield run._replace(mark=Mark.DELETED)
        for run in after[change.now_start : change.now_end]:
            yield run._replace(mark=Mark.INSERTED)
        reached = change.now_end
    yield from after[reached:]
