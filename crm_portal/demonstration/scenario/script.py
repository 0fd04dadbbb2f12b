"""The story as data: its acts in their order, and the texts that they are about."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
STORY: Mapping[str, Any] = tomllib.loads((FOLDER / "story.toml").read_text("utf-8"))
# Where the clock of the demonstration is left, running.
STANDS: datetime = STORY["stands"]


@dataclass(frozen=True, slots=True)
class Act:
    """At ``at``, the account ``who`` does ``do`` in the consultation ``of``, saying ``said``."""

    at: datetime
    who: str
    of: str
    do: str
    said: Mapping[str, Any] = field(default_factory=dict)


@cache
def acts() -> tuple[Act, ...]:
    """Return every act of the story, in order."""
    named = ("at", "who", "of", "do")
    return tuple(
        Act(
            **{name: row[name] for name in named},
            said={key: value for key, value in row.items() if key not in named},
        )
        for row in STORY["act"]
    )


def text(name: str) -> dict[str, Any]:
    """Return the subject, the reason and the paragraphs of a text, in both languages."""
    return tomllib.loads((FOLDER / "texts" / f"{name}.toml").read_text("utf-8"))


def document(name: str) -> bytes:
    """Return a document that came with an act."""
    return (FOLDER / "documents" / name).read_bytes()
