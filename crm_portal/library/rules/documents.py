"""Documents: what their symbol is, whom a level reaches, who may widen it. Values in and out."""

import hashlib
import re
from enum import StrEnum

from crm_portal.core.access import Role, Viewer


class Category(StrEnum):
    """What a document is, as its symbol says it."""

    WORKING = "DOC"
    ROOM_PAPER = "CRP"
    REPORT = "INF"
    FINAL = "FIN"
    LETTER = "LET"


class Level(StrEnum):
    """Whom a document is for. The last four hang on a list of persons or on a meeting."""

    PUBLIC = "public"
    CIRCULATION = "circulation"
    MEMBERS = "members"
    PARTICIPANTS = "participants"
    DRAFTING = "drafting"
    CLOSED = "closed"
    NAMED = "named"


LEVELS = tuple(Level)
# Whose readers are those of a circle, ``meeting:42:participants``, which says its kind.
CIRCLED = frozenset({Level.PARTICIPANTS, Level.DRAFTING, Level.CLOSED})
# Numbered apart, so that the numbers in everybody's series show no gap.
NUMBERED_APART = frozenset({Level.CLOSED, Level.NAMED})
READERS = {
    Level.CIRCULATION: frozenset({Role.MEMBER, Role.OBSERVER, Role.SECRETARIAT}),
    Level.MEMBERS: frozenset({Role.MEMBER, Role.SECRETARIAT}),
}
# Below each level, those that reach nobody whom it does not reach.
BELOW = {
    Level.PUBLIC: frozenset(LEVELS) - {Level.PUBLIC},
    Level.CIRCULATION: frozenset({Level.MEMBERS, Level.CLOSED}),
    Level.MEMBERS: frozenset({Level.CLOSED}),
    Level.PARTICIPANTS: frozenset({Level.DRAFTING, Level.CLOSED}),
    Level.DRAFTING: frozenset(),
    Level.CLOSED: frozenset(),
    Level.NAMED: frozenset(),
}
SERIES = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
LONGEST_SERIES = 40
# Symbols are counted: a number past this one was no count.
LAST_NUMBER = 10_000
CONDUCT = frozenset({Role.SECRETARIAT, Role.PRESIDENCY})


def levels_of(viewer: Viewer) -> frozenset[Level]:
    """Return the levels that ``viewer`` belongs to by what he or she is, public apart."""
    return frozenset(level for level, roles in READERS.items() if viewer.has(*roles))


def is_circled(level: str) -> bool:
    """Say whether a level's readers are those of a circle."""
    return level in CIRCLED


def is_narrower(now: str, then: str, circle_now: str = "", circle_then: str = "") -> bool:
    """Say whether going from ``now`` to ``then`` takes readers away and brings none.

    To named persons it always does: who they are is recorded one by one. Two circles
    are compared only within one meeting.
    """
    if now == then:
        return False
    if then == Level.NAMED:
        return True
    if Level(then) not in BELOW[Level(now)]:
        return False
    return not circle_now or _meeting(circle_now) == _meeting(circle_then)


def _meeting(circle: str) -> str:
    return circle.rpartition(":")[0]


def is_registrar(viewer: Viewer) -> bool:
    """Say whether ``viewer`` is one of those who register documents for their party."""
    return viewer.has(Role.SECRETARIAT, Role.FOCAL_POINT, Role.VICE_MINISTER)


def registers_for_others(viewer: Viewer) -> bool:
    """The Secretariat and the Presidency register the Conference's documents (001:455)."""
    return viewer.has(*CONDUCT)


def may_register(viewer: Viewer, level: str) -> bool:
    """Say whether ``viewer`` may register a document for ``level``; circles are apart.

    A member's focal point submits those of its own delegation, for the members at most.
    Nothing begins its life public: that takes two persons.
    """
    if level == Level.PUBLIC:
        return False
    if level == Level.CLOSED:
        return viewer.has(Role.MEMBER)  # who sits inside: the circle says which of them
    if registers_for_others(viewer):
        return True
    own = viewer.has(Role.MEMBER) and viewer.has(Role.FOCAL_POINT)
    return own and level in {Level.MEMBERS, Level.NAMED}


def may_manage(viewer: Viewer, *, registered_for: int) -> bool:
    """Say whether ``viewer``, who reads a document, keeps it: adds files, narrows, proposes."""
    return viewer.has(*CONDUCT) or (
        viewer.party_id == registered_for and viewer.has(Role.FOCAL_POINT)
    )


def may_approve(
    viewer: Viewer, level: str, *, proposed_by: int, delegates: frozenset[int]
) -> bool:
    """Say whether ``viewer``, who reads a document, may approve that more people read it.

    Somebody else than who proposed it, and nobody who stands in for that person. That the
    second person of a closed door sits behind it too is asked of the circle.
    """
    if viewer.user_id in {None, proposed_by} or viewer.user_id in delegates:
        return False
    return level == Level.CLOSED or viewer.has(*CONDUCT)


def symbol_of(series: str, category: str, number: int, *, apart: bool) -> str:
    """Return the symbol: ``XXI-CRM/DOC/4``, or ``XXI-CRM/DOC/R.4`` when numbered apart."""
    return f"{series}/{category}/{'R.' if apart else ''}{number}"


def slug_of(symbol: str) -> str:
    """Return a symbol as it stands in an address or a file name: ``XXI-CRM-DOC-4``."""
    return symbol.replace("/", "-")


def is_series(text: str) -> bool:
    """Say whether ``text`` can be a series of symbols: ``XXI-CRM``."""
    return len(text) <= LONGEST_SERIES and SERIES.fullmatch(text) is not None


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of ``content``, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
