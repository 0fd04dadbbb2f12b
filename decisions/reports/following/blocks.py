"""A report as blocks of both languages: what page, paper and Word file all print.

Everything is plain JSON, so that what a page shows is what a paper prints and what is hashed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.sections import Text

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A report: what it is called, which days it is of (both included), its blocks.

    ``until`` is also the day as of which it tells.
    """

    reference: str
    title: Text
    subtitle: Text
    since: date
    until: date
    blocks: Sequence[Block] = field(default_factory=tuple)
    is_demonstration: bool = False

    def on_paper(self) -> dict[str, Any]:
        """Return the report as JSON, without the links that only a page has."""
        plain = [{k: v for k, v in block.items() if k != "page"} for block in self.blocks]
        return {
            "reference": self.reference,
            "title": self.title,
            "subtitle": self.subtitle,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "blocks": plain,
            "demonstration": self.is_demonstration,
        }


def heading(level: int, text: Text, number: str = "") -> Block:
    """Return a heading of ``level`` 2 to 4."""
    return {"kind": "heading", "level": level, "text": text, "number": number}


def paragraph(
    text: Text, style: str = "", *, page: tuple[str, tuple[Any, ...]] | None = None
) -> Block:
    """Return a paragraph; ``style``: "", "quiet", "status". ``page`` is a URL name."""
    return {"kind": "paragraph", "text": text, "style": style, "page": page}


def quotation(
    text: Text, cited: Text, *, page: tuple[str, tuple[Any, ...]] | None = None
) -> Block:
    """Return what was decided, word for word or as its source sums it up, and where."""
    return {"kind": "quotation", "text": text, "cited": cited, "page": page}


def table(columns: Sequence[Text], rows: Sequence[Sequence[Text]], caption: Text) -> Block:
    """Return a table; its first column names the row."""
    return {
        "kind": "table",
        "columns": list(columns),
        "rows": [list(row) for row in rows],
        "caption": caption,
    }


def joined(*parts: Text, between: str = " ") -> Text:
    """Return texts one after the other, in both languages."""
    return {
        language: between.join(part[language] for part in parts if part.get(language))
        for language in LANGUAGES
    }


def lettered(place: int) -> str:
    """Return A, B … Z, AA … for 0, 1 …"""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
