"""Three versions of a text become one, paragraph by paragraph. Values in, values out.

No paragraph that somebody typed is lost: where two people changed the same one, both stand
in the result, one after the other, and the conflict says so.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

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
    left, right = _matches(old, ours), _matches(old, others)
    anchors = [place for place in range(len(old)) if place in left and place in right]
    result: list[str] = []
    conflicts: list[Conflict] = []
    was = here = there = 0
    for anchor in [*anchors, None]:
        ends = (
            (len(old), len(ours), len(others))
            if anchor is None
            else (anchor, left[anchor], right[anchor])
        )
        part, conflict = _between(
            old[was : ends[0]], ours[here : ends[1]], others[there : ends[2]]
        )
        result += part
        conflicts += [conflict] if conflict else []
        if anchor is not None:
            result.append(old[anchor])
        was, here, there = (end + 1 for end in ends)
    return Merged(joined(result), tuple(conflicts))


def _matches(old: list[str], new: list[str]) -> dict[int, int]:
    """Return where each paragraph that stayed stands in ``new``."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return {
        block.a + step: block.b + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }


def _between(
    old: list[str], mine: list[str], theirs: list[str]
) -> tuple[list[str], Conflict | None]:
    if mine in (old, theirs):
        return theirs, None
    if theirs == old:
        return mine, None
    conflict = Conflict(tuple(mine), tuple(theirs))
    if not theirs:  # they took away what I changed: mine stands
        return mine, conflict
    added = [each for each in mine if each not in theirs and each not in old]
    return [*theirs, *added], conflict
