"""What changed between two wordings, word by word. Values in, values out."""

import re
from functools import lru_cache

from crm_portal.core.sequences import changes

WORDS = re.compile(r"\w+(?:[-’']\w+)*|\s+|[^\w\s]")
# Between two changes, this much common text reads better as part of them.
SHORT_LINK = 4
CONTEXT_WORDS = 5
ELLIPSIS = "… "

Segment = tuple[str, str]
# What happened to a run of words: the operation, the old words, the new ones.
Run = tuple[str, str, str]


@lru_cache(maxsize=4096)
def redline(old: str, new: str) -> tuple[Segment, ...]:
    """Return ``new`` as segments ("eq" | "ins" | "del", text), deletions before insertions."""
    if old == new:
        return (("eq", new),) if new else ()
    before, after = WORDS.findall(old), WORDS.findall(new)
    runs: list[Run] = []
    reached = 0
    for start, end, now_start, now_end in changes(before, after):
        kept = "".join(before[reached:start])
        runs += [("equal", kept, kept)] if kept else []
        runs.append(
            ("replace", "".join(before[start:end]), "".join(after[now_start:now_end]))
        )
        reached = end
    kept = "".join(before[reached:])
    runs += [("equal", kept, kept)] if kept else []
    return tuple(_segments(_joined(runs)))


@lru_cache(maxsize=4096)
def excerpt(old: str, new: str) -> tuple[Segment, ...]:
    """Return the redline with only some words of context around what changed."""
    segments = list(redline(old, new))
    if len(segments) == 1:
        return tuple(segments)
    last = len(segments) - 1
    return tuple(
        (kind, _shortened(text, opens=place == 0, closes=place == last))
        if kind == "eq"
        else (kind, text)
        for place, (kind, text) in enumerate(segments)
    )


def _joined(runs: list[Run]) -> list[Run]:
    """Take short common text between two replacements into them: ``y``, a space."""
    joined: list[Run] = []
    for place, (tag, old, new) in enumerate(runs):
        follows = place + 1 < len(runs) and joined and joined[-1][0] != "equal"
        is_link = (
            tag == "equal" and len(old.strip()) < SHORT_LINK and old.strip(".;:") == old
        )
        if (
            joined
            and joined[-1][0] != "equal"
            and (tag != "equal" or (follows and is_link))
        ):
            _tag, olds, news = joined[-1]
            joined[-1] = ("replace", olds + old, news + new)
        else:
            joined.append((tag, old, new))
    return joined


def _segments(runs: list[Run]) -> list[Segment]:
    found: list[Segment] = []
    for tag, old, new in runs:
        if tag == "equal":
            found.append(("eq", old))
        else:
            found += _change(old, new)
    return found


def _change(old: str, new: str) -> list[Segment]:
    """A deletion and an insertion, with the white space both end in after them."""
    tail = ""
    if old and new and old[-1].isspace() and new[-1].isspace():
        old, new, tail = old[:-1], new[:-1], " "
    parts: list[Segment] = []
    if old:
        parts.append(("del", old))
    if old and new:
        parts.append(("eq", " "))
    if new:
        parts.append(("ins", new))
    return [*parts, ("eq", tail)] if tail else parts


def _shortened(text: str, *, opens: bool, closes: bool) -> str:
    words = text.split(" ")
    if opens and len(words) > CONTEXT_WORDS + 1:
        return ELLIPSIS + " ".join(words[-CONTEXT_WORDS - 1 :])
    if closes and len(words) > CONTEXT_WORDS + 1:
        return " ".join(words[: CONTEXT_WORDS + 1]) + " …"
    if len(words) > 2 * CONTEXT_WORDS + 2:
        head, tail = words[: CONTEXT_WORDS + 1], words[-CONTEXT_WORDS - 1 :]
        return " ".join(head) + " … " + " ".join(tail)
    return text
