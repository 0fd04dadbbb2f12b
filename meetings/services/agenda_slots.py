"""The space that the presidency and the Secretariat give in an agenda (001:375, 003:105)."""

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from meetings import rights
from meetings.models import AgendaItem, AgendaSlot, PartyClass, Right, SlotOffice
from meetings.models.agenda_slots import SLOT_RIGHTS
from meetings.rights import Rights
from meetings.rules import Ground
from meetings.services.agenda import locked_item

AS_OF_RIGHT = (
    PartyClass.MEMBER,
    PartyClass.PPT,
    PartyClass.OTHER_TROIKA,
    PartyClass.SECRETARIAT,
)


@transaction.atomic
def propose_slot(
    item_id: int, *, party_id: int, right: str, by: Viewer, minutes: int | None = None
) -> AgendaSlot:
    """Propose that a party speaks or intervenes at an item.

    The matrix must allow it to those who were given a space; what asks for more than a
    space, as an observer country's intervention does, is refused with its rule.
    """
    item = locked_item(item_id, by)
    office = _office(by)
    _require_open(item)
    if right not in SLOT_RIGHTS:
        raise Invalid(_("A space is for a statement or an intervention."), code="right")
    _require_spaceable(item, party_id, Right(right), by)
    slots = AgendaSlot.objects.filter(item=item, party=party_id, right=right)
    if slots.filter(withdrawn_at=None).exists():
        raise Conflict(_("That party has this space already."), code="duplicate")
    slot = AgendaSlot.objects.create(
        item=item,
        party_id=party_id,
        right=right,
        minutes=minutes,
        proposed_by=office,
        proposed_at=by.at,
    )
    audit.record(item, "space_proposed", by=by, party=party_id, right=right)
    return slot


@transaction.atomic
def confirm_slot(pk: int, *, by: Viewer) -> AgendaSlot:
    """Confirm a space that the other office proposed: both of them give it (003:105)."""
    slot = _locked(pk, by)
    if slot.confirmed_at is not None:
        raise Conflict(_("Both offices gave that space already."), code="confirmed")
    if _office(by) == slot.proposed_by:
        raise Refused(
            _("The presidency and the Secretariat decide it together: the other confirms."),
            rule="003:105",
        )
    slot.confirmed_at = by.at
    slot.save(update_fields=["confirmed_at"])
    audit.record(slot.item, "space_confirmed", by=by, party=slot.party_id)
    return slot


@transaction.atomic
def withdraw_slot(pk: int, *, by: Viewer) -> AgendaSlot:
    """Take a space back; it stays on record that it was given."""
    slot = _locked(pk, by)
    slot.withdrawn_at = by.at
    slot.save(update_fields=["withdrawn_at"])
    audit.record(slot.item, "space_withdrawn", by=by, party=slot.party_id)
    return slot


def eligible(item: AgendaItem, by: Viewer) -> list[int]:
    """Return the parties (ids) to which a space at ``item`` would open something."""
    here = Rights.of(item.meeting, by.at)
    return [
        party
        for party, party_class in here.classes.items()
        if party_class not in AS_OF_RIGHT
        and any(
            here.may(right, item.forum, party, also_met=[Ground.SPACE])
            for right in SLOT_RIGHTS
        )
    ]


def _locked(pk: int, by: Viewer) -> AgendaSlot:
    found = AgendaSlot.objects.visible_to(by).select_for_update(of=("self",))
    slot = found.select_related("item").get(pk=pk)
    slot.item = locked_item(slot.item_id, by)
    _office(by)
    if slot.withdrawn_at is not None:
        raise Conflict(_("That space was taken back."), code="withdrawn")
    return slot


def _office(by: Viewer) -> SlotOffice:
    if by.has(Role.PRESIDENCY):
        return SlotOffice.PRESIDENCY
    if by.has(Role.SECRETARIAT):
        return SlotOffice.SECRETARIAT
    raise Refused(
        _("The presidency and the Secretariat give space in the agenda."), rule="001:375"
    )


def _require_open(item: AgendaItem) -> None:
    if item.is_behind_closed_door:
        raise Refused(_("Nobody is given a space behind closed doors."), rule="001:376")


def _require_spaceable(item: AgendaItem, party_id: int, right: Right, by: Viewer) -> None:
    here = Rights.of(item.meeting, by.at)
    if here.class_of(party_id) in AS_OF_RIGHT:
        raise Invalid(_("It takes part by right and needs no space."), code="by_right")
    verdict = here.may(right, item.forum, party_id, also_met=[Ground.SPACE])
    rights.require(verdict, right)
