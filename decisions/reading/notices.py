"""What a reader of a document has to say about it: what it changed, and what it left out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Code(StrEnum):
    """What there is to say about a document that was read."""

    INSERTED = "inserted"
    """Tracked insertions were read as accepted."""
    DELETED = "deleted"
    """Tracked deletions were read as accepted: their words are gone."""
    NUMBERS = "numbers"
    """Typed numbers were left out: the portal numbers."""
    FOOTNOTE = "footnote"
    COMMENT = "comment"
    IMAGE = "image"
    TEXT_BOX = "text_box"
    MARGIN = "margin"
    """Lines at the head or the foot of the pages."""
    INVISIBLE = "invisible"
    """Words that the document hides from its reader."""
    HIDDEN_SIGNS = "hidden_signs"
    """Signs that no reader sees, or that turn the direction of what is read."""
    SYMBOL = "symbol"
    """A sign of a font of its own: nobody knows which letter it is."""
    TABLE = "table"
    """A table that is not one of two languages was read cell by cell."""
    COLUMN_HEADS = "column_heads"
    PART_NAME = "part_name"
    """A line that only names a part."""
    UNEVEN = "uneven"
    """The two cells of a row have not the same number of paragraphs."""
    OTHER_LANGUAGE = "other_language"
    """A paragraph reads like the other language."""
    BRACKET = "bracket"
    """A bracket that cannot be read is kept as a mere sign."""
    FLATTENED = "flattened"
    """An item stands less deep than it did."""
    NO_SUCH_PART = "no_such_part"
    """The kind of text does not have the part: its paragraphs stand in another."""


# These are about words or things that are in no paragraph.
LEFT_OUT = frozenset(
    {
        Code.DELETED,
        Code.NUMBERS,
        Code.FOOTNOTE,
        Code.COMMENT,
        Code.IMAGE,
        Code.TEXT_BOX,
        Code.MARGIN,
        Code.INVISIBLE,
        Code.HIDDEN_SIGNS,
        Code.SYMBOL,
        Code.COLUMN_HEADS,
        Code.PART_NAME,
    }
)
# Of these one line says all; each of the others is a matter of its own.
COUNTED = frozenset(
    {
        Code.INSERTED,
        Code.DELETED,
        Code.NUMBERS,
        Code.IMAGE,
        Code.MARGIN,
        Code.HIDDEN_SIGNS,
        Code.SYMBOL,
        Code.TABLE,
        Code.OTHER_LANGUAGE,
        Code.FLATTENED,
        Code.NO_SUCH_PART,
    }
)
APART = " · "


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to say. ``at`` is the paragraph of the source, from 1; 0: all of it.

    ``text`` holds the words it is about.
    """

    code: Code
    at: int = 0
    text: str = ""
    count: int = 1


def gathered(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return the notices with those that are only counted put together, no word left out."""
    found: dict[object, list[Notice]] = {}
    for place, each in enumerate(notices):
        found.setdefault(each.code if each.code in COUNTED else place, []).append(each)
    return tuple(_together(those) for those in found.values())


def _together(those: list[Notice]) -> Notice:
    text = APART.join(each.text for each in those if each.text)
    return replace(those[0], text=text, count=sum(each.count for each in those))
