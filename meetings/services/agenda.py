"""The agenda as it is prepared: items proposed, placed, changed, set aside, concluded."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from meetings import agendas, rights
from meetings.meeting_states import State
from meetings.models import (
    AgendaItem,
    BodyKind,
    ItemResult,
    ItemStanding,
    Meeting,
    Right,
    Session,
)
from meetings.rules import agenda as rules

CHANGEABLE = (
    "kind",
    "axis",
    "title_es",
    "title_en",
    "description_es",
    "description_en",
    "presenter_id",
    "presenter_name",
    "starts_at",
    "ends_at",
)


@transaction.atomic
def add_item(
    meeting_id: int,
    *,
    by: Viewer,
    session_id: int | None = None,
    parent_id: int | None = None,
    is_closed: bool = False,
    **told: Any,
) -> AgendaItem:
    """Put an item at the end of its session, or under another one."""
    meeting = lock(meeting_id)
    parent = _item_of(meeting, parent_id)
    session = parent.session if parent else _session(meeting, session_id)
    is_closed = is_closed or bool(session and session.is_closed)
    is_closed = is_closed or bool(parent and parent.is_behind_closed_door)
    require_preparer(meeting, by, closed=is_closed)
    if parent is not None:
        require_depth(parent)
    item = AgendaItem(
        meeting=meeting,
        session=session,
        parent=parent,
        is_closed=is_closed,
        position=last_position(meeting) + 1,
        recorded_at=by.at,
        recorded_by=by.label,
    )
    return _written(item, told, "added", by)


@transaction.atomic
def propose_item(meeting_id: int, *, by: Viewer, **told: Any) -> AgendaItem:
    """Propose an item: a party that may intervene on the agenda does (001:378).

    It is on the agenda once the presidency or the Secretariat takes it.
    """
    meeting = lock(meeting_id)
    _require_ahead(meeting)
    if not may_propose(meeting, by):
        verdict = rights.may(
            Right.INTERVENE_AGENDA,
            meeting.body.forum,
            by.party_id,
            at=by.at,
            meeting=meeting,
        )
        rights.require(verdict, Right.INTERVENE_AGENDA)
        raise Refused(
            _("The official voice of a party proposes items for it."), rule="001:378"
        )
    item = AgendaItem(
        meeting=meeting,
        standing=ItemStanding.PROPOSED,
        proposed_by_id=by.state,
        position=last_position(meeting) + 1,
        recorded_at=by.at,
        recorded_by=by.label,
    )
    return _written(item, told, "proposed", by)


def may_propose(meeting: Meeting, by: Viewer) -> bool:
    """Say whether ``by`` may propose an item: its party's voice, and the right to intervene."""
    if not speaks(by):
        return False
    forum = meeting.body.forum
    at = by.at
    return bool(
        rights.may(Right.INTERVENE_AGENDA, forum, by.party_id, at=at, meeting=meeting)
    )


def speaks(by: Viewer) -> bool:
    """Say whether ``by`` speaks for its party: a member's official voice, another's focal point."""
    return by.has(Role.OFFICIAL_VOICE) or (
        by.has(Role.FOCAL_POINT) and not by.has(Role.MEMBER)
    )


@transaction.atomic
def change_item(
    pk: int, *, by: Viewer, session_id: int | None = None, is_closed: bool, **told: Any
) -> AgendaItem:
    """Change what an item says, when it is dealt with, and behind which door."""
    item = locked_item(pk, by)
    was = item.is_behind_closed_door
    if item.parent_id is None:
        item.session = _session(item.meeting, session_id)
    item.is_closed = is_closed or bool(item.session and item.session.is_closed)
    if item.parent and item.parent.is_behind_closed_door:
        item.is_closed = True
    require_preparer(item.meeting, by, closed=was or item.is_closed)
    if item.is_closed:
        item.published_at = None
    item = _written(item, told, "changed", by)
    _carry_down(item)
    return item


@transaction.atomic
def take_item(pk: int, *, by: Viewer, session_id: int | None = None) -> AgendaItem:
    """Take a proposed item onto the agenda."""
    item = locked_item(pk, by)
    require_preparer(item.meeting, by, closed=item.is_behind_closed_door)
    if item.standing == ItemStanding.TAKEN:
        raise Conflict(_("It is on the agenda already."), code="taken")
    session = _session(item.meeting, session_id)
    if session is not None and session.is_closed:
        require_preparer(item.meeting, by, closed=True)
        item.is_closed = True
    item.session = session or item.session
    item.standing, item.because = ItemStanding.TAKEN, ""
    item.save(update_fields=["standing", "because", "session", "is_closed"])
    audit.record(item, "taken", by=by)
    return item


@transaction.atomic
def set_aside(pk: int, *, because: str, by: Viewer) -> AgendaItem:
    """Take an item off the agenda, or do not take a proposal, and say why."""
    item = locked_item(pk, by)
    require_preparer(item.meeting, by, closed=item.is_behind_closed_door)
    if not because.strip():
        raise Invalid(_("Say why it is not on the agenda."), code="required")
    if item.children.exclude(standing=ItemStanding.SET_ASIDE).exists():
        raise Conflict(_("Other items stand under it: move them first."), code="children")
    item.standing, item.because = ItemStanding.SET_ASIDE, because.strip()
    item.published_at = None
    item.save(update_fields=["standing", "because", "published_at"])
    audit.record(item, "set_aside", by=by)
    return item


@transaction.atomic
def conclude_item(pk: int, result: str, *, by: Viewer) -> AgendaItem:
    """Record whether the meeting concluded an item or leaves it to a later one."""
    visible = AgendaItem.objects.visible_to(by).select_related("session", "meeting__body")
    item = visible.select_for_update(of=("self",)).get(pk=pk)
    closed = item.is_behind_closed_door
    _require_power(item.meeting, by, closed=closed)
    if item.meeting.state not in {State.IN_SESSION, State.CLOSED}:
        raise Conflict(_("Its result is recorded once the meeting sits."), code="not_yet")
    if result not in {"", *ItemResult.values}:
        raise Invalid(_("Say whether it was concluded."), code="result")
    item.result = result
    item.save(update_fields=["result"])
    audit.record(item, "concluded", by=by, result=result)
    return item


def lock(meeting_id: int) -> Meeting:
    """Return the meeting, so that one act at a time changes its agenda."""
    found = Meeting.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("body").get(pk=meeting_id)


def locked_item(pk: int, by: Viewer) -> AgendaItem:
    """Return an item with its meeting locked; one that ``by`` cannot see does not exist."""
    visible = AgendaItem.objects.visible_to(by)
    item = visible.select_related("session", "parent__session").get(pk=pk)
    item.meeting = lock(item.meeting_id)
    return item


def require_preparer(meeting: Meeting, by: Viewer, *, closed: bool) -> None:
    """Raise Refused unless ``by`` prepares this agenda; Conflict once the meeting is over."""
    _require_power(meeting, by, closed=closed)
    _require_ahead(meeting)


def may_prepare(meeting: Meeting, by: Viewer) -> bool:
    """Say whether ``by`` prepares the open agenda: of a workshop, its host does too (001:406)."""
    if rules.may_prepare(by):
        return True
    is_event = meeting.body.kind == BodyKind.EVENT
    return is_event and by.has(Role.OFFICIAL_VOICE) and by.party_id == meeting.host_id


def _require_power(meeting: Meeting, by: Viewer, *, closed: bool) -> None:
    if closed and not agendas.may_write_closed(meeting, by):
        raise Refused(
            _(
                "What is dealt with behind closed doors is prepared by the presiding "
                "country, by those of it who may attend."
            ),
            rule="001:376",
        )
    if not closed and not may_prepare(meeting, by):
        raise Refused(
            _("The presidency and the Secretariat prepare the agenda."), rule="001:378"
        )


def _require_ahead(meeting: Meeting) -> None:
    if meeting.state in {State.CLOSED, State.FINAL, State.CALLED_OFF}:
        raise Conflict(_("That meeting is over."), code="over")


def require_depth(parent: AgendaItem) -> None:
    levels, above = 1, parent
    while above.parent is not None:
        levels, above = levels + 1, above.parent
    if levels >= rules.DEEPEST:
        raise Invalid(_("An agenda has no more levels than three."), code="depth")


def _written(item: AgendaItem, told: dict[str, Any], verb: str, by: Viewer) -> AgendaItem:
    for name in CHANGEABLE:
        if name in told:
            value = told[name]
            setattr(item, name, value.strip() if isinstance(value, str) else value)
    if not item.title_es:
        raise Invalid(_("An item has a title in Spanish."), code="required")
    if item.ends_at and (item.starts_at is None or item.ends_at <= item.starts_at):
        raise Invalid(_("It cannot end before it begins."), code="order")
    item.save()
    # Nothing of what is closed is written into a trail that others read.
    words = {} if item.is_behind_closed_door else {"title": item.title_es}
    audit.record(item, verb, by=by, **words)
    return item


def _carry_down(item: AgendaItem) -> None:
    """What stands under an item sits in its session, and is closed if it is."""
    for child in item.children.select_related("session"):
        child.session = item.session
        child.is_closed = child.is_closed or item.is_behind_closed_door
        if child.is_closed:
            child.published_at = None
        child.save(update_fields=["session", "is_closed", "published_at"])
        _carry_down(child)


def _item_of(meeting: Meeting, pk: int | None) -> AgendaItem | None:
    if pk is None:
        return None
    return meeting.agenda_items.select_related("session", "parent").get(pk=pk)


def _session(meeting: Meeting, pk: int | None) -> Session | None:
    return None if pk is None else meeting.sessions.get(pk=pk)


def last_position(meeting: Meeting) -> int:
    found = meeting.agenda_items.aggregate(last=Max("position"))["last"]
    return int(found or 0)
