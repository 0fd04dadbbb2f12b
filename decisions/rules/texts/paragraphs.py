"""A text as its paragraphs: in reading order, one within another, in two languages."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

LANGUAGES = ("es", "en")
DEEPEST = 4


class Part(StrEnum):
    """What a paragraph is to the text (the shapes that real documents take, facts 2)."""

    HEADER = "header"
    """The lines above the text: the meeting, its theme; whom a letter is addressed to."""
    CHAPEAU = "chapeau"
    PREAMBLE = "preamble"
    OPERATIVE = "operative"
    CLOSING = "closing"
    """The sentence of adoption, or the signature."""
    ANNEX = "annex"


class Form(StrEnum):
    """How a paragraph stands in its part. What stands within a paragraph is a sub-item."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph in both languages. ``key`` stays the same from version to version.

    ``parent`` is the key of the paragraph or heading it stands within.
    """

    key: str
    es: str = ""
    en: str = ""
    part: Part = Part.OPERATIVE
    form: Form = Form.PARAGRAPH
    parent: str | None = None

    def text(self, language: str) -> str:
        """Return its words in ``language``: ``es`` or ``en``."""
        return self.en if language == "en" else self.es

    def saying(self, language: str, text: str) -> "Paragraph":
        """Return the paragraph with other words in one language."""
        return replace(self, en=text) if language == "en" else replace(self, es=text)


class Fault(StrEnum):
    """Why paragraphs are no text."""

    TWICE = "twice"
    NO_PARENT = "no_parent"
    """Its parent is not there, or comes after it."""
    TORN = "torn"
    """Something that is not within its parent stands between the two."""
    OTHER_PART = "other_part"
    TOO_DEEP = "too_deep"


def faults(text: Sequence[Paragraph]) -> list[tuple[str, Fault]]:
    """Return what is wrong with the order and the nesting of a text: the key, and what."""
    often = Counter(each.key for each in text)
    found = [(key, Fault.TWICE) for key, count in often.items() if count > 1]
    above: list[Paragraph] = []
    seen: set[str] = set()
    for each in text:
        while above and above[-1].key != each.parent:
            above.pop()
        if each.parent is not None and not above:
            found.append((each.key, Fault.TORN if each.parent in seen else Fault.NO_PARENT))
        elif above and above[-1].part is not each.part:
            found.append((each.key, Fault.OTHER_PART))
        above.append(each)
        seen.add(each.key)
        if len(above) > DEEPEST:
            found.append((each.key, Fault.TOO_DEEP))
    return found


def by_key(text: Sequence[Paragraph]) -> dict[str, Paragraph]:
    """Return the paragraphs of a text by their keys."""
    return {each.key: each for each in text}


def above(text: Mapping[str, Paragraph], key: str | None) -> Iterator[str]:
    """Name ``key`` and everything that it stands within, from the inside out."""
    while key is not None and key in text:
        yield key
        key = text[key].parent


def extent(text: Sequence[Paragraph], key: str) -> slice:
    """Return where a paragraph stands, with all that stands within it. KeyError: nowhere."""
    start = next((at for at, each in enumerate(text) if each.key == key), None)
    if start is None:
        raise KeyError(key)
    within, end = {key}, start + 1
    while end < len(text) and text[end].parent in within:
        within.add(text[end].key)
        end += 1
    return slice(start, end)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph goes: into ``parent``, right after its sibling ``after``.

    Without ``after`` it is the first there; without ``parent``, it stands in the part itself.
    """

    part: Part = Part.OPERATIVE
    parent: str | None = None
    after: str | None = None


def put(
    text: Sequence[Paragraph], moved: Sequence[Paragraph], place: Place
) -> tuple[Paragraph, ...]:
    """Return ``text`` with ``moved`` (a paragraph and what is within it) at ``place``.

    KeyError: the place is not in the text.
    """
    head = replace(moved[0], parent=place.parent)
    block = [replace(each, part=place.part) for each in (head, *moved[1:])]
    at = _entry(text, place)
    return (*text[:at], *block, *text[at:])


def _entry(text: Sequence[Paragraph], place: Place) -> int:
    if place.after is not None:
        return extent(text, place.after).stop
    if place.parent is not None:
        return extent(text, place.parent).start + 1
    order = list(Part)
    rank = order.index(place.part)
    return sum(1 for each in text if order.index(each.part) < rank)


def taken(
    text: Sequence[Paragraph], key: str
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Return ``text`` without a paragraph, and that paragraph with what is within it."""
    where = extent(text, key)
    return (*text[: where.start], *text[where.stop :]), tuple(text[where])
