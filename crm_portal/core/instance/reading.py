"""From the folder of an instance to what it says: TOML and drawings, checked as they are read."""

import re
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm_portal.core.instance import colours
from crm_portal.core.instance.model import (
    Chair,
    ChairRule,
    Face,
    Instance,
    InstanceError,
    Languages,
    Passage,
    Seat,
    Tier,
    Told,
    Words,
)
from crm_portal.core.instance.terms import LANGUAGES, OF_KIND

MOST_SEATS = 9
# Those that end at a midnight of the seat, as the database demands of a round.
POLICIES = ("R1", "R1-NARROW")
CODE = re.compile(r"[a-z][a-z0-9]{1,11}")
PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,11}")
# What a drawing may be made of: nothing that runs, and nothing fetched from elsewhere.
DRAWN = frozenset(
    {"svg", "title", "desc", "g", "path", "rect", "circle", "text", "polygon"}
)
SVG = "{http://www.w3.org/2000/svg}"
MOST_BYTES = 20_000

Table = Mapping[str, Any]


def read(folder: Path) -> Instance:
    """Return the instance that ``folder`` describes, or raise InstanceError."""
    told = _toml(folder / "instance.toml")
    words = folder / "words.toml"
    name, acronym = _told(told, "name"), _told(told, "acronym")
    return Instance(
        folder=folder,
        code=_matching(told, "code", CODE),
        prefix=_matching(told, "prefix", PREFIX),
        name=name,
        acronym=acronym,
        seat=_seat(_table(told, "seat")),
        chair=_chair(_table(told, "chair")),
        policy=_policy(_table(told, "terms")),
        tiers=_tiers(told),
        languages=_languages(_table(told, "languages")),
        face=_face(folder, _table(told, "mark"), _colours(told)),
        words=_words(_toml(words)) if words.exists() else Words(),
        about=tuple(
            Passage(_told(each, "title"), _told(each, "text"))
            for each in _tables(told, "about")
        ),
        also_called=_texts(told, "also_called"),
    )


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        raise InstanceError(f"{path} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError as problem:
        raise InstanceError(f"{path}: {problem}.") from None


def _toml(path: Path) -> Table:
    try:
        return tomllib.loads(_content(path))
    except tomllib.TOMLDecodeError as problem:
        raise InstanceError(f"{path}: {problem}.") from None


def _table(told: Table, key: str) -> Table:
    found = told.get(key)
    if not isinstance(found, dict):
        raise InstanceError(f"[{key}] is lacking.")
    return found


def _tables(told: Table, key: str) -> list[Table]:
    """Read ``[[key]]``, which may be lacking."""
    found = told.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise InstanceError(f"[[{key}]] are tables, each with its own heading.")
    return found


def _texts(told: Table, key: str) -> tuple[str, ...]:
    """Read ``key = ["…", "…"]``, which may be lacking."""
    found = told.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise InstanceError(f"{key} is a list of texts.")
    return tuple(found)


def _colours(told: Table) -> Mapping[str, str]:
    found = told.get("colours", {})
    if not isinstance(found, dict):
        raise InstanceError("[colours] is a table.")
    return {name: _text(found, name) for name in found}


def _text(told: Table, key: str) -> str:
    found = told.get(key)
    if not isinstance(found, str) or not found.strip():
        raise InstanceError(f"{key} is lacking, or is not a text.")
    return found


def _told(told: Table, key: str) -> Told:
    """Read ``key = { es = "…", en = "…" }``."""
    found = _table(told, key)
    if set(found) != set(LANGUAGES):
        raise InstanceError(f"{key} is written in {' and '.join(LANGUAGES)}.")
    return Told(*(_text(found, language) for language in LANGUAGES))


def _matching(told: Table, key: str, shape: re.Pattern[str]) -> str:
    text = _text(told, key)
    if not shape.fullmatch(text):
        raise InstanceError(f"{key} = {text!r} is not like {shape.pattern}.")
    return text


def _seat(told: Table) -> Seat:
    name = _text(told, "zone")
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones is none
        raise InstanceError(f"[seat] zone = {name!r} is not a time zone.") from None
    return Seat(zone, _told(told, "city"), _told(told, "country"))


def _chair(told: Table) -> Chair:
    rule, seats = _text(told, "rule"), told.get("seats", 1)
    if rule not in list(ChairRule):
        raise InstanceError(f"[chair] rule is one of {', '.join(ChairRule)}.")
    shared = ChairRule(rule) == ChairRule.CO_CHAIRS
    lowest, highest = (2, MOST_SEATS) if shared else (1, 1)
    if type(seats) is not int or not lowest <= seats <= highest:
        raise InstanceError(
            f"[chair] seats is from {lowest} to {highest} where rule is {rule}."
        )
    return Chair(ChairRule(rule), seats)


def _policy(told: Table) -> str:
    name = _text(told, "policy")
    if name not in POLICIES:
        raise InstanceError(f"[terms] policy is one of {', '.join(POLICIES)}.")
    return name


def _tiers(told: Table) -> tuple[Tier, ...]:
    found = tuple(
        Tier(_text(each, "kind"), str(each.get("code", "")), _told(each, "name"))
        for each in _tables(told, "tiers")
    )
    kinds = [each.kind for each in found]
    unknown = [kind for kind in kinds if kind not in OF_KIND]
    if unknown:
        raise InstanceError(
            f"[[tiers]] kind = {unknown[0]!r} is none of {', '.join(OF_KIND)}."
        )
    if not found or len(set(kinds)) < len(kinds):
        raise InstanceError("[[tiers]] are one at least, each of a kind of its own.")
    if not found[0].code:
        raise InstanceError("[[tiers]] the first one decides: its body has a code.")
    return found


def _languages(told: Table) -> Languages:
    first = _text(told, "first")
    adoption, publication = (
        frozenset(_texts(told, step)) for step in ("adoption", "publication")
    )
    if first not in LANGUAGES:
        raise InstanceError(f"[languages] first is one of {', '.join(LANGUAGES)}.")
    if not (adoption <= set(LANGUAGES) and publication <= set(LANGUAGES)):
        raise InstanceError(f"[languages] the portal writes {' and '.join(LANGUAGES)}.")
    if not {"es"} <= adoption & publication:
        raise InstanceError(
            "[languages] every text has its Spanish: adoption and publication."
        )
    return Languages(first, adoption, publication, _told(told, "names"))


def _face(folder: Path, mark: Table, chosen: Mapping[str, str]) -> Face:
    colours.check(chosen)
    wordmark = folder / "wordmark.svg"
    icon = folder / "icon.svg"
    return Face(
        letters=_text(mark, "letters"),
        wordmark=_drawing(wordmark) if wordmark.exists() else "",
        icon=_drawing(icon).encode() if icon.exists() else b"",
        colours=chosen,
    )


def _drawing(path: Path) -> str:
    """Return an SVG made of shapes alone: it is written into the page as it is."""
    text = _content(path)
    if len(text) > MOST_BYTES or "<!" in text or "<?" in text:
        raise InstanceError(f"{path} is a small SVG, without declarations or comments.")
    try:
        drawn = list(ET.fromstring(text).iter())  # noqa: S314  no entities: see above
    except ET.ParseError as problem:
        raise InstanceError(f"{path}: {problem}.") from None
    for each in drawn:
        if each.tag.removeprefix(SVG) not in DRAWN or not each.tag.startswith(SVG):
            raise InstanceError(f"{path} holds <{each.tag}>: shapes and text only.")
        refused = [
            name for name in each.attrib if not _is_harmless(name, each.attrib[name])
        ]
        if refused:
            raise InstanceError(f"{path} holds {refused[0]}: nothing runs or is fetched.")
    return text.strip()


def _is_harmless(name: str, value: str) -> bool:
    runs = name.lower().startswith("on") or name.lower() in {"style", "href"}
    return not (runs or ":" in name or "}" in name or "url(" in value.lower())


def _words(told: Table) -> Words:
    terms = {}
    for language in LANGUAGES:
        pairs = told.get(language, [])
        if not isinstance(pairs, list) or not all(map(_is_pair, pairs)):
            raise InstanceError(f"words.toml {language} holds pairs: [said, said here].")
        terms[language] = tuple((said, here) for said, here in pairs)
    messages = {_text(each, "id"): _told(each, "says") for each in _tables(told, "message")}
    return Words(terms, messages)


def _is_pair(found: object) -> bool:
    return (
        isinstance(found, list)
        and len(found) == 2
        and all(isinstance(each, str) and each for each in found)
    )
