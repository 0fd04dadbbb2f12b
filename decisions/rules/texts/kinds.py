"""The kinds of text that the Conference writes, each with its parts and its rules, as data.

The types change over time (a communiqué until 2002, a declaration with annexed decisions
after it), so a kind is a row with its source and the years of its use, never a class.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from decisions.rules.texts.paragraphs import LANGUAGES, Paragraph, Part
from decisions.rules.texts.styles import NONE, Style, read_style

Row = Mapping[str, str]


class Way(StrEnum):
    """How a text comes to stand."""

    MEETING = "meeting"
    """Adopted by its body in a session (001:382)."""
    CONSULTATION = "consultation"
    """By the recorded consensus of a consultation between meetings (001:391)."""
    SIGNATURE = "signature"
    """Signed by the presidency."""


class Character(StrEnum):
    """What a text does to those who adopt it, in law, as its source says."""

    NON_BINDING = "non_binding"
    BINDING = "binding"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Numbering:
    """How the paragraphs of one part are numbered.

    ``headings`` and ``levels`` are the styles by depth, the last one going on below.
    ``mark`` sets the references of a part apart from those of the others (``P2``).
    ``restarts``: paragraphs are counted anew under each heading, and named with it.
    """

    headings: tuple[Style, ...] = (NONE,)
    levels: tuple[Style, ...] = (NONE,)
    mark: str = ""
    restarts: bool = False


@dataclass(frozen=True, slots=True)
class PartRule:
    """One part of a kind: what it is called there, how numbered, how cited.

    A citation is a pattern with ``{number}``, ``{meeting}``, ``{ordinal}`` and ``{title}``,
    by language; empty where the part is not cited.
    """

    part: Part
    is_required: bool
    names: Mapping[str, str]
    numbering: Numbering
    cited: Mapping[str, str]
    cited_shortly: Mapping[str, str]
    source: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of text. ``bodies`` are the kinds of body that may adopt it.

    ``authoritative`` is the language that prevails; empty: none does. ``contrary`` is what
    another source says of the legal character: the page shows both.
    """

    code: str
    names: Mapping[str, str]
    parts: tuple[PartRule, ...]
    bodies: frozenset[str]
    ways: tuple[Way, ...]
    languages: tuple[str, ...]
    drafted_in: str
    authoritative: str
    authoritative_source: str
    character: Character
    character_source: str
    contrary: Character | None
    contrary_source: str
    annexed_to: str
    forwarded_to: str
    since: str
    until: str
    source: str

    def part(self, part: Part) -> PartRule | None:
        """Return the rule of one of its parts; None: it has no such part."""
        return next((each for each in self.parts if each.part is part), None)

    @property
    def numbering(self) -> dict[Part, Numbering]:
        """Return how each of its parts is numbered."""
        return {each.part: each.numbering for each in self.parts}


def missing_parts(kind: Kind, text: Sequence[Paragraph]) -> list[Part]:
    """Return the parts that the kind requires and the text has not."""
    there = {each.part for each in text}
    return [each.part for each in kind.parts if each.is_required and each.part not in there]


def strange_parts(kind: Kind, text: Sequence[Paragraph]) -> list[str]:
    """Return the keys of the paragraphs in a part that the kind does not have."""
    known = {each.part for each in kind.parts}
    return [each.key for each in text if each.part not in known]


def is_in_use(kind: Kind, year: int) -> bool:
    """Say whether texts of this kind were written in ``year``: a hint, not a prohibition."""
    since, until = kind.since[:4] or "0", kind.until[:4] or "9999"
    return int(since) <= year <= int(until)


class BadKind(ValueError):
    """The data of a kind contradicts itself: the kind, and what is wrong."""

    def __init__(self, kind: str, wrong: str) -> None:
        super().__init__(f"{kind}: {wrong}")


def read_kinds(rows: Iterable[Row], parts: Iterable[Row]) -> dict[str, Kind]:
    """Read the kinds by code from the rows of both tables. BadKind: they do not fit."""
    by_kind: dict[str, list[PartRule]] = {}
    for row in parts:
        by_kind.setdefault(row["kind"], []).append(_part(row))
    kinds = {row["code"]: _kind(row, by_kind.pop(row["code"], [])) for row in rows}
    for strange in by_kind:
        raise BadKind(strange, "parts of a kind that is not there")
    for kind in kinds.values():
        _check(kind, kinds)
    return kinds


def _part(row: Row) -> PartRule:
    numbering = Numbering(
        headings=_styles(row["headings"]),
        levels=_styles(row["levels"]),
        mark=row["mark"],
        restarts=row["restarts"] == "yes",
    )
    return PartRule(
        part=Part(row["part"]),
        is_required=row["required"] == "yes",
        names=_both(row, "name"),
        numbering=numbering,
        cited=_both(row, "cite"),
        cited_shortly=_both(row, "short"),
        source=row["source"],
    )


def _styles(samples: str) -> tuple[Style, ...]:
    return tuple(read_style(sample) for sample in samples.split()) or (NONE,)


def _both(row: Row, name: str) -> dict[str, str]:
    return {language: row[f"{name}_{language}"] for language in LANGUAGES}


def _kind(row: Row, parts: list[PartRule]) -> Kind:
    return Kind(
        code=row["code"],
        names=_both(row, "name"),
        parts=tuple(parts),
        bodies=frozenset(row["bodies"].split()),
        ways=tuple(Way(way) for way in row["ways"].split()),
        languages=tuple(row["languages"].split()),
        drafted_in=row["drafted_in"],
        authoritative=row["authoritative"],
        authoritative_source=row["authoritative_source"],
        character=Character(row["character"]),
        character_source=row["character_source"],
        contrary=Character(row["contrary"]) if row["contrary"] else None,
        contrary_source=row["contrary_source"],
        annexed_to=row["annexed_to"],
        forwarded_to=row["forwarded_to"],
        since=row["since"],
        until=row["until"],
        source=row["source"],
    )


def _check(kind: Kind, kinds: Mapping[str, Kind]) -> None:
    marks = [each.numbering.mark for each in kind.parts]
    wrong = {
        "no parts": not kind.parts,
        "two parts of one mark": len(set(marks)) < len(marks),
        "a part twice": len({each.part for each in kind.parts}) < len(kind.parts),
        "no required language": not kind.languages,
        "an unknown language": not {*kind.languages, kind.drafted_in} <= set(LANGUAGES),
        "an unknown language prevails": kind.authoritative not in {"", *kind.languages},
        "annexed to an unknown kind": kind.annexed_to not in {"", *kinds},
        "adopted at a meeting of no body": Way.MEETING in kind.ways and not kind.bodies,
        "no source": not all([kind.source, kind.character_source]),
        "a part without a source": not all(each.source for each in kind.parts),
    }
    for said, is_so in wrong.items():
        if is_so:
            raise BadKind(kind.code, said)
