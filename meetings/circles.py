"""Which closed circles of which meetings a viewer belongs to, at the instant of the reading.

Derived whenever it is asked, in three queries at most, and kept nowhere: with a mandate, an
approval, a designation or an exception, the circle ends at that very instant.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from crm_portal.core.access import Role, Viewer
from meetings import rules
from meetings.models import (
    Delegate,
    DraftingRepresentative,
    Forum,
    Meeting,
    MeetingState,
    ParticipationDecision,
    ParticipationRule,
    PartyClass,
    Registration,
    Right,
    Session,
)
from meetings.rules import Cell, Ground
from members.models import Standing
from members.models.parties import PartyKind

PARTICIPANTS, DRAFTING, CLOSED = "participants", "drafting", "closed"
CLASS_OF_ROLE = (
    (Role.SECRETARIAT, PartyClass.SECRETARIAT),
    (Role.PRESIDENCY, PartyClass.PPT),
    (Role.TROIKA, PartyClass.OTHER_TROIKA),
    (Role.MEMBER, PartyClass.MEMBER),
    (Role.CIVIL_SOCIETY, PartyClass.RROCM),
)
OBSERVERS = (PartyClass.OBSERVER_STATE, PartyClass.OBSERVER_ORGANIZATION)
# Who takes part in every meeting of the Conference by his or her office.
BY_OFFICE = (Role.FOCAL_POINT, Role.VICE_MINISTER, Role.PRESIDENCY)
ASKED = (Right.ATTEND, Right.WORKING_DOCS, Right.DRAFT)


def key(meeting_id: int, circle: str) -> str:
    """Return the name of a circle of a meeting, as documents carry it."""
    return f"meeting:{meeting_id}:{circle}"


def circles(viewer: Viewer) -> frozenset[str]:
    """Return the circles that ``viewer`` belongs to now; nothing is remembered between readings."""
    if viewer.party_id is None or viewer.user_id is None or viewer.is_public:
        return frozenset()
    reader = _Reader.of(viewer)
    found: set[str] = set()
    for row in _rows(viewer):
        for circle, belongs in BELONGS.items():
            if belongs(reader, row):
                found.add(key(row["pk"], circle))
    return frozenset(found)


@dataclass(frozen=True)
class _Reader:
    """A viewer with the cells of his or her class, and what was decided beyond them."""

    viewer: Viewer
    cells: dict[tuple[str, str, str], Cell]
    decisions: tuple[dict[str, Any], ...]

    @classmethod
    def of(cls, viewer: Viewer) -> "_Reader":
        """Read the cells and the decisions of the classes it may be: two queries."""
        known = next((cls_ for role, cls_ in CLASS_OF_ROLE if viewer.has(role)), None)
        classes = (known,) if known else OBSERVERS
        cells = ParticipationRule.objects.in_force(viewer.on).filter(
            party_class__in=classes, right__in=ASKED
        )
        decided = ParticipationDecision.objects.in_force(viewer.at).filter(
            Q(party=None) | Q(party=viewer.party_id), party_class__in=classes
        )
        names = ("forum", "party_class", "right", "meeting_id", "session__meeting_id")
        return cls(
            viewer,
            {(rule.body, rule.party_class, rule.right): rule.cell for rule in cells},
            tuple(decided.filter(right__in=ASKED).values(*names)),
        )

    def may(self, right: Right, forum: str, row: dict[str, Any], *met: str) -> bool:
        """Say what the matrix lets this reader do in a forum of the meeting of ``row``."""
        party_class = self.class_in(row)
        cell = self.cells.get((forum, party_class, right))
        decided = any(
            each["forum"] == forum
            and each["party_class"] == party_class
            and each["right"] == right
            and each["meeting_id"] in {None, row["pk"]}
            and each["session__meeting_id"] in {None, row["pk"]}
            for each in self.decisions
        )
        return bool(rules.verdict(cell, met, decided=decided))

    def class_in(self, row: dict[str, Any]) -> str:
        """Return what the reader's party is for the matrix; observers by their standing."""
        viewer = self.viewer
        known = next((cls_ for role, cls_ in CLASS_OF_ROLE if viewer.has(role)), None)
        if known is not None:
            return known
        is_state = row["standing"] == PartyKind.OBSERVER_STATE
        return OBSERVERS[0] if is_state else OBSERVERS[1]

    @property
    def is_country(self) -> bool:
        return self.viewer.has(Role.MEMBER)


def _rows(viewer: Viewer) -> list[dict[str, Any]]:
    """Every meeting with what ties the viewer to it: one query."""
    own = Delegate.objects.confirmed().filter(
        user=viewer.user_id, delegation__party=viewer.party_id
    )
    inside = Registration.objects.in_force().filter(
        delegate__in=own, session__forum=Forum.VM_CLOSED
    )
    drafts = DraftingRepresentative.objects.at(viewer.at).filter(
        delegate__in=own, party=viewer.party_id
    )
    drafts = drafts.filter(Q(group__ended_at=None) | Q(group__ended_at__gt=viewer.at))
    closed = Session.objects.filter(forum=Forum.VM_CLOSED, meeting=OuterRef("pk"))
    standing = Standing.objects.on(viewer.on).filter(party=viewer.party_id)
    meetings = Meeting.objects.exclude(state=MeetingState.CALLED_OFF)
    found = meetings.order_by().annotate(
        delegate=Exists(own.filter(delegation__meeting=OuterRef("pk"))),
        inside=Exists(inside.filter(session__meeting=OuterRef("pk"))),
        drafts=Exists(drafts.filter(group__meeting=OuterRef("pk"))),
        closed=Exists(closed),
        standing=Subquery(standing.values("kind")[:1]),
    )
    if not _takes_part_by_office(viewer):
        found = found.filter(Q(delegate=True) | Q(drafts=True))
    names = ("pk", "body__forum", "delegate", "inside", "drafts", "closed", "standing")
    return list(found.values(*names))


def _takes_part_by_office(viewer: Viewer) -> bool:
    return viewer.has(Role.SECRETARIAT) or (
        viewer.has(Role.MEMBER) and viewer.has(*BY_OFFICE)
    )


def _participates(reader: _Reader, row: dict[str, Any]) -> bool:
    """Sits in the meeting, by office or by an approved delegation, and reads its papers."""
    there = row["delegate"] or _takes_part_by_office(reader.viewer)
    return there and reader.may(Right.WORKING_DOCS, row["body__forum"], row)


def _drafts(reader: _Reader, row: dict[str, Any]) -> bool:
    """Represents a country in a group of the meeting, presides over it, or supports it."""
    viewer = reader.viewer
    there = row["drafts"] or viewer.has(Role.PRESIDENCY, Role.SECRETARIAT)
    return there and reader.may(Right.DRAFT, Forum.DRAFTING_GROUP, row)


def _is_inside(reader: _Reader, row: dict[str, Any]) -> bool:
    """A Vice-Minister in office, a companion with a seat, or a recorded exception (001:376)."""
    if not row["closed"]:
        return False
    if reader.viewer.has(Role.SECRETARIAT):
        return reader.may(Right.ATTEND, Forum.VM_CLOSED, row)
    there = reader.viewer.has(Role.VICE_MINISTER) or row["inside"]
    held = (Ground.COMPOSITION,) if there else ()
    return reader.is_country and reader.may(Right.ATTEND, Forum.VM_CLOSED, row, *held)


BELONGS: dict[str, Callable[[_Reader, dict[str, Any]], bool]] = {
    PARTICIPANTS: _participates,
    DRAFTING: _drafts,
    CLOSED: _is_inside,
}
