"""Three versions of a text become one, paragraph by paragraph. Values in, values out.

No paragraph that somebody typed is lost: where two people changed the same one, both stand
in the result, one after the other, and the conflict says so.
"""

import re
from dataclasses import dataclass

from crm_portal.core.threeway import Side, regions

BLANK = re.compile(r"\n[ \t]*\n+")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both sides changed the same place: what each has there (either may be nothing)."""

    mine: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The text that came of it, and where a person has still to look."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text: what blank lines separate, without its edges."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return [each.strip() for each in BLANK.split(plain) if each.strip()]


def joined(parts: list[str]) -> str:
    """Return paragraphs as one text."""
    return "\n\n".join(parts)


def merged(base: str, mine: str, theirs: str) -> Merged:
    """Merge what I and they made of ``base``.

    A place that one side alone changed is as that side has it; changed alike, it is so
    once; changed differently, theirs comes first and mine after it, as a conflict.
    """
    old, ours, others = paragraphs(base), paragraphs(mine), paragraphs(theirs)
    result: list[str] = []
    conflicts: list[Conflict] = []
    for region in regions(old, ours, others):
        here, there = ours[region.mine], others[region.theirs]
        if region.side is Side.BOTH:
            result += _both(old[region.base], here, there)
            conflicts.append(Conflict(tuple(here), tuple(there)))
        else:
            result += here if region.side is Side.MINE else there
    return Merged(joined(result), tuple(conflicts))


def _both(old: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    if not theirs:  # they took away what I changed: mine stands
        return mine
    return [*theirs, *(each for each in mine if each not in theirs and each not in old)]
