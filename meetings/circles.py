"""Which closed circles of which meetings a viewer belongs to, at the instant of the reading.

Derived whenever it is asked, in three queries at most, and kept nowhere: with a mandate, an
approval, a designation or an exception, the circle ends at that very instant.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from crm_portal.core.access import Role, Viewer
from crm_portal.core.prepared import Prepared
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
                found.add(key(row.pk, circle))
    return frozenset(found)


@dataclass(frozen=True)
class _Reader:
    """A viewer with the cells of his or her class, and what was decided beyond them."""

    viewer: Viewer
    cells: dict[tuple[str, str, str], Cell]
    decisions: list[ParticipationDecision]

    @classmethod
    def of(cls, viewer: Viewer) -> "_Reader":
        """Read the cells and the decisions of the classes it may be: two queries."""
        known = next((cls_ for role, cls_ in CLASS_OF_ROLE if viewer.has(role)), None)
        classes = (known,) if known else OBSERVERS
        cells = _CELLS(classes, on=viewer.on)
        decided = _DECIDED(classes, at=viewer.at, party=viewer.party_id)
        return cls(
            viewer,
            {(rule.body, rule.party_class, rule.right): rule.cell for rule in cells},
            decided,
        )

    def may(self, right: Right, forum: str, row: Any, *met: str) -> bool:
        """Say what the matrix lets this reader do in a forum of the meeting of ``row``."""
        party_class = self.class_in(row)
        cell = self.cells.get((forum, party_class, right))
        decided = any(
            (each.forum, each.party_class, each.right) == (forum, party_class, right)
            and each.meeting_id in {None, row.pk}
            and each.sits_in in {None, row.pk}  # type: ignore[attr-defined]
            for each in self.decisions
        )
        return bool(rules.verdict(cell, met, decided=decided))

    def class_in(self, row: Any) -> str:
        """Return what the reader's party is for the matrix; observers by their standing."""
        viewer = self.viewer
        known = next((cls_ for role, cls_ in CLASS_OF_ROLE if viewer.has(role)), None)
        if known is not None:
            return known
        is_state = row.standing == PartyKind.OBSERVER_STATE
        return OBSERVERS[0] if is_state else OBSERVERS[1]

    @property
    def is_country(self) -> bool:
        return self.viewer.has(Role.MEMBER)


def _cells(on: date, shape: tuple[str, ...]) -> QuerySet[ParticipationRule]:
    rules_ = ParticipationRule.objects.in_force(on)
    return rules_.filter(party_class__in=shape, right__in=ASKED)


def _decided(
    at: datetime, party: int, shape: tuple[str, ...]
) -> QuerySet[ParticipationDecision]:
    found = ParticipationDecision.objects.in_force(at).filter(
        Q(party=None) | Q(party=party), party_class__in=shape, right__in=ASKED
    )
    found = found.only("forum", "party_class", "right", "meeting")
    return found.annotate(sits_in=F("session__meeting"))


def _rows(viewer: Viewer) -> list[Meeting]:
    """Every meeting with what ties the viewer to it: one query."""
    who = {"user": viewer.user_id, "party": viewer.party_id}
    return _TIES(_takes_part_by_office(viewer), at=viewer.at, on=viewer.on, **who)


def _ties(
    at: datetime, on: date, user: int, party: int, *, shape: bool = False
) -> QuerySet[Meeting]:
    """Each meeting with the ties of a person of a party; all of them for an office."""
    own = Delegate.objects.confirmed().filter(user=user, delegation__party=party)
    inside = Registration.objects.in_force().filter(
        delegate__in=own, session__forum=Forum.VM_CLOSED
    )
    drafts = DraftingRepresentative.objects.at(at).filter(delegate__in=own, party=party)
    drafts = drafts.filter(Q(group__ended_at=None) | Q(group__ended_at__gt=at))
    closed = Session.objects.filter(forum=Forum.VM_CLOSED, meeting=OuterRef("pk"))
    standing = Standing.objects.on(on).filter(party=party)
    meetings = Meeting.objects.exclude(state=MeetingState.CALLED_OFF)
    found = (
        meetings.order_by()
        .only("pk")
        .annotate(
            of_forum=F("body__forum"),
            delegate=Exists(own.filter(delegation__meeting=OuterRef("pk"))),
            inside=Exists(inside.filter(session__meeting=OuterRef("pk"))),
            drafts=Exists(drafts.filter(group__meeting=OuterRef("pk"))),
            closed=Exists(closed),
            standing=Subquery(standing.values("kind")[:1]),
        )
    )
    return found if shape else found.filter(Q(delegate=True) | Q(drafts=True))


_CELLS: Prepared[ParticipationRule] = Prepared(_cells)
_DECIDED: Prepared[ParticipationDecision] = Prepared(_decided)
_TIES: Prepared[Meeting] = Prepared(_ties)


def _takes_part_by_office(viewer: Viewer) -> bool:
    return viewer.has(Role.SECRETARIAT) or (
        viewer.has(Role.MEMBER) and viewer.has(*BY_OFFICE)
    )


def _participates(reader: _Reader, row: Any) -> bool:
    """Sits in the meeting, by office or by an approved delegation, and reads its papers."""
    there = row.delegate or _takes_part_by_office(reader.viewer)
    return there and reader.may(Right.WORKING_DOCS, row.of_forum, row)


def _drafts(reader: _Reader, row: Any) -> bool:
    """Represents a country in a group of the meeting, presides over it, or supports it."""
    viewer = reader.viewer
    there = row.drafts or viewer.has(Role.PRESIDENCY, Role.SECRETARIAT)
    return there and reader.may(Right.DRAFT, Forum.DRAFTING_GROUP, row)


def _is_inside(reader: _Reader, row: Any) -> bool:
    """A Vice-Minister in office, a companion with a seat, or a recorded exception (001:376)."""
    if not row.closed:
        return False
    if reader.viewer.has(Role.SECRETARIAT):
        return reader.may(Right.ATTEND, Forum.VM_CLOSED, row)
    there = reader.viewer.has(Role.VICE_MINISTER) or row.inside
    held = (Ground.COMPOSITION,) if there else ()
    return reader.is_country and reader.may(Right.ATTEND, Forum.VM_CLOSED, row, *held)


BELONGS: dict[str, Callable[[_Reader, Any], bool]] = {
    PARTICIPANTS: _participates,
    DRAFTING: _drafts,
    CLOSED: _is_inside,
}
