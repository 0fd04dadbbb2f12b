"""What came of a meeting, as far as somebody may read it: the page and the API tell the same."""

from dataclasses import dataclass, field

from crm_portal.core.access import Viewer
from meetings import agendas
from meetings.meeting_states import HELD
from meetings.models import AgendaItem, Door, Meeting, OutcomeLink, SummaryRecord
from meetings.models.agenda import INSIDERS
from meetings.models.results import OutcomeLinkQuerySet


@dataclass(frozen=True, slots=True)
class Treated:
    """An item with its number in the series of its agenda."""

    number: str
    item: AgendaItem


@dataclass(frozen=True, slots=True)
class Results:
    """What a reader is shown of the results of a meeting.

    ``records`` has a key for each part whose summary record the reader may read, null as
    long as nobody wrote it; what is closed is there for those ``in_circle``, and nobody else.
    """

    outcomes: OutcomeLinkQuerySet
    items: list[Treated] = field(default_factory=list)
    closed_items: list[Treated] = field(default_factory=list)
    records: dict[Door, SummaryRecord | None] = field(default_factory=dict)
    in_circle: bool = False


def shown(meeting: Meeting, viewer: Viewer) -> Results:
    """Return the results of ``meeting`` for ``viewer``; records of one that was held."""
    outcomes = OutcomeLink.objects.visible_to(viewer).filter(meeting=meeting)
    if not viewer.has(*INSIDERS):
        return Results(outcomes)
    both, inside = agendas.doors(meeting), agendas.is_in_the_circle(meeting, viewer)
    doors = [Door.OPEN, Door.CLOSED] if inside else [Door.OPEN]
    visible = SummaryRecord.objects.visible_to(viewer)
    found = visible.filter(meeting=meeting, door__in=doors).prefetch_related("versions")
    by_door = {each.door: each for each in found} if meeting.state in HELD else {}
    return Results(
        outcomes,
        _treated(both[Door.OPEN]),
        _treated(both[Door.CLOSED]) if inside else [],
        {door: by_door.get(door) for door in doors if meeting.state in HELD},
        in_circle=inside,
    )


def _treated(listed: list[AgendaItem]) -> list[Treated]:
    by_key = {item.pk: item for item in listed}
    numbers = agendas.numbers(listed)
    return [Treated(number, by_key[key]) for key, number in numbers.items()]
