"""What the next meeting takes up: what is overdue or to be reviewed, and which agenda has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm_portal.core.access import Viewer
from decisions.models.following import Commitment
from decisions.presentation.following_up import board as boards
from decisions.presentation.following_up import board_words as words
from decisions.rules.following.reports import Standing, standing
from decisions.rules.following.urgency import Urgency
from decisions.services.following import agenda, board
from meetings.models import BodyKind, Meeting
from meetings.presentation.titles import Names

# Whose agenda takes it up unless somebody decides otherwise (001:378).
FIRST = (BodyKind.VICE_MINISTERIAL, BodyKind.GRCM)


@dataclass(frozen=True, slots=True)
class Ready:
    """A commitment that may be taken up, and the agendas ahead that hold it already."""

    commitment: Commitment
    number: str
    source: str
    who: str
    mark: words.Mark
    on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What is ready, and the meetings ahead whose agenda the reader prepares."""

    meetings: Sequence[Meeting]
    lines: Sequence[Ready]

    @property
    def initial(self) -> dict[str, Any]:
        """Return what enters the next agenda unless somebody decides otherwise (001:378)."""
        waiting = [each.commitment.pk for each in self.lines if not each.on]
        return {"meeting": self._next, "commitments": waiting}

    @property
    def _next(self) -> str:
        """Return the next meeting of the Vice-Ministers or the RCGM, or the next of all."""
        named = (each for each in self.meetings if each.body.kind in FIRST)
        found = next(named, None) or next(iter(self.meetings), None)
        return str(found.pk) if found else ""


def desk(viewer: Viewer) -> Desk:
    """Return what may be put on an agenda, what is due first, first: five queries."""
    names, meetings = Names.read(), agenda.meetings_ahead(viewer)
    ready = board.for_the_agenda(viewer)
    rows = Commitment.objects.visible_to(viewer).select_related(
        *boards.RELATED, *boards.OF_TEXT
    )
    known = rows.in_bulk([each.pk for each in ready])
    taken = agenda.taken(meetings, viewer)
    return Desk(meetings, [_ready(known[each.pk], taken, names, viewer) for each in ready])


def _ready(
    row: Commitment, taken: dict[str, list[str]], names: Names, viewer: Viewer
) -> Ready:
    is_overdue = standing(row.term, viewer.on) is Standing.OVERDUE
    return Ready(
        commitment=row,
        number=words.number(row),
        source=boards.source(row, names),
        who=words.lead(row, names),
        mark=words.URGENCIES[Urgency.OVERDUE] if is_overdue else words.REVIEW,
        on=tuple(taken.get(agenda.address(row), ())),
    )
