"""Assessing the members for a budget, and changing what was assessed by decision."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from finance import access
from finance.models import Account, Assessment, Budget, Entry, JournalKind, Scale
from finance.rules import allocation
from finance.rules.apportionment import Part, apportion
from finance.rules.scales import Sharing, sharing
from finance.services import ledger
from finance.services.allocating import apply_credit
from finance.services.common import (
    Decision,
    lock_party,
    locked_budget,
    require_decision,
    require_registrar,
)
from finance.services.ledger import Movement
from finance.states import BudgetState
from members.models import Party

ASSESSED = (BudgetState.APPROVED, BudgetState.EXECUTING)


@transaction.atomic
def assess(
    pk: int,
    *,
    key: str,
    confirm_members: bool = False,
    on: date | None = None,
    by: Viewer,
) -> list[Assessment]:
    """Share an approved budget among the members, by the scale of its first day.

    All parts are one journal, and add to the budget. Credit is applied at once. Conflict:
    the scale and the members of that day differ, and nobody confirmed it; assessed before.
    """
    require_registrar(by)
    digest = ledger.digest_of(verb="assess", budget=pk)
    if ledger.once(key, digest) is not None:
        return list(Assessment.objects.filter(budget=pk))
    budget = locked_budget(pk)
    _require_assessable(budget)
    scale, among = scale_of(budget)
    if (among.joined or among.left) and not confirm_members:
        raise Conflict(
            _("The scale does not name exactly the members of that day: confirm it."),
            code="scale_members",
            rule="procedure 4",
        )
    parts = apportion(budget.current.total_cents, among.weights)
    made = _write(budget, scale, parts, on or by.on)
    ledger.post(
        Movement(JournalKind.ASSESSMENT, on or by.on, key, digest),
        [entry for each in made for entry in _owes(each, each.amount_cents)],
        by=by,
    )
    for each in sorted(made, key=lambda row: row.party_id):
        lock_party(each.party_id)
        apply_credit(each.party_id, by=by)
    audit.record(budget, "assessed", by=by, total_cents=budget.current.total_cents)
    return made


def scale_of(budget: Budget) -> tuple[Scale, Sharing]:
    """Return the scale of the budget's first day, and whom it shares among (procedure 4)."""
    scale = Scale.objects.in_force(budget.starts_on)
    if scale is None:
        raise Conflict(
            _("No scale is in force on that day."), code="no_scale", rule="procedure 4"
        )
    members = Party.objects.members_on(budget.starts_on).values_list("pk", flat=True)
    weights = [(share.party_id, share.amount_cents) for share in scale.shares.all()]
    return scale, sharing(weights, list(members))


def _require_assessable(budget: Budget) -> None:
    if budget.state not in ASSESSED:
        raise Conflict(
            _("A budget is assessed once the Vice-Ministers approved it."),
            code="not_approved",
            rule="procedure 4",
        )
    if budget.assessments.exists():
        raise Conflict(_("This budget was assessed."), code="assessed", rule="procedure 4")
    if not budget.current.total_cents:
        raise Invalid(_("There is nothing to share out."), code="amount")


def _write(
    budget: Budget, scale: Scale, parts: Sequence[Part], on: date
) -> list[Assessment]:
    return Assessment.objects.bulk_create(
        Assessment(
            budget=budget,
            party_id=part.key,
            scale=scale,
            amount_cents=part.cents,
            total_cents=part.total_cents,
            weight=part.weight,
            weights=part.weights,
            remainder=part.remainder,
            rank=part.rank,
            extra=part.extra,
            assessed_on=on,
        )
        for part in parts
    )


def _owes(assessment: Assessment, cents: int) -> list[Entry]:
    """So many cents more owed (fewer, when negative); of none there are no entries."""
    whose = {"party_id": assessment.party_id, "assessment": assessment}
    pair = ((Account.RECEIVABLE, cents), (Account.INCOME, -cents))
    return [Entry(account=account, cents=n, **whose) for account, n in pair if n]


@transaction.atomic
def adjust(
    pk: int, cents: int, *, decision: Decision, reason: str, key: str, by: Viewer
) -> Assessment:
    """Put what a member owes at ``cents``, as the Vice-Ministers decided (procedure 4).

    What was paid beyond it becomes credit again, the last allocation first. Conflict: more
    than that was written off; it is so already.
    """
    require_registrar(by)
    cited = require_decision(decision, by=by)
    digest = ledger.digest_by(cited, reason, verb="adjust", assessment=pk, cents=cents)
    assessment: Assessment = Assessment.objects.get(pk=pk)
    if ledger.once(key, digest) is not None:
        return assessment
    kind = JournalKind.ADJUSTMENT
    movement = Movement(kind, by.on, key, digest, decision=cited, reason=reason)
    if not _put(assessment, cents, movement, by):
        raise _already_so()
    return assessment


def _already_so() -> Conflict:
    return Conflict(_("Nothing would change: it is already so."), code="already_so")


def _put(assessment: Assessment, cents: int, movement: Movement, by: Viewer) -> bool:
    """Put what a member owes at ``cents`` by ``movement``; False: it is so already."""
    lock_party(assessment.party_id)
    stands = access.owed_now(assessment.pk)
    if cents < 0 or cents < stands.written_off:
        raise Conflict(
            _("More than that was written off already."),
            code="below_write_off",
            rule="procedure 4",
        )
    difference = cents - stands.amount
    if not difference:
        return False
    _release(assessment, stands.paid + stands.written_off - cents, movement.reason, by)
    ledger.post(movement, _owes(assessment, difference), by=by)
    apply_credit(assessment.party_id, by=by)
    text = movement.decision.text if movement.decision else None
    audit.record(assessment, "adjusted", by=by, cents=cents, text=text)
    return True


def _release(assessment: Assessment, excess: int, reason: str, by: Viewer) -> None:
    """Undo the last allocations until ``excess`` cents are credit again."""
    rows = {row.pk: row for row in assessment.allocations.all().standing()}
    applied = [allocation.Applied(row.pk, row.cents) for row in rows.values()]
    for chosen in allocation.to_release(applied, excess):
        ledger.undo(rows[chosen].journal, reason, by=by, value_on=by.on)


@transaction.atomic
def rescale(
    pk: int, scale_pk: int, *, decision: Decision, reason: str, key: str, by: Viewer
) -> list[Assessment]:
    """Share a budget's present total anew by a scale, as the Vice-Ministers decided (E03).

    Every assessment is adjusted to its new part; the parts add to the total. Conflict: the
    scale names a member that was not assessed, or leaves out one that was; every part is so
    already.
    """
    require_registrar(by)
    cited = require_decision(decision, by=by)
    digest = ledger.digest_by(cited, reason, verb="rescale", budget=pk, scale=scale_pk)
    is_sent = ledger.once(key, digest, in_parts=True) is not None
    budget = locked_budget(pk)
    rows = {row.party_id: row for row in budget.assessments.all()}
    if is_sent:
        return list(rows.values())
    kind = JournalKind.ADJUSTMENT
    changed = [
        _put(
            rows[part.key],
            part.cents,
            Movement(
                kind, by.on, f"{key}:{part.key}", digest, decision=cited, reason=reason
            ),
            by,
        )
        for part in _parts(budget, scale_pk, rows)
    ]
    if not any(changed):
        raise _already_so()
    return list(rows.values())


def _parts(budget: Budget, scale_pk: int, rows: Collection[int]) -> list[Part]:
    """Return the parts of the present total by a scale; ``rows``: who was assessed."""
    scale = Scale.objects.get(pk=scale_pk)
    weights = [(share.party_id, share.amount_cents) for share in scale.shares.all()]
    if not rows or set(rows) != {party for party, _weight in weights}:
        raise Conflict(
            _("The scale does not name exactly the members that were assessed."),
            code="scale_members",
            rule="procedure 4",
        )
    return apportion(budget.current.total_cents, weights)
