"""Writing the lines of a statement, step by step: it goes on where it ended."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from crm_portal.core import audit, clock
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Invalid
from finance import reading
from finance.models import BankFormat, BankLine, BankReading, BankStatement, LineState
from finance.reading import Columns, Line, Statement, identities
from finance.services.common import one_at_a_time

PROGRESS = ("state", "lines_done", "lines_total", "unread", "account", "currency")
STEP = 500  # lines a transaction: what the page that waits sees growing


def read_on(pk: int) -> bool:
    """Write what is left of a statement's lines; say whether there was something to do.

    What cannot be read leaves the statement failed, with the code of the reason.
    """
    statement = BankStatement.objects.owed().select_related("file").filter(pk=pk).first()
    if statement is None:
        return False
    try:
        found = _parsed(statement)
    except Invalid as refused:
        _fail(pk, refused.code)
        return True
    names = identities(found.lines)
    while _write_step(pk, found, names):
        pass
    return True


def _parsed(statement: BankStatement) -> Statement:
    content = bytes(statement.file.content)
    if statement.format == BankFormat.CAMT:
        return reading.read_camt(content)
    return reading.read_csv(content, Columns.of(statement.columns), statement.currency)


@transaction.atomic
def _fail(pk: int, code: str) -> None:
    statement = BankStatement.objects.select_for_update().get(pk=pk)
    statement.state, statement.problem = BankReading.FAILED, code
    statement.save(update_fields=["state", "problem"])
    audit.record(statement, "not_read", by=Viewer(clock.now()), code=code)


@transaction.atomic
def _write_step(pk: int, found: Statement, names: Sequence[str]) -> bool:
    """Write the next lines; return whether there are more."""
    one_at_a_time("finance:bank-lines")
    statement = BankStatement.objects.select_for_update().get(pk=pk)
    if statement.state != BankReading.OWED:
        return False
    begin, end = statement.lines_done, statement.lines_done + STEP
    _write(statement, found.lines[begin:end], names[begin:end])
    statement.lines_total = len(found.lines)
    statement.lines_done = min(end, statement.lines_total)
    is_over = statement.lines_done == statement.lines_total
    if is_over:
        _finish(statement, found)
    statement.save(update_fields=PROGRESS)
    return not is_over


def _finish(statement: BankStatement, found: Statement) -> None:
    statement.state = BankReading.READ
    statement.unread = [[number, reason] for number, reason in found.unread]
    statement.account = statement.account or found.account
    statement.currency = found.currency[:3] or statement.currency
    audit.record(
        statement,
        "read",
        by=Viewer(clock.now()),
        lines=statement.lines_total,
        left_out=found.left_out,
    )


def _write(statement: BankStatement, lines: Sequence[Line], names: Sequence[str]) -> None:
    """Write lines: the first of each identity as itself, every other as seen before."""
    before = BankLine.objects.filter(identity__in=names)
    known = dict(before.values_list("identity", "pk"))
    fresh: dict[str, Line] = {}
    for name, line in zip(names, lines, strict=True):
        if name not in known:
            fresh.setdefault(name, line)
    made = BankLine.objects.bulk_create(
        BankLine(
            statement=statement, identity=name, state=LineState.WAITING, **asdict(line)
        )
        for name, line in fresh.items()
    )
    known |= {each.identity: each.pk for each in made}
    BankLine.objects.bulk_create(
        BankLine(
            statement=statement, twin_id=known[name], state=LineState.SEEN, **asdict(line)
        )
        for name, line in zip(names, lines, strict=True)
        if fresh.get(name) is not line
    )
