"""What the workspace knows of a text, as values: versions, proposals, collisions, notes."""

import json
from collections.abc import Container, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from decisions.models.proposals import UNDECIDED, ProposalOperation
from decisions.rules.texts.paragraphs import Form, Paragraph, Part


class Version(NamedTuple):
    """One version of a text; ``frozen_at`` is None of the one that is being written."""

    number: int
    pk: int
    created_at: str
    frozen_at: str | None


class Sent(NamedTuple):
    """One circulation of a version; the bound is excluded, and may be none."""

    number: int
    level: str
    at: str
    until: str | None


class Proposed(NamedTuple):
    """One proposal, as its row has it, in the order of ``FIELDS``."""

    pk: int
    number: int
    party: int
    operation: str
    key: str
    anchor: str
    es: str
    en: str
    base_es: str
    base_en: str
    reason: str
    made_at: datetime
    state: str
    is_stranded: bool
    comments: int
    supporters: tuple[str, ...]
    place: dict[str, Any]

    @property
    def is_undecided(self) -> bool:
        """Say whether somebody has still to decide on it."""
        return self.state in UNDECIDED

    @property
    def is_addition(self) -> bool:
        """Say whether it brings a paragraph of its own."""
        return self.operation == ProposalOperation.ADD

    def beside(self, there: Container[str]) -> str:
        """Return the key of the paragraph under which it is shown; empty: at the beginning.

        A new paragraph that stands in the text, be it in brackets, has a place of its own.
        """
        if not self.is_addition or self.key in there:
            return self.key
        return self.anchor or str(self.place.get("parent") or "")


FIELDS = (
    "pk",
    "number",
    "party_id",
    "operation",
    "paragraph_key",
    "anchor",
    "es",
    "en",
    "base_es",
    "base_en",
    "reason",
    "made_at",
    "state",
    "is_stranded",
    "comments_count",
    "supporters",
    "put",
)


def proposed(rows: Iterable[tuple[Any, ...]]) -> list[Proposed]:
    """Return rows of ``FIELDS`` as proposals; ``put`` is the place as it is written."""
    return [Proposed._make((*row[:-2], tuple(row[-2]), _place(row[-1]))) for row in rows]


def _place(written: str) -> dict[str, Any]:
    found: dict[str, Any] = {} if written == "{}" else json.loads(written)
    return found


class Row(NamedTuple):
    """One paragraph of a version, as its row has it, in the order of ``OF_A_ROW``."""

    key: str
    style: str
    part: str
    parent: str
    es: str
    en: str
    revision: int
    agreed_at: datetime | None
    changed_at: datetime | None
    languages: dict[str, Any]

    @property
    def ruled(self) -> Paragraph:
        """Return the paragraph as the rules take it."""
        part, form, parent = Part(self.part), Form(self.style), self.parent or None
        return Paragraph(self.key, self.es, self.en, part, form, parent)


OF_A_ROW = (
    "key",
    "style",
    "part",
    "parent",
    "es",
    "en",
    "revision",
    "agreed_at",
    "changed_at",
    "stand",
)


@lru_cache(maxsize=2048)
def standing(written: str) -> dict[str, Any]:
    """Return the state of the languages of a paragraph from its row; nobody changes it."""
    found: dict[str, Any] = json.loads(written)
    return found


class Collided(NamedTuple):
    """Two undecided proposals, by number, that cannot both stand."""

    first: int
    second: int
    clash: str
    key: str
    language: str


class Asked(NamedTuple):
    """What the reader asked to see: which view, against which version, whose proposals."""

    view: str = "changes"
    compare: str = ""
    language: str = "both"
    of: str = ""
