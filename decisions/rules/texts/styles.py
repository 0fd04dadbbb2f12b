"""How a number is written, given by its first: ``1.``, ``a)``, ``(i)``, ``I.``, ``-`` for none."""

import re
from dataclasses import dataclass

from meetings.rules.symbols import roman

SAMPLE = re.compile(r"(?P<before>\(?)(?P<kind>[1aAiI-])(?P<after>[.)]?)")
LETTERS = 26


@dataclass(frozen=True, slots=True)
class Style:
    """A way of counting (``1``, ``a``, ``A``, ``i``, ``I``; ``-``: none), and its ornaments."""

    kind: str
    before: str = ""
    after: str = ""

    @property
    def is_printed(self) -> bool:
        """Say whether a reader sees the number."""
        return self.kind != "-"

    def number(self, ordinal: int) -> str:
        """Return ``ordinal`` (from 1) as it is cited: without ornaments, never empty."""
        if self.kind in "aA":
            letters = _letters(ordinal)
            return letters if self.kind == "a" else letters.upper()
        if self.kind in "iI":
            return roman(ordinal).lower() if self.kind == "i" else roman(ordinal)
        return str(ordinal)

    def label(self, ordinal: int) -> str:
        """Return ``ordinal`` as it stands before the paragraph; empty where none does."""
        if not self.is_printed:
            return ""
        return f"{self.before}{self.number(ordinal)}{self.after}"


NONE = Style("-")


def read_style(sample: str) -> Style:
    """Read a style from how its first number looks. ValueError: it looks like none."""
    found = SAMPLE.fullmatch(sample)
    if found is None:
        raise ValueError(sample)
    return Style(found["kind"], found["before"], found["after"])


def _letters(ordinal: int) -> str:
    """Count a … z, aa, ab …"""
    letters = ""
    while ordinal > 0:
        ordinal, rest = divmod(ordinal - 1, LETTERS)
        letters = chr(ord("a") + rest) + letters
    return letters
