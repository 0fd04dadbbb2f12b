"""Special guests of one meeting: invited, and called off."""

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from meetings import rules
from meetings.models import Delegation, Guest, Meeting
from meetings.services.delegations import end_delegation


@transaction.atomic
def invite_guest(
    meeting_id: int,
    *,
    decided_by: str,
    source: str,
    by: Viewer,
    party_id: int | None = None,
    called_es: str = "",
    called_en: str = "",
    purpose_es: str = "",
    purpose_en: str = "",
) -> Guest:
    """Record that a party, or somebody by name, is a special guest of one meeting (002:93)."""
    _require_power(by)
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting_id)
    if (party_id is None) != bool(called_es.strip()):
        raise Invalid(_("A guest is either a party or a name."), code="guest")
    if not decided_by.strip() or not source.strip():
        raise Invalid(_("Say who decided it, and where it is written."), code="decision")
    same = meeting.guests.filter(party=party_id, called_es=called_es.strip())
    if same.exists():
        raise Conflict(_("It is on that meeting's list already."), code="duplicate")
    guest = Guest.objects.create(
        meeting=meeting,
        party_id=party_id,
        called_es=called_es.strip(),
        called_en=called_en.strip(),
        purpose_es=purpose_es.strip(),
        purpose_en=purpose_en.strip(),
        decided_by=decided_by.strip(),
        source=source.strip(),
    )
    audit.record(meeting, "guest_invited", by=by, guest=guest.pk, name=str(guest))
    return guest


@transaction.atomic
def call_off_guest(pk: int, *, by: Viewer) -> Guest:
    """Record that a guest does not come after all, nor the delegation of a named one.

    The invitation stays on record, and who had been registered.
    """
    _require_power(by)
    guest = Guest.objects.select_for_update(of=("self",)).get(pk=pk)
    if guest.called_off_on is not None:
        raise IllegalStep(_("That invitation was called off already."))
    if guest.meeting.ends_on < by.on:
        raise Conflict(_("That meeting is over."), code="over")
    guest.called_off_on = by.on
    guest.save(update_fields=["called_off_on"])
    audit.record(guest.meeting, "guest_called_off", by=by, guest=guest.pk, name=str(guest))
    delegation = Delegation.objects.filter(guest=guest).first()
    if delegation is not None:
        end_delegation(delegation, by=by)
    return guest


def _require_power(by: Viewer) -> None:
    if not rules.may_record_guest(by):
        raise Refused(
            _("Only the Secretariat or the presidency in office records this."),
            rule="001:399",
        )
