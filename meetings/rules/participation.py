"""What the matrix lets a class of party do in a forum. Values in, values out."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """What has to be on record before a conditional right may be exercised."""

    INVITATION = "invitation"
    """It was invited to that meeting."""
    SPACE = "space"
    """The presidency and the Secretariat gave it a place in the agenda (001:375)."""
    AUTHORIZATION = "authorization"
    """The presidency authorised it beforehand, with scope and expiry (001:218)."""
    COMPOSITION = "composition"
    """Its delegation keeps to the composition in force (001:376)."""
    GROUP = "group"
    """It is a member of that ad hoc group (001:614)."""
    CIRCULATED = "circulated"
    """The document was circulated to it (001:378)."""
    OFFICE = "office"
    """It does so within its own office, which needs nobody's leave (001:451, 001:388)."""


class Because(StrEnum):
    """Why something may or may not be done."""

    BY_RIGHT = "by_right"
    FORBIDDEN = "forbidden"
    UNREGULATED = "unregulated"
    GROUND = "ground"
    NO_GROUND = "no_ground"
    DECIDED = "decided"
    EXCEPTION = "exception"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix as the rules take it; ``ground`` only if it is conditional."""

    forum: str
    party_class: str
    right: str
    value: str
    sources: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a right may be exercised, why, and which lines say so."""

    allowed: bool
    because: Because
    sources: str
    ground: str = ""

    def __bool__(self) -> bool:
        return self.allowed


# A decision of the presidency opens the floor; it never makes anybody draft or decide.
NEVER_BY_DECISION = frozenset({"DECIDE", "DRAFT", "DEBATE"})
# "Únicamente" (001:376): whoever else enters does so by a recorded exception.
EXCEPTIONS = frozenset(
    {("VM_CERRADA", "ST", "ATTEND"), ("VM_CERRADA", "ST", "WORKING_DOCS")}
)
# Of what the sources leave open, these stay closed to observers whoever decides (001:322).
OBSERVERS = frozenset({"PAIS_OBS", "ORG_OBS"})


def verdict(cell: Cell | None, met: Collection[str], *, decided: bool = False) -> Verdict:
    """Return what ``cell`` allows when the grounds in ``met`` are on record.

    ``decided`` says that a recorded decision or exception in force covers the case. No
    cell at all is a right that nobody gave.
    """
    if cell is None:
        return Verdict(allowed=False, because=Because.UNREGULATED, sources="")
    told = {"sources": cell.sources, "ground": cell.ground}
    if cell.value == "YES":
        return Verdict(allowed=True, because=Because.BY_RIGHT, **told)
    if decided and may_be_decided(cell):
        because = Because.EXCEPTION if cell.value == "NO" else Because.DECIDED
        return Verdict(allowed=True, because=because, **told)
    if cell.value == "NO":
        return Verdict(allowed=False, because=Because.FORBIDDEN, **told)
    if cell.value == "COND":
        held = cell.ground in met or cell.ground == Ground.OFFICE
        because = Because.GROUND if held else Because.NO_GROUND
        return Verdict(allowed=held, because=because, **told)
    return Verdict(allowed=False, because=Because.UNREGULATED, **told)


def may_be_decided(cell: Cell) -> bool:
    """Say whether a recorded decision can open the right: never against an express no.

    What the sources leave open, the presidency may open, but for drafting, debating and
    deciding; a conditional right only if its condition is that very authorisation. The
    one express no with an exception is the Secretariat's at the closed door.
    """
    if cell.value == "NO":
        return (cell.forum, cell.party_class, cell.right) in EXCEPTIONS
    if cell.right == "DECIDE" or cell.party_class == "PUBLICO":
        return False
    if cell.value == "COND":
        return cell.ground == Ground.AUTHORIZATION
    closed = cell.party_class in OBSERVERS and cell.right in NEVER_BY_DECISION
    return cell.value == "UNREG" and not closed
