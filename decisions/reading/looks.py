"""What the look of a Word paragraph says: a heading, a numbered item, something loud."""

import re
from collections.abc import Iterator
from typing import Any

from decisions.reading.package import Package
from decisions.reading.xml import W, child, is_on, number, value

HEADING = re.compile(r"(?:heading|t[ií]tulo|encabezado)\s*(\d)", re.IGNORECASE)
TITLE = re.compile(r"(?:title|subtitle|t[ií]tulo|subt[ií]tulo)", re.IGNORECASE)
# The depth of a heading, that of an automatic number and whether it is a bullet, a title.
Look = tuple[int, tuple[int, bool] | None, bool]
DEEPEST = 9
BODY_TEXT = 9
LONGEST_CHAIN = 12
NOTE = "Note"
LEVELS = frozenset("012345678")


class Looks:
    """The styles and the numbering of one document."""

    def __init__(self, package: Package) -> None:
        self.styles = package.styles
        self.kept: dict[str, Look] = {}
        self.default = next(
            (name for name, each in self.styles.items() if value(each, "default") == "1"),
            "",
        )
        self.formats = _formats(package.numbering)

    def heading(self, paragraph: Any) -> int:
        """Return the depth of a heading from 1, 0 for what is none."""
        own = child(paragraph, "pPr", "outlineLvl")
        if own is not None:
            return _depth(own)
        return self._of_style(paragraph)[0]

    def level(self, paragraph: Any) -> tuple[int, bool] | None:
        """Return how deep its automatic number stands, from 0, and whether it is a bullet."""
        own = child(paragraph, "pPr", "numPr")
        return self._of_style(paragraph)[1] if own is None else self._listed(own)

    def is_loud(self, paragraph: Any) -> bool:
        """Say whether it is centred, bold throughout, or has the style of a title."""
        if self._of_style(paragraph)[2]:
            return True
        if value(child(paragraph, "pPr", "jc")) == "center":
            return True
        runs = [run for run in paragraph.iter(f"{W}r") if run.find(f"{W}t") is not None]
        return bool(runs) and all(is_on(child(run, "rPr"), "b") for run in runs)

    def is_raised(self, run: Any) -> bool:
        """Say whether a run stands above the line, as delegations do behind their brackets."""
        own = child(run, "rPr", "vertAlign")
        if own is None:
            own = child(self.styles.get(_run_style(run)), "rPr", "vertAlign")
        return value(own) == "superscript"

    def is_note(self, run: Any) -> bool:
        """Say whether a run is a remark that the portal put into a document of its own."""
        return value(child(self.styles.get(_run_style(run)), "name")) == NOTE

    def _of_style(self, paragraph: Any) -> Look:
        name = value(child(paragraph, "pPr", "pStyle")) or self.default
        if name not in self.kept:
            self.kept[name] = self._read(name)
        return self.kept[name]

    def _read(self, name: str) -> Look:
        """Follow a style to what it is based on."""
        heading, listed, is_title = 0, None, False
        for style in self._chain(name):
            called = value(child(style, "name"))
            is_title = is_title or TITLE.fullmatch(called) is not None
            heading = heading or _named(called) or _depth(child(style, "pPr", "outlineLvl"))
            own = child(style, "pPr", "numPr")
            if listed is None and own is not None:
                listed = self._listed(own)
        return (0 if is_title else heading), listed, is_title

    def _chain(self, name: str) -> Iterator[Any]:
        for _step in range(LONGEST_CHAIN):
            style = self.styles.get(name)
            if style is None:
                return
            yield style
            name = value(child(style, "basedOn"))

    def _listed(self, numbering: Any) -> tuple[int, bool] | None:
        listed, level = value(child(numbering, "numId")), number(child(numbering, "ilvl"))
        way = self.formats.get((listed, level), "")
        return None if listed in {"", "0"} or way == "none" else (level, way == "bullet")


def _run_style(run: Any) -> str:
    return value(child(run, "rPr", "rStyle"))


def _named(name: str) -> int:
    found = HEADING.match(name)
    return min(int(found[1]), DEEPEST) or 1 if found else 0


def _depth(outline: Any) -> int:
    at = number(outline, BODY_TEXT)
    return at + 1 if 0 <= at < BODY_TEXT else 0


def _formats(numbering: Any) -> dict[tuple[str, int], str]:
    """Return how each level of each list counts, by the list's number."""
    if numbering is None:
        return {}
    ways = {
        value(each, "abstractNumId"): _levels(each)
        for each in numbering.findall(f"{W}abstractNum")
    }
    return {
        (value(each, "numId"), level): way
        for each in numbering.findall(f"{W}num")
        for level, way in ways.get(value(child(each, "abstractNumId")), {}).items()
    }


def _levels(counted: Any) -> dict[int, str]:
    return {
        int(value(level, "ilvl")): value(child(level, "numFmt"))
        for level in counted.findall(f"{W}lvl")
        if value(level, "ilvl") in LEVELS
    }
