"""What waits for an agenda: matters left pending, matters that something else referred."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict
from meetings import agendas
from meetings.models import (
    AgendaItem,
    Body,
    BodyKind,
    ItemKind,
    ItemResult,
    Meeting,
    MeetingState,
    ReferredMatter,
)
from meetings.models.agenda import AgendaItemQuerySet, behind_closed_door
from meetings.services.agenda import add_item, lock, require_preparer


@dataclass(frozen=True, slots=True)
class Offered:
    """What an agenda may take: items of an earlier meeting, and matters referred."""

    meeting: Meeting | None
    items: list[AgendaItem]
    matters: list[ReferredMatter]


@transaction.atomic
def refer_matter(
    body: Body | None,
    *,
    title_es: str,
    title_en: str,
    reference: str,
    url: str,
    by: Viewer,
) -> ReferredMatter | None:
    """Leave a matter for the next agenda of a body (the Vice-Ministers' unless told).

    It needs no meeting on record yet. Referring the same thing again changes nothing; with
    no such body on record there is no agenda to leave it for, and nothing is returned.
    """
    to = body or Body.objects.filter(kind=BodyKind.VICE_MINISTERIAL).order_by("pk").first()
    if to is None:
        return None
    matter, made = ReferredMatter.objects.get_or_create(
        body=to,
        reference=reference,
        defaults={
            "title_es": title_es,
            "title_en": title_en,
            "url": url,
            "referred_at": by.at,
        },
    )
    if made:
        audit.record(matter, "referred", by=by, reference=reference)
    return matter


def offered(meeting: Meeting, viewer: Viewer) -> Offered:
    """Return what waits for this agenda: of the body's previous meeting, and referred to it."""
    before = _previous(meeting)
    left = _left_by(before, viewer)
    pending = list(left.exclude(behind_closed_door()).in_order())
    matters = ReferredMatter.objects.visible_to(viewer).waiting().filter(body=meeting.body)
    return Offered(before, pending, list(matters))


def offered_closed(meeting: Meeting, viewer: Viewer) -> Offered:
    """Return what the previous meeting left pending behind its closed door.

    Only for whoever prepares what is closed here, and was or may be inside there (001:376):
    to anybody else nothing waits.
    """
    before = _previous(meeting)
    if before is None or not agendas.may_write_closed(meeting, viewer):
        return Offered(None, [], [])
    left = _left_by(before, viewer).filter(behind_closed_door())
    return Offered(before, list(left.in_order()), [])


@transaction.atomic
def carry(
    meeting_id: int, item_id: int, *, by: Viewer, session_id: int | None = None
) -> AgendaItem:
    """Take up in this agenda what an earlier meeting left pending, with a link to it.

    What was behind the closed door stays behind it.
    """
    meeting = lock(meeting_id)
    before = AgendaItem.objects.visible_to(by).select_related("session", "meeting")
    earlier = before.select_for_update(of=("self",)).get(pk=item_id)
    closed = earlier.is_behind_closed_door
    require_preparer(meeting, by, closed=closed)
    if earlier.result != ItemResult.PENDING or earlier.meeting.body_id != meeting.body_id:
        raise Conflict(_("That item was not left pending."), code="not_pending")
    if earlier.carried_to.exists():
        raise Conflict(_("It was taken up already."), code="taken")
    item = add_item(
        meeting_id,
        by=by,
        session_id=session_id,
        is_closed=closed,
        kind=earlier.kind,
        axis=earlier.axis,
        title_es=earlier.title_es,
        title_en=earlier.title_en,
        description_es=earlier.description_es,
        description_en=earlier.description_en,
    )
    item.carried_from = earlier
    item.save(update_fields=["carried_from"])
    return item


@transaction.atomic
def take_matter(
    meeting_id: int, matter_id: int, *, by: Viewer, session_id: int | None = None
) -> AgendaItem:
    """Take a referred matter onto this agenda, for decision."""
    meeting = lock(meeting_id)
    require_preparer(meeting, by, closed=False)
    waiting = ReferredMatter.objects.visible_to(by).select_for_update(of=("self",))
    matter = waiting.get(pk=matter_id, body=meeting.body)
    if matter.taken_as_id is not None:
        raise Conflict(_("It was taken up already."), code="taken")
    item = add_item(
        meeting_id,
        by=by,
        session_id=session_id,
        kind=ItemKind.DECISION,
        title_es=matter.title_es,
        title_en=matter.title_en,
    )
    item.referred_by, item.referred_url = matter.reference, matter.url
    item.save(update_fields=["referred_by", "referred_url"])
    matter.taken_as = item
    matter.save(update_fields=["taken_as"])
    return item


def _left_by(before: Meeting | None, viewer: Viewer) -> AgendaItemQuerySet:
    """Return what ``before`` left pending and nobody took up, as far as ``viewer`` knows it."""
    if before is None:
        return AgendaItem.objects.none()
    left = AgendaItem.objects.visible_to(viewer).on_the_agenda().filter(meeting=before)
    return left.filter(result=ItemResult.PENDING, carried_to=None)


def _previous(meeting: Meeting) -> Meeting | None:
    earlier = Meeting.objects.filter(body=meeting.body, starts_on__lt=meeting.starts_on)
    held = earlier.exclude(state=MeetingState.CALLED_OFF)
    return held.order_by("-starts_on", "-pk").first()
