"""What members sent: recorded once, allocated at once, and returned when the bank returns it."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from finance.models import Account, Entry, JournalKind, Receipt
from finance.rules.allocation import MOST, USD, credited
from finance.services import ledger, telling
from finance.services.allocating import apply_credit, require_own
from finance.services.common import (
    lock_party,
    require_accounts,
    require_text,
    require_value_date,
)
from finance.services.ledger import Movement
from members.models import Party
from members.models.parties import PartyKind


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer as the bank reports it: ``gross`` and ``fee`` in hundredths of ``currency``.

    ``net_cents`` is what IOM credited in cents of USD; without it, the rate says it.
    """

    party: int
    value_on: date
    gross: int
    fee: int = 0
    currency: str = USD
    rate: Decimal | None = None
    rate_source: str = ""
    net_cents: int | None = None
    designated: int | None = None
    bank_reference: str = ""
    document: str | None = None
    note: str = ""


@transaction.atomic
def record_receipt(sent: Transfer, *, key: str, by: Viewer) -> Receipt:
    """Record a transfer once for each ``key``, and let it pay what the member owes.

    Sent again with the same key it is the same receipt. Conflict: the key stands for
    another transfer, or the bank's reference was recorded for that day.
    """
    require_accounts(by)
    digest = ledger.digest_of(verb="receipt", **asdict(sent))
    again = ledger.once(key, digest)
    if again is not None:
        earlier: Receipt = again.receipt
        return earlier
    net = _net(sent)
    lock_party(sent.party)
    _require_known(sent, by)
    _require_new(sent)
    journal = ledger.begin(Movement(JournalKind.RECEIPT, sent.value_on, key, digest), by=by)
    said = {name: value for name, value in asdict(sent).items() if name not in RELATED}
    receipt: Receipt = Receipt.objects.create(
        **{**said, "net_cents": net, "bank_reference": sent.bank_reference.strip()},
        journal=journal,
        party_id=sent.party,
        designated_id=sent.designated,
        document_id=sent.document,
        recorded_at=by.at,
        recorded_by_id=by.user_id,
    )
    whose = {"party_id": sent.party, "receipt": receipt}
    ledger.write(
        journal,
        [
            Entry(account=Account.BANK, cents=net, **whose),
            Entry(account=Account.CREDIT, cents=-net, **whose),
        ],
    )
    apply_credit(sent.party, by=by)
    audit.record(receipt, "recorded", by=by, net_cents=net, value_on=sent.value_on)
    telling.tell_receipt(receipt, by=by)
    return receipt


RELATED = {"party", "designated", "document"}


def _net(sent: Transfer) -> int:
    """Return what was credited: as reported, or worked out; fees stay with the payer (F03)."""
    worked_out = credited(sent.gross, sent.fee, sent.currency, sent.rate)
    if sent.currency == USD or sent.net_cents is None:
        if sent.net_cents not in {None, worked_out}:
            raise Invalid(_("Gross less fee is not what was credited."), code="net")
        net = worked_out
    else:
        net = sent.net_cents
    if net <= 0:
        raise Invalid(_("Nothing is left of the transfer."), code="amount")
    if net > MOST:
        raise Invalid(_("No transfer is as large as that."), code="amount")
    if sent.currency != USD:
        require_text(sent.rate_source, _("Say where the rate is from."))
    return net


def _require_known(sent: Transfer, by: Viewer) -> None:
    require_value_date(sent.value_on, by)
    if not Party.objects.filter(pk=sent.party, kind=PartyKind.MEMBER_STATE).exists():
        raise Invalid(_("Only members contribute."), code="not_a_member")
    require_own(sent.designated, sent.party)


def _require_new(sent: Transfer) -> None:
    reference = sent.bank_reference.strip()
    if not reference:
        return
    same = (
        Receipt.objects.all()
        .standing()
        .filter(party=sent.party, value_on=sent.value_on, bank_reference=reference)
    )
    if same.exists():
        raise Conflict(_("This transfer was recorded before."), code="duplicate")


@transaction.atomic
def return_transfer(
    pk: int, *, reason: str, key: str, on: date | None = None, by: Viewer
) -> Receipt:
    """Record that the bank returned a transfer: what it paid is owed again (procedure 4).

    Its allocations and itself are reversed, nothing is deleted. Other credit of the member
    pays what it can.
    """
    require_accounts(by)
    digest = ledger.digest_of(verb="return", receipt=pk)
    receipt: Receipt = Receipt.objects.select_related("journal").get(pk=pk)
    if ledger.once(key, digest) is not None:
        return receipt
    lock_party(receipt.party_id)
    why = require_text(reason, _("Say why it came back."))
    day = on or by.on
    if not receipt.value_on <= day <= by.on:
        raise Invalid(
            _("A transfer comes back after it came in, and not in the future."),
            code="value_date",
        )
    for row in receipt.allocations.all().standing().order_by("-pk"):
        # What it paid was assessed later perhaps: nothing is owed again before that.
        since = max(day, row.journal.value_on)
        ledger.undo(row.journal, why, by=by, value_on=since)
    ledger.undo(receipt.journal, why, by=by, key=key, digest=digest, value_on=day)
    apply_credit(receipt.party_id, by=by)
    audit.record(receipt, "returned", by=by, net_cents=receipt.net_cents)
    telling.tell_returned(receipt, by=by)
    return receipt
