"""What an instance says of the process it serves: its names, its seat, its chair, its face."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo


class InstanceError(Exception):
    """The folder of an instance cannot be used; the text says which line of what, and why."""


@dataclass(frozen=True, slots=True)
class Told:
    """The same in both languages."""

    es: str
    en: str

    def said(self, language: str) -> str:
        """Return it in ``language``: Spanish unless English is asked for."""
        return self.en if language == "en" else self.es


class ChairRule(StrEnum):
    """How the chair is filled."""

    ROTATING = "rotating"  # one party at a time; the one before and the next sit beside it
    CO_CHAIRS = "co-chairs"  # several at once, of equal power, and nobody beside them


@dataclass(frozen=True, slots=True)
class Chair:
    """Who presides: by which rule, and in how many seats at once."""

    rule: ChairRule
    seats: int

    @property
    def is_shared(self) -> bool:
        """Whether several parties preside at the same instant."""
        return self.rule == ChairRule.CO_CHAIRS


@dataclass(frozen=True, slots=True)
class Seat:
    """Where the Secretariat sits: the zone of record, and how the place is written."""

    zone: ZoneInfo
    city: Told
    country: Told


@dataclass(frozen=True, slots=True)
class Tier:
    """A level of the process: the function it has, its standing body, what it is called.

    ``kind`` is a kind of body the portal knows; ``code`` the body of that tier in
    ``bodies.csv``, empty where there are several. The first tier decides.
    """

    kind: str
    code: str
    name: Told


@dataclass(frozen=True, slots=True)
class Languages:
    """Which of the two languages comes first, and which a text needs at each step."""

    first: str
    adoption: frozenset[str]
    publication: frozenset[str]
    names: Told


@dataclass(frozen=True, slots=True)
class Words:
    """What the portal's messages say here: terms that stand for others, and whole messages.

    ``terms``: language → (what the portal says, what is said here); ``messages``: msgid →
    what stands in its place.
    """

    terms: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    messages: Mapping[str, Told] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.messages or any(self.terms.values()))


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the page that says what the process is."""

    title: Told
    text: Told


@dataclass(frozen=True, slots=True)
class Face:
    """How the portal looks: letters or a wordmark, its icon, its colours (property → #rrggbb).

    Without colours those of the stylesheet stand, and without an icon its icon.
    """

    letters: str
    wordmark: str = ""
    icon: bytes = b""
    colours: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Instance:
    """One process: everything of it that is data. ``folder`` holds its tables too.

    ``code`` stands in the names of files, ``prefix`` in references and symbols. ``about``
    is empty where the portal's own page says what the process is; ``also_called`` are other
    words that mean this process and no other.
    """

    folder: Path
    code: str
    prefix: str
    name: Told
    acronym: Told
    seat: Seat
    chair: Chair
    policy: str
    tiers: tuple[Tier, ...]
    languages: Languages
    face: Face
    words: Words
    about: tuple[Passage, ...] = ()
    also_called: tuple[str, ...] = ()

    @property
    def deciding(self) -> Tier:
        """The tier that decides."""
        return self.tiers[0]
