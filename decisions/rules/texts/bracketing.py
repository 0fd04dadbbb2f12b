"""Putting words into brackets: what a drafting group does with what it cannot agree on yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from decisions.rules.texts.brackets import Alternative, Bracket, Content, tidy, walk
from decisions.rules.texts.diff import Edit, applied
from decisions.rules.texts.notation import Fault, Malformed, parse, written

# Stands for the bracket that is being made.
MARKER = "ZZ_HERE"


def bracketed(
    text: str,
    start: int,
    end: int,
    *,
    by: tuple[str, ...] = (),
    reserves: tuple[str, ...] = (),
    beside: tuple[Alternative, ...] = (),
) -> str:
    """Return a written text with what stands from ``start`` to ``end`` put into a bracket.

    ``by`` and ``reserves`` are about the words that are there, ``beside`` is what others
    would have in their place. Malformed: the range cuts through a bracket, or is nothing.
    """
    part = text[start:end]
    start += len(part) - len(part.lstrip()) if part.strip() else 0
    end = start + len(part.strip())
    marked = _marked(text, start, end)
    found = (each for _path, each in walk(marked) if each.delegations == (MARKER,))
    there = next(found, None)
    if there is None:
        raise Malformed(Fault.CUT, start)
    said = there.alternatives[0].content if start < end else ()
    if _swapped(marked, said) != parse(text):
        raise Malformed(Fault.CUT, start)
    own = () if not said and beside else (Alternative(said, by, reserves),)
    bracket = Bracket((*own, *beside))
    if not any(each.content for each in bracket.alternatives):
        raise Malformed(Fault.EMPTY, start)
    return written(_swapped(marked, (bracket,)))


def _marked(text: str, start: int, end: int) -> Content:
    inner = text[start:end] or "_"
    try:
        return parse(f"{text[:start]}[{MARKER}: {inner}]{text[end:]}")
    except Malformed as wrong:
        fault = Fault.TOO_DEEP if wrong.fault is Fault.TOO_DEEP else Fault.CUT
        raise Malformed(fault, start) from wrong


def _swapped(content: Content, nodes: Content) -> Content:
    """Return content with ``nodes`` where the marker stands."""
    found: list[str | Bracket] = []
    for node in content:
        if isinstance(node, str):
            found.append(node)
        elif node.delegations == (MARKER,):
            found += nodes
        else:
            inner = (
                replace(a, content=_swapped(a.content, nodes)) for a in node.alternatives
            )
            found.append(Bracket(tuple(inner)))
    return tidy(found)


@dataclass(frozen=True, slots=True)
class Wish:
    """What some delegations would make of a text: its edits, and their codes."""

    by: tuple[str, ...]
    made: tuple[Edit, ...]


def bracketed_wishes(
    text: str, wishes: Sequence[Wish], *, standing: tuple[str, ...] = ()
) -> str:
    """Return a written text in which nothing is decided: each place has all its wordings.

    The words that stand come first, with the delegations ``standing`` by them; whoever would
    have nothing in their place has a reservation on them. Wishes that touch share a bracket.
    Malformed: a wish cuts through a bracket that is there.
    """
    for start, end in reversed(_places(wishes)):
        part = text[start:end]
        said = [
            (wish, _said(part, start, made))
            for wish in wishes
            if (made := _within(wish, start, end))
        ]
        before, after = _edges([part, *(words for _wish, words in said)])
        core = _core(part, before, after)
        text = bracketed(
            text[:start] + before + core + after + text[end:],
            start + len(before),
            start + len(before) + len(core),
            by=standing,
            reserves=_codes(wish for wish, words in said if not words),
            beside=_alternatives(
                [
                    (wish, parse(_core(words, before, after)))
                    for wish, words in said
                    if words
                ]
            ),
        )
    return text


def _edges(said: Sequence[str]) -> tuple[str, str]:
    """Return the white space that every wording begins and ends with: it stays outside."""
    some = [words for words in said if words]
    if not all(words.strip() for words in some):
        return "", ""
    before, after = {words[0] for words in some}, {words[-1] for words in some}
    return _only_space(before), _only_space(after)


def _only_space(signs: set[str]) -> str:
    sign = next(iter(signs), "")
    return sign if len(signs) == 1 and sign.isspace() else ""


def _core(words: str, before: str, after: str) -> str:
    return words.removeprefix(before).removesuffix(after)


def _places(wishes: Sequence[Wish]) -> list[tuple[int, int]]:
    """Return where the wishes are, those that overlap or touch together."""
    found: list[tuple[int, int]] = []
    for edit in sorted(edit for wish in wishes for edit in wish.made):
        if found and edit.start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], edit.end))
        else:
            found.append((edit.start, edit.end))
    return found


def _within(wish: Wish, start: int, end: int) -> tuple[Edit, ...]:
    return tuple(edit for edit in wish.made if start <= edit.start and edit.end <= end)


def _said(part: str, start: int, made: Sequence[Edit]) -> str:
    here = [replace(edit, start=edit.start - start, end=edit.end - start) for edit in made]
    return applied(part, here)


def _codes(wishes: Iterable[Wish]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for wish in wishes for code in wish.by))


def _alternatives(said: Sequence[tuple[Wish, Content]]) -> tuple[Alternative, ...]:
    """Those who want the same words stand behind one alternative."""
    wordings = dict.fromkeys(words for _wish, words in said)
    return tuple(
        Alternative(words, _codes(wish for wish, own in said if own == words))
        for words in wordings
    )
