"""What is promised, spent and moved within a budget."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from finance import reports
from finance.models import (
    Account,
    Budget,
    Commitment,
    Entry,
    Expenditure,
    JournalKind,
    LineTransfer,
)
from finance.rules import powers
from finance.services import ledger
from finance.services.common import (
    Decision,
    locked_budget,
    one_at_a_time,
    require_accounts,
    require_decision,
    require_positive,
    require_text,
    require_value_date,
)
from finance.services.ledger import Movement
from finance.states import BudgetState


@dataclass(frozen=True, slots=True)
class Spent:
    """Money spent of a budget's line, in cents of USD, and what supports it."""

    budget: int
    line: int
    cents: int
    paid_on: date
    purpose: str
    document: str | None = None
    commitment: int | None = None


@transaction.atomic
def commit_line(
    budget_pk: int, line: int, cents: int, *, purpose: str, key: str = "", by: Viewer
) -> Commitment:
    """Promise money of a line, once for each ``key`` that is given.

    Conflict: the line has not so much available, or the key stands for something else.
    """
    require_accounts(by)
    said = {"budget_id": budget_pk, "line_id": line, "cents": cents}
    earlier: Commitment | None = _once(Commitment.objects.all(), key, said)
    if earlier is not None:
        return earlier
    budget = _executing(budget_pk)
    _require_available(budget, line, require_positive(cents), by)
    made: Commitment = Commitment.objects.create(
        budget=budget,
        line_id=line,
        cents=cents,
        made_on=by.on,
        key=key or None,
        purpose=require_text(purpose, _("Say what it is for.")),
        recorded_at=by.at,
        recorded_by_id=by.user_id,
    )
    audit.record(budget, "committed", by=by, line=line, cents=cents)
    return made


@transaction.atomic
def release_commitment(pk: int, *, by: Viewer) -> Commitment:
    """End a commitment: what was not spent of it is available again."""
    require_accounts(by)
    made: Commitment = Commitment.objects.select_for_update().get(pk=pk)
    if made.released_on is not None:
        raise Conflict(_("That commitment has ended."), code="released")
    made.released_on = by.on
    made.save(update_fields=["released_on"])
    audit.record(made.budget, "commitment_released", by=by, commitment=pk)
    return made


@transaction.atomic
def record_expenditure(spent: Spent, *, key: str, by: Viewer) -> Expenditure:
    """Record what was spent, once for each ``key``; the budget is the plan, this the fact.

    A line that is overspent shows it: money that is gone is not refused.
    """
    require_accounts(by)
    digest = ledger.digest_of(
        verb="expenditure",
        budget=spent.budget,
        line=spent.line,
        cents=spent.cents,
        paid_on=spent.paid_on,
        purpose=spent.purpose,
    )
    again = ledger.once(key, digest)
    if again is not None:
        earlier: Expenditure = again.expenditure
        return earlier
    budget = _executing(spent.budget)
    _require_sound(budget, spent, by)
    where = {"budget": budget, "line_id": spent.line}
    journal = ledger.post(
        Movement(JournalKind.EXPENDITURE, spent.paid_on, key, digest),
        [
            Entry(account=Account.EXPENSE, cents=spent.cents, **where),
            Entry(account=Account.BANK, cents=-spent.cents, **where),
        ],
        by=by,
    )
    made: Expenditure = Expenditure.objects.create(
        journal=journal,
        cents=spent.cents,
        paid_on=spent.paid_on,
        purpose=require_text(spent.purpose, _("Say what it is for.")),
        document_id=spent.document,
        commitment_id=spent.commitment,
        recorded_at=by.at,
        recorded_by_id=by.user_id,
        **where,
    )
    audit.record(budget, "spent", by=by, line=spent.line, cents=spent.cents)
    return made


def _require_sound(budget: Budget, spent: Spent, by: Viewer) -> None:
    require_positive(spent.cents)
    require_value_date(spent.paid_on, by)
    _require_line(budget, spent.line)
    if spent.commitment is None:
        return
    same = Commitment.objects.filter(
        pk=spent.commitment, budget=budget, line=spent.line, released_on=None
    )
    if not same.exists():
        raise Invalid(_("That commitment is of another line."), code="commitment")


@transaction.atomic
def reverse_expenditure(pk: int, *, reason: str, key: str, by: Viewer) -> Expenditure:
    """Reverse an expenditure that was recorded wrongly or came back."""
    require_accounts(by)
    made: Expenditure = Expenditure.objects.select_related("journal").get(pk=pk)
    digest = ledger.digest_of(verb="reverse_expenditure", expenditure=pk)
    if ledger.once(key, digest) is None:
        budget = locked_budget(made.budget_id)
        why = require_text(reason, _("Say why it is reversed."))
        ledger.undo(made.journal, why, by=by, key=key, digest=digest, value_on=by.on)
        audit.record(budget, "expenditure_reversed", by=by, cents=made.cents)
    return made


@transaction.atomic
def transfer_line(
    budget_pk: int,
    *,
    origin: int,
    target: int,
    cents: int,
    reason: str,
    decision: Decision | None = None,
    key: str = "",
    by: Viewer,
) -> LineTransfer:
    """Move money from one line to another: the presidency agrees, or a decision says so.

    Once for each ``key`` that is given. Conflict: the line has not so much available. The
    budget's total stays what it is.
    """
    if not powers.may_move_between_lines(by, is_decided=decision is not None):
        raise Refused(
            _("The presidency agrees to it, or a decision says so."), code="not_presidency"
        )
    cited = require_decision(decision, by=by) if decision else None
    said = {"origin_id": origin, "target_id": target, "cents": cents}
    earlier: LineTransfer | None = _once(LineTransfer.objects.all(), key, said)
    if earlier is not None:
        return earlier
    budget = _executing(budget_pk)
    if origin == target:
        raise Invalid(_("Money is moved to another line."), code="same_line")
    _require_line(budget, target)
    _require_available(budget, origin, require_positive(cents), by)
    made: LineTransfer = LineTransfer.objects.create(
        budget=budget,
        origin_id=origin,
        target_id=target,
        cents=cents,
        moved_on=by.on,
        key=key or None,
        reason=require_text(reason, _("Say why it is moved.")),
        text_id=cited.text if cited else None,
        recorded_at=by.at,
        recorded_by_id=by.user_id,
    )
    audit.record(budget, "line_transferred", by=by, cents=cents, to=target, of=origin)
    return made


def _once(rows: QuerySet[Any], key: str, said: dict[str, int]) -> Any:
    """Return the row that ``key`` made already; Conflict when it says something else."""
    if not key:
        return None
    one_at_a_time(f"finance:key:{key}")
    found = rows.filter(key=key).first()
    if found is not None and any(getattr(found, n) != value for n, value in said.items()):
        raise Conflict(
            _("This key was used for another movement."), code="key_used", rule="L1"
        )
    return found


def _executing(pk: int) -> Budget:
    budget = locked_budget(pk)
    if budget.state != BudgetState.EXECUTING:
        raise Conflict(_("This budget is not being carried out."), code="not_executing")
    return budget


def _require_line(budget: Budget, line: int) -> None:
    if not budget.current.lines.filter(kind=line).exists():
        raise Invalid(_("The budget has no such line."), code="lines")


def _require_available(budget: Budget, line: int, cents: int, by: Viewer) -> None:
    _require_line(budget, line)
    lines = {each.key: each for each in reports.lines_of(budget)}
    if lines[line].available < cents:
        raise Conflict(_("The line has not so much available."), code="over_line")
