"""Which paragraphs of a text that is read again are those of the text that is there.

A paragraph that goes on keeps its key: proposals, states and comparisons stay with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crm_portal.core.sequences import changes
from decisions.rules.texts.paragraphs import LANGUAGES, Paragraph
from decisions.rules.texts.words import is_word, words

# So much of the words of the shorter one is in both when a paragraph was reworded.
ALIKE = 0.5


def continued(
    there: Sequence[Paragraph], found: Sequence[Paragraph], keys: Iterator[str]
) -> tuple[Paragraph, ...]:
    """Return what was ``found`` under the keys of what it continues, and else new ones.

    In a language in which nothing was found, a paragraph that goes on says what it said.
    """
    pairs = dict(_pairs(there, found))
    renamed = {
        each.key: there[pairs[at]].key if at in pairs else next(keys)
        for at, each in enumerate(found)
    }
    silent = [lang for lang in LANGUAGES if not any(each.text(lang) for each in found)]
    result = []
    for at, each in enumerate(found):
        parent = renamed[each.parent] if each.parent else None
        now = replace(each, key=renamed[each.key], parent=parent)
        for language in silent if at in pairs else ():
            now = now.saying(language, there[pairs[at]].text(language))
        result.append(now)
    return tuple(result)


def _pairs(
    there: Sequence[Paragraph], found: Sequence[Paragraph]
) -> Iterator[tuple[int, int]]:
    """Yield the places of those that go on: in what was found, and in what is there."""
    languages = [lang for lang in LANGUAGES if any(each.text(lang) for each in found)]
    before, after = (
        [tuple(each.text(lang) for lang in languages) for each in text]
        for text in (there, found)
    )
    reached, now = 0, 0
    for change in changes(before, after):
        yield from zip(
            range(now, change.now_start), range(reached, change.start), strict=True
        )
        yield from _reworded(before, after, change)
        reached, now = change.end, change.now_end
    yield from zip(range(now, len(after)), range(reached, len(before)), strict=True)


def _reworded(
    before: Sequence[tuple[str, ...]],
    after: Sequence[tuple[str, ...]],
    change: tuple[int, int, int, int],
) -> Iterator[tuple[int, int]]:
    """Pair in order what has enough words in common."""
    start, end, now_start, now_end = change
    at = start
    for place in range(now_start, now_end):
        for other in range(at, end):
            if _are_alike(before[other], after[place]):
                yield place, other
                at = other + 1
                break


def _are_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    was, now = (
        {part.casefold() for said in each for part in words(said) if is_word(part)}
        for each in (one, other)
    )
    shorter = min(len(was), len(now))
    return shorter > 0 and len(was & now) >= ALIKE * shorter


class Uneven(ValueError):
    """The other language has another number of paragraphs: how many, and how many are there."""

    def __init__(self, found: int, there: int) -> None:
        super().__init__(f"{found} paragraphs beside {there}")
        self.found = found
        self.there = there


def beside(
    there: Sequence[Paragraph], found: Sequence[Paragraph], language: str
) -> tuple[Paragraph, ...]:
    """Return the text that is there with ``language`` as found, paragraph by paragraph.

    Uneven: there are more or fewer of them.
    """
    if len(there) != len(found):
        raise Uneven(len(found), len(there))
    return tuple(
        each.saying(language, other.text(language))
        for each, other in zip(there, found, strict=True)
    )
