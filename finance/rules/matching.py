"""Which member a movement of the bank is probably of, and why; a person decides."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """What speaks for a member, the strongest first."""

    ACCOUNT = "account"
    NAME = "name"
    REFERENCE = "reference"
    DETAILS = "details"
    AMOUNT = "amount"


WEIGHTS = {
    Ground.ACCOUNT: 8,
    Ground.NAME: 4,
    Ground.REFERENCE: 4,
    Ground.DETAILS: 2,
    Ground.AMOUNT: 1,
}
SURE = 4
WORD = re.compile(r"[a-z0-9]+")
MARK = re.compile(r"[A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member: ``names`` in plain small letters, and the ``code`` that letters to it carry."""

    key: int
    code: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """An assessment with something outstanding, in cents; ``reference`` is its budget's."""

    key: int
    party: int
    reference: str
    outstanding: int


@dataclass(frozen=True, slots=True)
class Movement:
    """What a line says: ``name`` and ``details`` in plain small letters, ``raw`` as written."""

    cents: int
    account: str
    name: str
    details: str
    raw: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A member for a line, on which grounds, and the assessment that the line names, if one."""

    party: int
    grounds: tuple[Ground, ...]
    designated: int | None = None

    @property
    def is_sure(self) -> bool:
        """Say whether more than the amount speaks for it."""
        return sum(WEIGHTS[each] for each in self.grounds) >= SURE


def propose(
    movement: Movement,
    members: Sequence[Candidate],
    known: Mapping[str, int],
    due: Iterable[Due],
) -> Proposal | None:
    """Return the member that most speaks for; nothing when two are alike, or none.

    ``known``: the member that each account was of before.
    """
    owed = list(due)
    grounds = {each.key: _grounds(movement, each, known, owed) for each in members}
    scores = {key: sum(WEIGHTS[g] for g in found) for key, found in grounds.items()}
    best = max(scores.values(), default=0)
    first = [key for key, score in scores.items() if score == best]
    if not best or len(first) > 1:
        return None
    return Proposal(first[0], grounds[first[0]], _named(movement, first[0], owed))


def _grounds(
    movement: Movement, member: Candidate, known: Mapping[str, int], owed: Sequence[Due]
) -> tuple[Ground, ...]:
    speaks = {
        Ground.ACCOUNT: bool(movement.account)
        and known.get(movement.account) == member.key,
        Ground.NAME: _says(movement.name, member.names),
        # A code of two letters counts where it stands as a mark: CRM-2026-MX, and not in words.
        Ground.REFERENCE: _is_marked(movement.raw, member.code),
        Ground.DETAILS: _says(movement.details, member.names),
        Ground.AMOUNT: any(
            each.party == member.key and each.outstanding == movement.cents for each in owed
        ),
    }
    return tuple(ground for ground, is_so in speaks.items() if is_so)


def _says(text: str, names: Iterable[str]) -> bool:
    words = f" {' '.join(WORD.findall(text))} "
    return any(f" {name} " in words for name in names)


def _is_marked(raw: str, code: str) -> bool:
    """Say whether ``code`` is a part of a mark with figures in it, as in ``CRM-2026-MX``."""
    marks = re.findall(r"[A-Z0-9]+(?:[-/][A-Z0-9]+)+", raw)
    return any(
        code in MARK.findall(mark) and any(letter.isdigit() for letter in mark)
        for mark in marks
    )


def _named(movement: Movement, party: int, owed: Sequence[Due]) -> int | None:
    """Return the member's one assessment whose budget the line names."""
    raw = movement.raw.casefold()
    found = [
        each.key
        for each in owed
        if each.party == party
        and re.search(
            rf"(?<![a-z0-9]){re.escape(each.reference.casefold())}(?![a-z0-9])", raw
        )
    ]
    return found[0] if len(found) == 1 else None
