"""The order of an agenda: items moved up, down, a level in or out."""

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Invalid
from meetings.models import AgendaItem
from meetings.models.agenda import behind_closed_door
from meetings.services.agenda import (
    last_position,
    locked_item,
    require_depth,
    require_preparer,
)

UP, DOWN, INWARDS, OUTWARDS = "up", "down", "in", "out"


@transaction.atomic
def move_item(pk: int, way: str, *, by: Viewer) -> AgendaItem:
    """Move an item one place up or down among its like, or a level in or out."""
    item = locked_item(pk, by)
    require_preparer(item.meeting, by, closed=item.is_behind_closed_door)
    siblings = _siblings(item)
    place = [each.pk for each in siblings].index(item.pk)
    moves = {UP: _swap_up, DOWN: _swap_down, INWARDS: _move_in, OUTWARDS: _move_out}
    if way not in moves:
        raise Invalid(_("An item moves up, down, in or out."), code="way")
    moves[way](item, siblings, place)
    audit.record(item, "moved", by=by, way=way)
    return item


def _siblings(item: AgendaItem) -> list[AgendaItem]:
    """Return those among which an item moves: of its session, its parent and its door."""
    found = AgendaItem.objects.filter(meeting=item.meeting, parent=item.parent_id)
    found = found.filter(session=item.session_id, standing=item.standing)
    door = behind_closed_door()
    found = found.filter(door) if item.is_behind_closed_door else found.exclude(door)
    return list(found.order_by("position", "pk"))


def _swap_up(item: AgendaItem, siblings: list[AgendaItem], place: int) -> None:
    if place:
        _swap(item, siblings[place - 1])


def _swap_down(item: AgendaItem, siblings: list[AgendaItem], place: int) -> None:
    if place + 1 < len(siblings):
        _swap(item, siblings[place + 1])


def _swap(one: AgendaItem, other: AgendaItem) -> None:
    one.position, other.position = other.position, one.position
    for each in (one, other):
        AgendaItem.objects.filter(pk=each.pk).update(position=each.position)


def _move_in(item: AgendaItem, siblings: list[AgendaItem], place: int) -> None:
    if not place:
        raise Invalid(_("There is no item before it to stand under."), code="first")
    parent = siblings[place - 1]
    require_depth(parent)
    if item.children.exists() and parent.parent_id is not None:
        raise Invalid(_("An agenda has no more levels than three."), code="depth")
    item.parent, item.position = parent, last_position(item.meeting) + 1
    item.save(update_fields=["parent", "position"])


def _move_out(item: AgendaItem, siblings: list[AgendaItem], place: int) -> None:
    del siblings, place
    if item.parent is None:
        raise Invalid(_("It stands at the first level already."), code="level")
    parent = item.parent
    after = AgendaItem.objects.filter(
        meeting=item.meeting, parent=parent.parent_id, position__gt=parent.position
    )
    item.parent, item.position = parent.parent, parent.position + 1
    for each in after.order_by("-position"):
        AgendaItem.objects.filter(pk=each.pk).update(position=each.position + 1)
    item.save(update_fields=["parent", "position"])
