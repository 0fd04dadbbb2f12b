"""Brackets of a source, read as the notation; those that cannot be are kept as mere signs."""

from collections.abc import Collection, Iterable

from decisions.rules.texts.notation import Malformed, parse, written

# More brackets than this are none; so many may be wrong in themselves before all are signs.
MOST_BRACKETS, MOST_WRONG = 100, 8


def readable(
    text: str, delegations: Collection[str] | None = None
) -> tuple[str, tuple[int, ...]]:
    """Return ``text`` as brackets are kept, and which signs of ``text`` are mere signs now.

    Where ``delegations`` are given, a bracket that names another is none.
    """
    pairs, alone = _paired(text)
    if not pairs and not alone:
        return written(parse(text)), ()
    mere = set(alone)
    wrong = len(pairs) > MOST_BRACKETS
    for _attempt in range(0 if wrong else MOST_WRONG):
        try:
            content = parse(_escaped(text, mere), delegations=delegations)
        except Malformed as fault:
            at = _unshifted(fault.position - 1, mere)
            mere |= {at, pairs.get(at, at)}
        else:
            return written(content), tuple(sorted(mere))
    mere |= {*pairs, *pairs.values()}
    return written(parse(_escaped(text, mere))), tuple(sorted(mere))


def _paired(text: str) -> tuple[dict[int, int], list[int]]:
    """Return where each bracket opens and closes, and the signs that have no counterpart."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    alone: list[int] = []
    at = 0
    while at < len(text):
        sign = text[at]
        if sign == "\\":
            at += 1
        elif sign == "[":
            opened.append(at)
        elif sign == "]" and opened:
            pairs[opened.pop()] = at
        elif sign == "]":
            alone.append(at)
        at += 1
    return pairs, alone + opened


def _escaped(text: str, mere: Iterable[int]) -> str:
    said: list[str] = []
    reached = 0
    for at in sorted(mere):
        said += [text[reached:at], "\\"]
        reached = at
    return "".join([*said, text[reached:]])


def _unshifted(position: int, mere: Iterable[int]) -> int:
    """Return a place of the escaped text as a place of the text itself."""
    shift = 0
    for at in sorted(mere):
        if at + shift < position:
            shift += 1
    return position - shift
