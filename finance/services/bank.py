"""Statements of the bank: kept, read into lines, and what a person makes of each line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit, wakeup
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, DomainError, Invalid
from crm_portal.library import uploads
from crm_portal.library.rules import sha256_of
from finance import reading
from finance.models import (
    BankFormat,
    BankLine,
    BankReading,
    BankStatement,
    LineState,
    Receipt,
)
from finance.reading import Columns
from finance.reading.columns import guess, require_complete
from finance.services import bank_reading
from finance.services.common import one_at_a_time, require_accounts, require_text
from finance.services.receipts import Transfer, record_receipt

TYPES = {BankFormat.CSV: "text/csv", BankFormat.CAMT: "application/xml"}
# Read while the reader waits: some tenths of a second at most.
SMALL = 60_000  # bytes
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """The member that a person confirms for a line, and the assessment it is for, if said.

    ``net_cents`` with the ``rate`` and its source: for a line that is not in dollars.
    """

    line: int
    party: int
    designated: int | None = None
    rate: Decimal | None = None
    rate_source: str = ""
    net_cents: int | None = None
    note: str = ""


@dataclass
class Outcome:
    """What came of several lines: how many were done, and which were refused and why."""

    done: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def upload(name: str, content: bytes, *, by: Viewer) -> tuple[BankStatement, bool]:
    """Keep a file of the bank; the same bytes again are the same statement (False: again).

    Of a CSV the columns are guessed and wait for a person; a camt.053 is read, at once
    where it is small. Invalid: it is neither, or nothing in it can be read.
    """
    require_accounts(by)
    made, is_new = _kept(name, content, by)
    if is_new and made.state == BankReading.OWED:
        _read_or_wake(made, len(content))
        made.refresh_from_db()
    return made, is_new


@transaction.atomic
def _kept(name: str, content: bytes, by: Viewer) -> tuple[BankStatement, bool]:
    is_camt = reading.is_camt(content)
    if len(content) > reading.MAX_BYTES:
        raise Invalid(_("The file is larger than 10 MB."), code="size")
    columns = {} if is_camt else guess(reading.rows_of(content)).plain()
    digest = sha256_of(content)
    one_at_a_time(f"finance:statement:{digest}")
    earlier: BankStatement | None = BankStatement.objects.filter(file=digest).first()
    if earlier is not None:
        return earlier, False
    kind = BankFormat.CAMT if is_camt else BankFormat.CSV
    made: BankStatement = BankStatement.objects.create(
        file=uploads.keep(
            sha256=digest, size=len(content), content_type=TYPES[kind], content=content
        ),
        name=name[-LONGEST_NAME:],
        format=kind,
        columns=columns,
        state=BankReading.OWED if is_camt else BankReading.COLUMNS,
        uploaded_at=by.at,
        uploaded_by_id=by.user_id,
    )
    audit.record(made, "uploaded", by=by, sha256=digest)
    return made, True


def set_columns(
    pk: int, columns: Columns, *, currency: str, account: str = "", by: Viewer
) -> BankStatement:
    """Say which column says what, and read the statement so.

    Invalid: something is missing, or no line can be read so. Conflict: it was read.
    """
    require_accounts(by)
    require_complete(columns)
    made = _with_columns(pk, columns, currency, account, by)
    _read_or_wake(made, made.file.size)
    made.refresh_from_db()
    return made


@transaction.atomic
def _with_columns(
    pk: int, columns: Columns, currency: str, account: str, by: Viewer
) -> BankStatement:
    made: BankStatement = (
        BankStatement.objects.select_for_update(of=("self",))
        .select_related("file")
        .get(pk=pk)
    )
    if made.state != BankReading.COLUMNS:
        raise Conflict(_("This statement was read already."), code="read")
    content = bytes(made.file.content)
    if not reading.read_csv(content, columns, currency).lines:
        raise Invalid(_("No line can be read so: look at the columns again."), code="empty")
    made.columns, made.currency, made.account = columns.plain(), currency, account
    made.state = BankReading.OWED
    made.save(update_fields=["columns", "currency", "account", "state"])
    audit.record(made, "columns_set", by=by, **columns.plain())
    return made


def _read_or_wake(statement: BankStatement, size: int) -> None:
    if size <= SMALL:
        bank_reading.read_on(statement.pk)
    else:
        wakeup.soon()


@transaction.atomic
def record_line(chosen: Chosen, *, by: Viewer) -> Receipt:
    """Make a line the receipt of a member, once; confirmed again it is the same receipt.

    Conflict: it is another member's receipt, was seen before, left out, or went out.
    """
    require_accounts(by)
    line = _locked(chosen.line)
    if line.state == LineState.RECORDED:
        assert line.receipt is not None  # noqa: S101 - the table says so
        if line.receipt.party_id != chosen.party:
            raise Conflict(_("This line was recorded for another member."), code="recorded")
        return line.receipt
    _require_recordable(line)
    receipt = record_receipt(_transfer(line, chosen), key=f"bank-line:{line.pk}", by=by)
    line.state, line.receipt = LineState.RECORDED, receipt
    line.save(update_fields=["state", "receipt"])
    audit.record(
        line.statement, "line_recorded", by=by, line=line.number, receipt=receipt.pk
    )
    return receipt


def _require_recordable(line: BankLine) -> None:
    if line.state != LineState.WAITING:
        raise Conflict(_("This line does not wait for a decision."), code="decided")
    if not line.is_credit:
        raise Conflict(_("Money that went out is no receipt."), code="went_out")


def _transfer(line: BankLine, chosen: Chosen) -> Transfer:
    return Transfer(
        party=chosen.party,
        value_on=line.value_on,
        gross=line.cents + line.fee,
        fee=line.fee,
        currency=line.currency,
        rate=chosen.rate,
        rate_source=chosen.rate_source,
        net_cents=chosen.net_cents,
        designated=chosen.designated,
        bank_reference=line.reference,
        note=chosen.note,
    )


def record_lines(choices: Sequence[Chosen], *, by: Viewer) -> Outcome:
    """Make each of several lines a receipt; one that is refused does not hold up the others."""
    require_accounts(by)
    return _each([(each.line, partial(record_line, each, by=by)) for each in choices])


def ignore_lines(pks: Sequence[int], *, reason: str, by: Viewer) -> Outcome:
    """Leave lines out, and say why. Invalid: no reason."""
    require_accounts(by)
    why = require_text(reason, _("Say why it is left out."))
    return _each([(pk, partial(_ignore, pk, why, by)) for pk in pks])


def _each(acts: Sequence[tuple[int, Callable[[], object]]]) -> Outcome:
    outcome = Outcome()
    for pk, act in acts:
        try:
            with transaction.atomic():
                act()
        except DomainError as refused:
            outcome.refused.append((pk, refused.message))
        else:
            outcome.done += 1
    return outcome


def _ignore(pk: int, reason: str, by: Viewer) -> None:
    line = _locked(pk)
    if line.state == LineState.IGNORED:
        return
    if line.state != LineState.WAITING:
        raise Conflict(_("This line does not wait for a decision."), code="decided")
    line.state, line.reason = LineState.IGNORED, reason
    line.save(update_fields=["state", "reason"])
    audit.record(line.statement, "line_ignored", by=by, line=line.number, reason=reason)


@transaction.atomic
def take_up(pk: int, *, by: Viewer) -> BankLine:
    """Take up a line that was left out: it waits again. Conflict: it was not left out."""
    require_accounts(by)
    line = _locked(pk)
    if line.state != LineState.IGNORED:
        raise Conflict(_("This line was not left out."), code="not_ignored")
    line.state, line.reason = LineState.WAITING, ""
    line.save(update_fields=["state", "reason"])
    audit.record(line.statement, "line_taken_up", by=by, line=line.number)
    return line


def _locked(pk: int) -> BankLine:
    """Lock the line by itself: what a join brought along would be of before the wait."""
    line: BankLine = BankLine.objects.select_for_update().get(pk=pk)
    return line
