"""What receipts pay: by what they name, then the oldest first; and taking that back."""

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from finance.models import Account, Allocation, Assessment, Entry, JournalKind, Receipt
from finance.rules.allocation import Credit, Open
from finance.rules.allocation import allocate as places
from finance.services import ledger
from finance.services.common import lock_party, require_accounts
from finance.services.ledger import Movement


def apply_credit(party_id: int, *, by: Viewer) -> list[Allocation]:
    """Let the member's credit pay what it owes; called with the member's money locked."""
    return _place(party_id, by)


def _place(
    party_id: int, by: Viewer, only: int | None = None, to: int | None = None
) -> list[Allocation]:
    receipts = (
        Receipt.objects.all().standing().with_left().filter(party=party_id, left__gt=0)
    )
    owed = (
        Assessment.objects.all().with_balances().filter(party=party_id, outstanding__gt=0)
    )
    if only is not None:
        receipts = receipts.filter(pk=only)
    if to is not None:
        owed = owed.filter(pk=to)
    money = {row.pk: row for row in receipts}
    due = {row.pk: row for row in owed.select_related("budget")}
    pieces = places(
        [Credit(r.pk, r.value_on, r.left, to or r.designated_id) for r in money.values()],
        [Open(a.pk, a.budget.starts_on, a.outstanding) for a in due.values()],
    )
    return [_write(money[p.receipt], due[p.assessment], p.cents, by) for p in pieces]


def _write(receipt: Receipt, assessment: Assessment, cents: int, by: Viewer) -> Allocation:
    """It counts from the day that there were both: what was owed and what pays it."""
    day = max(receipt.value_on, assessment.assessed_on)
    whose = {"party_id": receipt.party_id, "receipt": receipt}
    journal = ledger.post(
        Movement(JournalKind.ALLOCATION, day),
        [
            Entry(account=Account.CREDIT, cents=cents, **whose),
            Entry(account=Account.RECEIVABLE, cents=-cents, assessment=assessment, **whose),
        ],
        by=by,
    )
    made: Allocation = Allocation.objects.create(
        journal=journal, receipt=receipt, assessment=assessment, cents=cents
    )
    return made


@transaction.atomic
def allocate(receipt_pk: int, *, to: int | None = None, by: Viewer) -> list[Allocation]:
    """Let what is left of a receipt pay the assessment ``to``, or else the oldest first.

    Invalid: that assessment is another member's. Nothing left, or nothing owed: nothing.
    """
    require_accounts(by)
    receipt = Receipt.objects.get(pk=receipt_pk)
    lock_party(receipt.party_id)
    require_own(to, receipt.party_id)
    made = _place(receipt.party_id, by, receipt_pk, to)
    if made:
        audit.record(receipt, "allocated", by=by, cents=sum(row.cents for row in made))
    return made


def require_own(assessment: int | None, party_id: int) -> None:
    """Raise Invalid when ``assessment`` is not the member's."""
    if assessment is None:
        return
    if not Assessment.objects.filter(pk=assessment, party=party_id).exists():
        raise Invalid(_("That assessment is another member's."), code="designated")


@transaction.atomic
def release(allocation_pk: int, *, reason: str, key: str, by: Viewer) -> Allocation:
    """Take an allocation back: its cents are credit again, until they are allocated."""
    require_accounts(by)
    row: Allocation = Allocation.objects.select_related("journal", "receipt").get(
        pk=allocation_pk
    )
    digest = ledger.digest_of(verb="release", allocation=allocation_pk)
    if ledger.once(key, digest) is not None:
        return row
    lock_party(row.receipt.party_id)
    if not Allocation.objects.all().standing().filter(pk=row.pk).exists():
        raise Conflict(_("That allocation was taken back."), code="reversed")
    ledger.undo(row.journal, reason, by=by, key=key, digest=digest, value_on=by.on)
    audit.record(row.receipt, "released", by=by, cents=row.cents)
    return row
