"""Between two rounds: the change table, and the text that takes the changes in (001:390)."""

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict
from decisions import access
from decisions.models import Consultation, Disposition, Proposal, Round
from decisions.models.proposals import DispositionKind, ProposalState
from decisions.rules.outcome import Outcome
from decisions.services.common import conduct, last_round, require_text, take
from decisions.states import State, Step

STATE_OF = {
    DispositionKind.ACCEPTED: ProposalState.ACCEPTED,
    DispositionKind.PARTLY: ProposalState.MERGED,
    DispositionKind.REJECTED: ProposalState.REJECTED,
}


@transaction.atomic
def revise(pk: int, *, by: Viewer) -> Consultation:
    """Open the revision: there are changes or objections to answer."""
    consultation = conduct(pk, by=by)
    take(consultation, Step.REVISE)
    result = access.result(last_round(consultation), by.at)
    if result.outcome not in (Outcome.NEW_ROUND, Outcome.BLOCKED):
        raise Conflict(
            _("Nobody proposed a change or objected."), code="nothing_to_revise", rule="1.5"
        )
    audit.record(consultation, "revision_opened", by=by)
    return consultation


@transaction.atomic
def dispose(proposal_id: int, kind: str, *, reason: str = "", by: Viewer) -> Disposition:
    """Write down what the presidency does with a proposal, for the change table."""
    asked = Round.objects.get(consulted__replies__proposals=proposal_id)
    proposal = Proposal.objects.get(pk=proposal_id)
    consultation = conduct(asked.consultation_id, by=by)
    if consultation.state != State.REVISION or last_round(consultation).pk != asked.pk:
        raise Conflict(
            _("The text is not under revision."), code="not_in_revision", rule="1.5"
        )
    if kind != DispositionKind.ACCEPTED:
        reason = require_text(
            reason, _("Say why the proposal is not accepted as it stands.")
        )
    disposition, _created = Disposition.objects.update_or_create(
        proposal=proposal,
        defaults={
            "kind": DispositionKind(kind),
            "reason": reason.strip(),
            "decided_at": by.at,
            "user_id": by.signer,
        },
    )
    proposal.state = STATE_OF[DispositionKind(kind)]
    proposal.save(update_fields=["state"])
    audit.record(consultation, "proposal_treated", by=by, proposal=proposal.pk, kind=kind)
    return disposition
