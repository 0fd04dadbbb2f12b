r"""How brackets are written: ``[GT, MX: texto | HN, -US: alternativa]``.

``GT`` proposes or supports, ``-US`` cannot accept. A backslash takes its meaning from the
sign after it: ``\[sic\]`` is no bracket. Reading what was written gives the same content.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from decisions.rules.texts.brackets import Alternative, Bracket, Content, tidy
from decisions.rules.texts.msgids import gettext_noop

MOST_NESTED = 6
CODE = r"-?[A-Z][A-Z0-9_]{1,11}"
HEAD = re.compile(rf"\s*({CODE}(?:\s*,\s*{CODE})*)\s*:")
SIGNS = re.compile(r"\\.|[\[\]|]|[^\\\[\]|]+|\\", re.DOTALL)
ESCAPED = frozenset("[]\\")
ESCAPED_WITHIN = ESCAPED | frozenset("|:")


class Fault(StrEnum):
    """What is wrong with how brackets are written."""

    NOT_CLOSED = "not_closed"
    NOT_OPENED = "not_opened"
    EMPTY = "empty"
    TOO_DEEP = "too_deep"
    UNKNOWN_DELEGATION = "unknown_delegation"
    CUT = "cut"


SENTENCES = {
    Fault.NOT_CLOSED: gettext_noop("The bracket at character %(position)s is not closed."),
    Fault.NOT_OPENED: gettext_noop(
        "At character %(position)s a bracket is closed that was not opened."
    ),
    Fault.EMPTY: gettext_noop("The bracket at character %(position)s has nothing in it."),
    Fault.TOO_DEEP: gettext_noop(
        "The bracket at character %(position)s stands within too many others."
    ),
    Fault.UNKNOWN_DELEGATION: gettext_noop(
        "The bracket at character %(position)s names a delegation that is not known."
    ),
    Fault.CUT: gettext_noop(
        "What was marked cuts through the bracket at character %(position)s."
    ),
}


class Malformed(ValueError):
    """Brackets that cannot be read: what is wrong, and at which character (from 1)."""

    def __init__(self, fault: Fault, at: int) -> None:
        super().__init__(f"{fault} at {at + 1}")
        self.fault = fault
        self.position = at + 1

    @property
    def sentence(self) -> str:
        """Return the sentence to translate; it has a place for ``%(position)s``."""
        return SENTENCES[self.fault]


@dataclass(slots=True)
class _Open:
    """A bracket that is being read."""

    at: int
    alternatives: list[Alternative] = field(default_factory=list)
    nodes: list[str | Bracket] = field(default_factory=list)
    by: tuple[str, ...] = ()
    reserves: tuple[str, ...] = ()
    is_fresh: bool = True
    """Nothing was read of this alternative yet: a head or white space may come."""
    spaces: int = 0
    """How much white space at the end of the last run only separates."""


def parse(text: str, *, delegations: Collection[str] | None = None) -> Content:
    """Read a text with brackets. Malformed: it has them wrong.

    Where ``delegations`` are given, a bracket names no other.
    """
    reader = _Reader(delegations)
    for found in SIGNS.finditer(text):
        reader.read(found[0], found.start())
    for each in reader.inner[1:]:
        raise Malformed(Fault.NOT_CLOSED, each.at)
    return tidy(reader.inner[0].nodes)


class _Reader:
    """The brackets that are open while a text is read, the text itself first."""

    def __init__(self, delegations: Collection[str] | None) -> None:
        self.delegations = delegations
        self.inner = [_Open(-1)]

    @property
    def is_within(self) -> bool:
        return len(self.inner) > 1

    def read(self, sign: str, at: int) -> None:
        if sign == "[":
            self._open(at)
        elif sign == "]":
            self._close(at)
        elif sign == "|" and self.is_within:
            _end_alternative(self.inner[-1])
        else:
            self._take(sign)

    def _open(self, at: int) -> None:
        if len(self.inner) > MOST_NESTED:
            raise Malformed(Fault.TOO_DEEP, at)
        self.inner[-1].is_fresh, self.inner[-1].spaces = False, 0
        self.inner.append(_Open(at))

    def _close(self, at: int) -> None:
        if not self.is_within:
            raise Malformed(Fault.NOT_OPENED, at)
        done = _closed(self.inner.pop())
        self.inner[-1].nodes.append(done)

    def _take(self, sign: str) -> None:
        """Read a run of words, or one sign that a backslash takes the meaning from."""
        top = self.inner[-1]
        if sign[0] == "\\" and _is_escaped(sign[1:], is_within=self.is_within):
            top.nodes.append(sign[1])
            top.is_fresh, top.spaces = False, 0
            return
        if self.is_within and top.is_fresh:
            sign = _without_head(top, sign, self.delegations).lstrip()
        if sign:
            top.nodes.append(sign)
            top.is_fresh = False
            top.spaces = len(sign) - len(sign.rstrip())


def _is_escaped(sign: str, *, is_within: bool) -> bool:
    return sign in ESCAPED if not is_within else sign in ESCAPED_WITHIN or sign.isspace()


def _without_head(top: _Open, run: str, delegations: Collection[str] | None) -> str:
    """Take the delegations from the beginning of an alternative."""
    found = HEAD.match(run)
    if found is None or top.by or top.reserves:
        return run
    named = list(dict.fromkeys(code.strip() for code in found[1].split(",")))
    top.by = tuple(code for code in named if code[0] != "-")
    top.reserves = tuple(code[1:] for code in named if code[0] == "-")
    if delegations is not None and not {*top.by, *top.reserves} <= set(delegations):
        raise Malformed(Fault.UNKNOWN_DELEGATION, top.at)
    return run[found.end() :]


def _end_alternative(top: _Open) -> None:
    if top.spaces:
        last = top.nodes.pop()
        top.nodes.append(str(last)[: -top.spaces])
    top.alternatives.append(Alternative(tidy(top.nodes), top.by, top.reserves))
    top.nodes, top.by, top.reserves = [], (), ()
    top.is_fresh, top.spaces = True, 0


def _closed(top: _Open) -> Bracket:
    _end_alternative(top)
    if not any(each.content for each in top.alternatives):
        raise Malformed(Fault.EMPTY, top.at)
    return Bracket(tuple(top.alternatives))


def is_well_formed(text: str) -> bool:
    """Say whether the brackets of a text can be read."""
    try:
        parse(text)
    except Malformed:
        return False
    return True


def written(content: Content) -> str:
    """Return content as it is written, in the one form that reading and writing keep."""
    return "".join(
        _escaped(node, is_within=False) if isinstance(node, str) else _bracket(node)
        for node in content
    )


def _bracket(bracket: Bracket) -> str:
    return f"[{' | '.join(_alternative(each) for each in bracket.alternatives)}]"


def _alternative(each: Alternative) -> str:
    head = ", ".join([*each.by, *(f"-{code}" for code in each.reserves)])
    inner = "".join(
        _inner(node, is_first=at == 0, is_last=at == len(each.content) - 1)
        if isinstance(node, str)
        else _bracket(node)
        for at, node in enumerate(each.content)
    )
    if head:
        return f"{head}: {inner}"
    found = HEAD.match(inner)
    return f"{inner[: found.end() - 1]}\\{inner[found.end() - 1 :]}" if found else inner


def _inner(text: str, *, is_first: bool, is_last: bool) -> str:
    """Escape words within a bracket; white space at its edges would not be kept."""
    body = text.strip()
    start = text.index(body) if body else len(text) * (is_first or not is_last)
    before, after = text[:start], text[start + len(body) :]
    if is_first:
        before = "".join(f"\\{space}" for space in before)
    if is_last:
        after = "".join(f"\\{space}" for space in after)
    return before + _escaped(body, is_within=True) + after


def _escaped(text: str, *, is_within: bool) -> str:
    signs = "\\[]|" if is_within else "\\[]"
    return "".join(f"\\{sign}" if sign in signs else sign for sign in text)


def to_data(content: Content) -> list[Any]:
    """Return content as what JSON keeps: words, and objects for brackets."""
    return [node if isinstance(node, str) else _bracket_data(node) for node in content]


def _bracket_data(bracket: Bracket) -> dict[str, Any]:
    return {
        "alternatives": [
            {
                "by": list(each.by),
                "reserves": list(each.reserves),
                "content": to_data(each.content),
            }
            for each in bracket.alternatives
        ]
    }


def from_data(data: Iterable[str | Mapping[str, Any]]) -> Content:
    """Return the content that ``to_data`` made this of."""
    return tidy(node if isinstance(node, str) else _from_data(node) for node in data)


def _from_data(data: Mapping[str, Any]) -> Bracket:
    return Bracket(
        tuple(
            Alternative(
                from_data(each["content"]), tuple(each["by"]), tuple(each["reserves"])
            )
            for each in data["alternatives"]
        )
    )
