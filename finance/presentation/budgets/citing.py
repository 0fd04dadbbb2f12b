"""The decision that a row cites, as a link into the register."""

from dataclasses import dataclass
from typing import Any

from decisions.presentation.register import citing
from meetings.presentation.titles import Names

# What a row that cites a decision is read with.
CITED = ("text__kind", "text__body", "text__meeting", "provision")


@dataclass(frozen=True, slots=True)
class Cited:
    """A decision in words, and its page in the register."""

    label: str
    url: str


def cited(row: Any) -> Cited | None:
    """Return what ``row`` (read with ``CITED``) cites, or None where it cites nothing."""
    if row.text is None:
        return None
    label = citing.of_text(row.text)
    if row.provision is not None:
        label = citing.of_provision(row.provision, row.text, Names.read()).full
    return Cited(label, citing.url(row.text, row.provision))
