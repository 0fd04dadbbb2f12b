"""Thirty years of contributions and fifty thousand expenditures, a year in a transaction."""

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.db import transaction

from benchmarks.rows import PRESIDENCY, viewer
from crm_portal.core import clock
from crm_portal.reference import finances
from finance.models import (
    Account,
    Allocation,
    Assessment,
    Budget,
    BudgetLine,
    BudgetVersion,
    Entry,
    Expenditure,
    Journal,
    JournalKind,
    LineKind,
    Receipt,
    Scale,
    Share,
)
from finance.rules.apportionment import apportion
from finance.rules.standing import due_on
from finance.states import BudgetState
from members.models import Party

YEARS, RECEIPTS, EXPENDITURES = 30, 4, 50_000
TOTAL = 282_724_00
SPENT_OF = 9, 10  # what is spent of a budget, spread evenly over its lines
BATCH = 5_000


class Books:
    """What is written, kind by kind, until it is all written at once."""

    def __init__(self, at: datetime, keys: "count[int]") -> None:
        self.at, self.keys = at, keys
        self.journals: list[Journal] = []
        self.entries: list[Entry] = []
        self.rows: dict[type[Any], list[Any]] = {}

    def journal(self, kind: JournalKind, on: date) -> Journal:
        made = Journal(
            kind=kind,
            key=f"bench-{next(self.keys)}",
            digest="0" * 64,
            value_on=on,
            recorded_at=self.at,
        )
        self.journals.append(made)
        return made

    def pair(
        self, journal: Journal, cents: int, debit: str, credit: str, **of: Any
    ) -> None:
        """Add so many cents to one account and take them from another."""
        for account, signed in ((debit, cents), (credit, -cents)):
            self.entries.append(Entry(journal=journal, account=account, cents=signed, **of))

    def keep(self, row: Any) -> Any:
        self.rows.setdefault(type(row), []).append(row)
        return row

    def write(self) -> None:
        """Write journals, what they are of, and their entries: the order keys ask for."""
        Journal.objects.bulk_create(self.journals, batch_size=BATCH)
        for model in (Receipt, Allocation, Expenditure):
            model.objects.bulk_create(self.rows.get(model, []), batch_size=BATCH)
        Entry.objects.bulk_create(self.entries, batch_size=BATCH)


def fill(years: int = YEARS, expenditures: int = EXPENDITURES) -> tuple[Budget, float]:
    """Write ``years`` up to this one; return its budget and the seconds that it took.

    A year is a transaction: what is looked at when one ends grows faster than its rows.
    """
    at, on = clock.now(), viewer(PRESIDENCY).on
    if not LineKind.objects.exists():
        LineKind.objects.bulk_create(finances._lines(at))
    began = time.perf_counter()
    scale, keys = _scale(on.year - years), count()
    for year in range(on.year - years + 1, on.year + 1):
        with transaction.atomic():
            books = Books(at, keys)
            budget = _budget(year, on.year, at)
            _contribute(books, budget, scale, is_last=year == on.year)
            _spend(books, budget, expenditures // years, until=on)
            books.write()
    return budget, time.perf_counter() - began


def _scale(year: int) -> Scale:
    found = Scale.objects.in_force(date(year + 1, 1, 1))
    if found is not None:
        return found
    scale = Scale.objects.create(
        valid_from=date(year, 1, 1), decision="VI CRM", source="001:487"
    )
    members = Party.objects.member_states().order_by("order")
    Share.objects.bulk_create(
        Share(scale=scale, party=party, amount_cents=TOTAL // 11) for party in members
    )
    return scale


def _budget(year: int, last: int, at: datetime) -> Budget:
    budget = Budget.objects.create(
        reference=f"B-{year}",
        label_es=f"Presupuesto {year}",
        label_en=f"Budget {year}",
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        state=BudgetState.EXECUTING if year == last else BudgetState.CLOSED,
        is_demonstration=True,
    )
    version = BudgetVersion.objects.create(
        budget=budget, number=1, total_cents=TOTAL, recorded_at=at
    )
    kinds = list(LineKind.objects.all())
    BudgetLine.objects.bulk_create(
        BudgetLine(version=version, kind=kind, cents=TOTAL // len(kinds)) for kind in kinds
    )
    return budget


def _contribute(books: Books, budget: Budget, scale: Scale, *, is_last: bool) -> None:
    weights = [(share.party_id, share.amount_cents) for share in scale.shares.all()]
    on = budget.starts_on
    rows = Assessment.objects.bulk_create(
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
            notified_on=on,
            due_on=due_on(on, on),
        )
        for part in apportion(TOTAL, weights)
    )
    journal = books.journal(JournalKind.ASSESSMENT, on)
    for place, row in enumerate(rows):
        of = {"party_id": row.party_id, "assessment": row}
        books.pair(journal, row.amount_cents, Account.RECEIVABLE, Account.INCOME, **of)
        unpaid = int(is_last and place % 3 == 0)
        for turn in range(RECEIPTS - unpaid):
            _pay(books, row, on + timedelta(days=30 + 60 * turn + place), turn)


def _pay(books: Books, row: Assessment, on: date, turn: int) -> None:
    """A quarter of what is owed, the last with what is left over."""
    part, rest = divmod(row.amount_cents, RECEIPTS)
    cents = part + rest * (turn == RECEIPTS - 1)
    journal = books.journal(JournalKind.RECEIPT, on)
    receipt = books.keep(
        Receipt(
            journal=journal,
            party_id=row.party_id,
            value_on=on,
            gross=cents,
            net_cents=cents,
            recorded_at=books.at,
        )
    )
    of = {"party_id": row.party_id, "receipt": receipt}
    books.pair(journal, cents, Account.BANK, Account.CREDIT, **of)
    applied = books.journal(JournalKind.ALLOCATION, on)
    books.keep(Allocation(journal=applied, receipt=receipt, assessment=row, cents=cents))
    books.entries += [
        Entry(journal=applied, account=Account.CREDIT, cents=cents, **of),
        Entry(
            journal=applied,
            account=Account.RECEIVABLE,
            cents=-cents,
            assessment=row,
            **of,
        ),
    ]


def _spend(books: Books, budget: Budget, rows: int, until: date) -> None:
    many, few = SPENT_OF
    cents = TOTAL * many // few // rows
    kinds = list(LineKind.objects.all())
    for number, day in enumerate(_days(budget, rows, until)):
        journal = books.journal(JournalKind.EXPENDITURE, day)
        where = {"budget": budget, "line": kinds[number % len(kinds)]}
        books.pair(journal, cents, Account.EXPENSE, Account.BANK, **where)
        books.keep(
            Expenditure(
                journal=journal,
                cents=cents,
                paid_on=day,
                purpose=f"Gasto {number}",
                recorded_at=books.at,
                **where,
            )
        )


def _days(budget: Budget, rows: int, until: date) -> Iterator[date]:
    """So many days, evenly over the year, and none that has not come."""
    last = min(budget.ends_on, until)
    days = (last - budget.starts_on).days + 1
    for number in range(rows):
        yield budget.starts_on + timedelta(days=number * days // rows)
