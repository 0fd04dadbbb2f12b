"""Delegations before those who prepare the meeting: approved, returned, their notes, their size."""

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library.models import StoredFile
from meetings import delegation_states as states
from meetings.attending import Composition
from meetings.delegation_notices import tell
from meetings.delegation_states import Step
from meetings.models import CompositionLimit, Credential, Delegation, Forum, Meeting
from meetings.rules import delegations as rules
from meetings.services import seating
from meetings.services.delegations import locked, require_registering


@transaction.atomic
def approve(pk: int, *, by: Viewer) -> Delegation:
    """Approve a delegation with everybody in it (the Secretariat or the presidency)."""
    delegation = locked(pk)
    _require_deciding(by)
    delegation.state = states.after(delegation.state, Step.APPROVE)
    delegation.decided_at, delegation.decided_by = by.at, by.label
    delegation.save()
    waiting = delegation.delegates.coming().filter(approved_at=None)
    count = waiting.update(approved_at=by.at, approved_by=by.label)
    audit.record(delegation, "approved", by=by, delegates=count)
    tell(delegation, "approved", by=by)
    return delegation


@transaction.atomic
def send_back(pk: int, *, reason: str, by: Viewer) -> Delegation:
    """Return a delegation with the reason; what had been approved is approved no longer."""
    delegation = locked(pk)
    _require_deciding(by)
    if not reason.strip():
        raise Invalid(_("Say why it is returned."), code="required")
    delegation.state = states.after(delegation.state, Step.RETURN)
    delegation.decided_at, delegation.decided_by = by.at, by.label
    delegation.returned_because = reason.strip()
    delegation.save()
    delegation.delegates.coming().update(approved_at=None, approved_by="")
    audit.record(delegation, "returned", by=by, reason=reason.strip())
    tell(delegation, "returned", by=by)
    return delegation


@transaction.atomic
def add_credentials(pk: int, *, document: StoredFile, name: str, by: Viewer) -> Credential:
    """Keep the note verbale that accredits a delegation."""
    delegation = locked(pk)
    require_registering(delegation.meeting, delegation.party_id, by)
    if delegation.credentials.filter(document=document).exists():
        raise Conflict(_("That document is on record already."), code="duplicate")
    kept = Credential.objects.create(
        delegation=delegation,
        document=document,
        document_name=name,
        added_at=by.at,
        added_by=by.label,
    )
    audit.record(delegation, "credentials_added", by=by, sha256=document.pk)
    return kept


@transaction.atomic
def limit_companions(
    meeting_id: int, *, number: int, reason: str, by: Viewer
) -> CompositionLimit:
    """Let in fewer companions behind closed doors at one meeting: never more than the rule."""
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting_id)
    quota = Composition.of(meeting).quota(Forum.VM_CLOSED)
    if not rules.may_authorise(by):
        raise Refused(_("Only the presidency in office decides this."), rule="001:376")
    if quota is None or not rules.may_limit(number, quota.companions):
        raise Refused(
            _("The presidency may let in fewer companions than the rule, never more."),
            rule=quota.sources if quota else "001:376",
        )
    if not reason.strip():
        raise Invalid(_("Say why."), code="required")
    seating.require_nobody_beyond(meeting, number)
    limit, _made = CompositionLimit.objects.update_or_create(
        meeting=meeting,
        forum=Forum.VM_CLOSED,
        defaults={
            "number": number,
            "reason": reason.strip(),
            "set_at": by.at,
            "set_by": by.label,
        },
    )
    audit.record(meeting, "companions_limited", by=by, number=number, reason=reason.strip())
    return limit


def _require_deciding(by: Viewer) -> None:
    if not rules.may_decide_delegations(by):
        raise Refused(
            _("Only the Secretariat or the presidency in office decides on delegations."),
            rule="001:399",
        )
