"""The ledger proven from its own rows: what sums to zero, what mirrors, what the papers say.

Each check is one statement that PostgreSQL answers by itself; only what does not hold
comes back, and of that the first rows. Nothing is ever corrected here.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.models import Heartbeat
from finance.checks import FOUND, SHOWN
from finance.checks.contributions import CONTRIBUTIONS
from finance.checks.fund import FUND
from finance.checks.journals import JOURNALS

logger = logging.getLogger(__name__)

COMPONENT = "ledger"
NIGHT = time(2)  # in San José
LATE = timedelta(hours=25)
TURN = "SELECT pg_try_advisory_xact_lock(hashtextextended('finance:proof', 0))"
COUNTED = (
    "SELECT (SELECT count(*) FROM finance_journal), (SELECT count(*) FROM finance_entry)"
)


@dataclass(frozen=True, slots=True)
class Check:
    """Something that holds of every row; ``sql`` returns the ids of those it does not hold of."""

    name: str
    says: str | Promise
    sql: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A check that does not hold: of how many rows, and of which, the first ones."""

    check: Check
    count: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at, and what does not hold of it."""

    journals: int
    entries: int
    faults: list[Fault] = field(default_factory=list)


CHECKS = (
    Check(
        "balanced",
        _("Every journal sums to zero, for each member, line and case"),
        JOURNALS["balanced"],
    ),
    Check("empty", _("Every journal has entries"), JOURNALS["empty"]),
    Check("shape", _("Each kind of journal moves its own accounts"), JOURNALS["shape"]),
    Check("mirrored", _("A reversal mirrors its journal"), JOURNALS["mirrored"]),
    Check("explained", _("A movement has its record"), JOURNALS["explained"]),
    Check("sent", _("A movement is what was sent"), JOURNALS["sent"]),
    Check("receipts", _("A receipt credits what it says"), CONTRIBUTIONS["receipts"]),
    Check(
        "allocations",
        _("An allocation moves what it says, of one member"),
        CONTRIBUTIONS["allocations"],
    ),
    Check("credit", _("No receipt pays more than it brought"), CONTRIBUTIONS["credit"]),
    Check(
        "assessments", _("Nobody owes but what was assessed"), CONTRIBUTIONS["assessments"]
    ),
    Check("parts", _("Every part is the largest remainder's"), CONTRIBUTIONS["parts"]),
    Check("totals", _("The parts add to the budget approved"), CONTRIBUTIONS["totals"]),
    Check(
        "expenditures",
        _("An expenditure spends what it says"),
        CONTRIBUTIONS["expenditures"],
    ),
    Check("lines", _("The lines add to their budget"), CONTRIBUTIONS["lines"]),
    Check(
        "letters",
        _("The figures of a letter agree among themselves"),
        CONTRIBUTIONS["letters"],
    ),
    Check("cases", _("A case has what was reserved for it"), FUND["cases"]),
    Check("fund", _("The fund promises no more than it holds"), FUND["fund"]),
)


def prove() -> Proof:
    """Look at every row of the ledger: one statement for each check, whatever its size."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        journals, entries = cursor.fetchone()
        faults = []
        for check in CHECKS:
            cursor.execute(FOUND.format(sql=check.sql), [SHOWN])
            found = cursor.fetchall()
            if found:
                rows = tuple(row for row, _count in found)
                faults.append(Fault(check, found[0][1], rows))
    return Proof(journals, entries, faults)


def prove_and_record(at: datetime) -> Proof:
    """Prove the ledger and write down what came of it, for the page of the system's state."""
    proof = prove()
    faults = {each.check.name: each.count for each in proof.faults}
    for each in proof.faults:
        logger.error(
            "The ledger does not hold: %s, %s rows, of them %s",
            each.check.name,
            each.count,
            each.rows,
        )
    Heartbeat.objects.update_or_create(
        component=COMPONENT,
        defaults={
            "beat_at": at,
            "version": settings.VERSION,
            "detail": {
                "journals": proof.journals,
                "entries": proof.entries,
                "faults": faults,
                "since": _since(at, faults),
            },
        },
    )
    return proof


def _since(at: datetime, faults: dict[str, int]) -> str | None:
    """Since when the ledger does not hold; None while it does."""
    if not faults:
        return None
    before = _last()
    return (before.detail.get("since") if before else None) or at.isoformat()


def _last() -> Any:
    return Heartbeat.objects.filter(component=COMPONENT).first()


@transaction.atomic
def prove_due(at: datetime) -> int | None:
    """Prove the ledger once a night; return how much does not hold, None: not its turn."""
    if not _is_due(at):
        return None
    with connection.cursor() as cursor:
        cursor.execute(TURN)
        has_turn = cursor.fetchone()[0]
    if not has_turn or not _is_due(at):
        return None
    return len(prove_and_record(at).faults)


def _is_due(at: datetime) -> bool:
    last = _last()
    here = at.astimezone(ZONE_OF_RECORD)
    night = datetime.combine(here.date(), NIGHT, ZONE_OF_RECORD)
    if night > at:
        night -= timedelta(days=1)
    return last is None or last.beat_at < night


def oldest_unproven(at: datetime) -> tuple[str, str, datetime | None]:
    """Return since when the ledger is not proven, or does not hold, for the health page."""
    last, late = _last(), None
    if last is not None:
        wrong = last.detail.get("since")
        overdue = last.beat_at + LATE
        late = (
            datetime.fromisoformat(wrong) if wrong else (overdue if overdue < at else None)
        )
    return "ledger_unproven", gettext("Ledger of the finances not proven"), late
