"""A movement as a bank reports it, and what makes it the same in another file."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from crm_portal.library.rules import canonical_json, sha256
from members.models.folding import fold

MOST_LINES = 20_000
MOST_UNREAD = 100
LONGEST = {"reference": 80, "name": 140, "account": 60, "details": 500}
# What banks write where a reference is missing.
NO_REFERENCE = frozenset(
    {"", "-", "0", "nonref", "notprovided", "not provided", "none", "n/a", "na", "s/r"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One movement: ``cents`` and ``fee`` are hundredths of ``currency``, never negative."""

    number: int
    booked_on: date
    value_on: date
    is_credit: bool
    cents: int
    currency: str
    fee: int = 0
    is_return: bool = False
    reference: str = ""
    name: str = ""
    account: str = ""
    details: str = ""


@dataclass
class Statement:
    """What a file says: its lines, and the number and the reason of what is none.

    ``unread`` holds the first hundred; ``left_out`` counts them all.
    """

    lines: list[Line] = field(default_factory=list)
    account: str = ""
    currency: str = ""
    unread: list[tuple[int, str]] = field(default_factory=list)
    left_out: int = 0

    def leave_out(self, number: int, reason: str) -> None:
        """Note that something in the file is no line, and why."""
        self.left_out += 1
        if len(self.unread) < MOST_UNREAD:
            self.unread.append((number, reason))


def clipped(name: str, text: str) -> str:
    """Return ``text`` on one line, without characters that nobody sees, as long as it may be."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return words[: LONGEST[name]].rstrip()


def reference_of(text: str) -> str:
    """Return a bank's reference; nothing where the bank only fills the place."""
    words = clipped("reference", text)
    return "" if words.casefold() in NO_REFERENCE else words


def identities(lines: Iterable[Line]) -> list[str]:
    """Return for each line what it is known by in every file.

    With a reference of the bank: that, the day, the amount and the name. Without one: all
    that it says, and which one of several alike in its file it is.
    """
    alike: Counter[str] = Counter()
    found = []
    for line in lines:
        said = _said(line)
        if not line.reference:
            alike[said] += 1
            said = f"{said} {alike[said]}"
        found.append(sha256(said))
    return found


def _said(line: Line) -> str:
    facts = [
        line.reference,
        line.value_on.isoformat(),
        line.cents,
        line.currency,
        line.is_credit,
        fold(line.name),
    ]
    if not line.reference:
        facts += [line.booked_on.isoformat(), line.account, fold(line.details)]
    return canonical_json({"line": facts})
