"""An agenda as somebody may read it: the rows in order, numbered in that reader's series.

A row is plain JSON, so that what a page shows, what is circulated and what is printed are
one thing. Instants are ISO 8601 in UTC; words in two languages are ``{"es": …, "en": …}``.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from crm_portal.core import calendars
from crm_portal.core.access import Viewer
from crm_portal.core.prepared import Prepared
from crm_portal.core.sections import Text, two
from meetings.models import (
    AgendaItem,
    AgendaSlot,
    AgendaVersion,
    Door,
    Meeting,
    Session,
)
from meetings.models.agenda import INSIDERS, closed_doors_open_to
from meetings.rules import agenda as rules
from meetings.rules.agenda import Entry
from members.access import troika_at
from members.models import Party

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader is shown of an agenda, and the version if the rows are of one.

    ``closed`` are the rows behind the closed door, for a reader in its circle.
    """

    rows: list[Row]
    closed: list[Row] = field(default_factory=list)
    in_circle: bool = False
    version: AgendaVersion | None = None


def shown(meeting: Meeting, viewer: Viewer) -> Shown:
    """Return the agenda as ``viewer`` may read it now; what is closed, to its circle alone.

    Members and the Secretariat read it as it is being prepared; anybody else the latest
    version that was circulated to them, or published.
    """
    if viewer.has(*INSIDERS):
        both, inside = doors(meeting), is_in_the_circle(meeting, viewer)
        behind = rows_of(both[Door.CLOSED]) if inside else []
        return Shown(rows_of(both[Door.OPEN]), behind, in_circle=inside)
    version = latest(meeting, viewer)
    return Shown(rows_for(version, viewer) if version else [], version=version)


def rows_for(version: AgendaVersion, viewer: Viewer) -> list[Row]:
    """Return the rows of a version; which consultation referred a matter is the members'."""
    rows: list[Row] = version.items
    if viewer.has(*INSIDERS):
        return rows
    return [{**row, "referred_by": "", "referred_url": ""} for row in rows]


def closed(meeting: Meeting, viewer: Viewer) -> list[Row]:
    """Return what is behind the closed door, to its circle; to anybody else, nothing."""
    if not is_in_the_circle(meeting, viewer):
        return []
    return rows_of(items(meeting, Door.CLOSED))


def latest(meeting: Meeting, viewer: Viewer) -> AgendaVersion | None:
    """Return the latest version of the open agenda that ``viewer`` may read."""
    visible = AgendaVersion.objects.visible_to(viewer)
    return visible.filter(meeting=meeting, door=Door.OPEN).order_by("-number").first()


def published(meeting: Meeting, viewer: Viewer) -> AgendaVersion | None:
    """Return the latest agenda of the meeting that is public, whoever reads."""
    visible = AgendaVersion.objects.visible_to(Viewer(at=viewer.at))
    return visible.filter(meeting=meeting, door=Door.OPEN).order_by("-number").first()


def is_in_the_circle(meeting: Meeting, viewer: Viewer) -> bool:
    """Say whether the closed door of this meeting is open to ``viewer`` (001:376)."""
    return meeting.pk in closed_doors_open_to(viewer)


def may_write_closed(meeting: Meeting, viewer: Viewer) -> bool:
    """Whoever of the presiding country is in the circle prepares what is closed (001:411)."""
    return is_in_the_circle(meeting, viewer) and presides(viewer)


def presides(viewer: Viewer) -> bool:
    """Say whether ``viewer`` acts for the country that presides, whatever the role."""
    return viewer.party_id in troika_at(viewer.at).chairs


def doors(meeting: Meeting) -> dict[str, list[AgendaItem]]:
    """Return what is on each of the two agendas, by door, as it is read: two queries."""
    found = _ITEMS(meeting=meeting.pk)
    slots = AgendaSlot.objects.filter(withdrawn_at=None).select_related("party")
    prefetch_related_objects(found, Prefetch("slots", slots))
    both: dict[str, list[AgendaItem]] = {Door.OPEN: [], Door.CLOSED: []}
    for item in found:
        both[Door.CLOSED if item.is_behind_closed_door else Door.OPEN].append(item)
    return both


def items(meeting: Meeting, door: str) -> list[AgendaItem]:
    """Return what is on one of the two agendas, as it is read: each under its parent."""
    return doors(meeting)[door]


def _items(meeting: int) -> QuerySet[AgendaItem]:
    found = AgendaItem.objects.filter(meeting=meeting).on_the_agenda().in_order()
    return found.select_related(
        "session", "meeting__body", "presenter", "carried_from__meeting"
    )


_ITEMS: Prepared[AgendaItem] = Prepared(_items)


def numbers(listed: Iterable[AgendaItem]) -> dict[int, str]:
    """Return the number of each item, in reading order.

    A closed item under an open one that is not among them begins a series of its own.
    """
    listed = list(listed)
    there = {item.pk for item in listed}
    return rules.numbered(
        Entry(
            item.pk,
            item.parent_id if item.parent_id in there else None,
            item.is_behind_closed_door,
        )
        for item in listed
    )


def rows_of(listed: list[AgendaItem]) -> list[Row]:
    """Return items as rows, numbered."""
    by_key = {item.pk: item for item in listed}
    return [row_of(by_key[key], number) for key, number in numbers(listed).items()]


def row_of(item: AgendaItem, number: str) -> Row:
    """Return one item as a row."""
    return {
        "id": item.pk,
        "parent": item.parent_id,
        "number": number,
        "kind": item.kind,
        "axis": item.axis,
        "title": two(item.title_es, item.title_en),
        "description": two(item.description_es, item.description_en),
        "presenter": _presenter(item),
        "forum": item.forum,
        "session": _session(item.session),
        "starts_at": calendars.utc(item.starts_at) if item.starts_at else None,
        "ends_at": calendars.utc(item.ends_at) if item.ends_at else None,
        "slots": [_slot(slot) for slot in item.slots.all() if slot.confirmed_at],
        "carried_from": item.carried_from.meeting.symbol if item.carried_from else "",
        "referred_by": item.referred_by,
        "referred_url": item.referred_url,
    }


def by_session(rows: list[Row]) -> list[tuple[Row | None, list[Row]]]:
    """Return rows in parts, one a session in its order; what has none yet comes last."""
    parts: dict[int, list[Row]] = defaultdict(list)
    told: dict[int, Row | None] = {}
    roots: dict[int, Row | None] = {row["id"]: row["session"] for row in rows}
    for row in rows:
        session = roots.get(row["parent"], row["session"]) or row["session"]
        key = session["id"] if session else 0
        told.setdefault(key, session)
        parts[key].append(row)
    return [(told[key], parts[key]) for key in parts]


def _presenter(item: AgendaItem) -> Text:
    name = item.presenter_name
    if item.presenter is None:
        return two(name, name)
    suffix = f" ({name})" if name else ""
    return two(f"{item.presenter.name_es}{suffix}", f"{item.presenter.name_en}{suffix}")


def _session(session: Session | None) -> Row | None:
    if session is None:
        return None
    return {
        "id": session.pk,
        "forum": session.forum,
        "title": two(session.title_es, session.title_en),
        "room": session.room,
        "starts_at": calendars.utc(session.starts_at),
        "ends_at": calendars.utc(session.ends_at),
    }


def _slot(slot: AgendaSlot) -> Row:
    party: Party = slot.party
    return {
        "party": two(party.name_es, party.name_en),
        "right": slot.right,
        "minutes": slot.minutes,
    }
