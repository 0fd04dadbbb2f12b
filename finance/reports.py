"""What the ledger amounts to: balances of all members at once, and how budgets are spent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from crm_portal.core.prepared import Prepared
from finance.models import (
    Account,
    Budget,
    BudgetLine,
    BudgetVersion,
    Commitment,
    Entry,
    Expenditure,
    LineKind,
    LineTransfer,
)
from finance.rules.budgets import Line
from finance.rules.fund import Money
from members.models import Party

CENTS = models.BigIntegerField()


@dataclass(frozen=True, slots=True)
class Balance:
    """A member's account, in cents: ``credit`` is what it paid and nothing took yet."""

    party: int
    code: str
    assessed: int
    paid: int
    written_off: int
    outstanding: int
    credit: int
    received: int


def balances(on: date | None = None) -> list[Balance]:
    """Return the account of every member that ever had one, in one statement.

    ``on``: as of the value dates to the end of that day. Every figure is a sum of entries.
    """
    when = Q(entries__journal__value_on__lte=on) if on else Q()
    rows: Any = (
        Party.objects.filter(entries__account__in=OF_MEMBERS)
        .values("pk", "code", "order")
        .annotate(
            assessed=_sum(Account.INCOME, when) * -1,
            written_off=_sum(Account.WRITTEN_OFF, when),
            outstanding=_sum(Account.RECEIVABLE, when),
            credit=_sum(Account.CREDIT, when) * -1,
            received=_sum(Account.BANK, when),
        )
        .annotate(paid=F("assessed") - F("written_off") - F("outstanding"))
        .order_by("order", "code")
    )
    return [Balance(party=row.pop("pk"), **_without(row, "order")) for row in rows]


OF_MEMBERS = (
    Account.INCOME,
    Account.WRITTEN_OFF,
    Account.RECEIVABLE,
    Account.CREDIT,
    Account.BANK,
)


def _sum(account: str, when: Q) -> Coalesce:
    chosen = Q(entries__account=account) & when
    return Coalesce(Sum("entries__cents", filter=chosen), 0, output_field=CENTS)


def _without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


def lines_of(budget: Budget) -> list[Line]:
    """Return how each line of a budget stands, in the order of the lines."""
    return lines_and_kinds(budget)[0]


def lines_and_kinds(budget: Budget) -> tuple[list[Line], dict[int, LineKind]]:
    """Return how each line of a budget stands, and the kinds of line by their keys."""
    of_budget = Entry.objects.filter(budget=budget, account=Account.EXPENSE)
    spent = _by_line(of_budget, "line", "cents")
    return lines_with(budget, spent=spent, promised=_promised(budget))


def lines_with(
    budget: Budget, *, spent: Mapping[int, int], promised: Mapping[int, int]
) -> tuple[list[Line], dict[int, LineKind]]:
    """Return how each line stands, of what is known to be spent and promised, and its kind."""
    kinds, lines = {}, []
    for row in _LINES(budget=budget.pk):
        kinds[row.kind_id] = row.kind
        told = (promised.get(row.kind_id, 0), spent.get(row.kind_id, 0))
        moved: int = row.moved  # type: ignore[attr-defined]
        lines.append(Line(row.kind_id, row.cents, moved, *told))
    return lines, kinds


def _lines(budget: int) -> models.QuerySet[BudgetLine]:
    """Return the lines of a budget's last version, with what was moved to each or from it."""
    last = BudgetVersion.objects.filter(budget=budget).order_by("-number").values("pk")[:1]
    rows = BudgetLine.objects.filter(version=Subquery(last)).select_related("kind")
    moved = rows.annotate(moved=_moved("target") - _moved("origin"))
    return moved.order_by("kind__order", "kind_id")


_LINES: Prepared[BudgetLine] = Prepared(_lines)


def _moved(end: str) -> Coalesce:
    """What was moved to (``target``) or from (``origin``) a line of the version's budget."""
    transfers = LineTransfer.objects.filter(
        **{"budget": OuterRef("version__budget"), end: OuterRef("kind")}
    )
    total = transfers.order_by().values("budget").annotate(n=Sum("cents")).values("n")
    return Coalesce(Subquery(total, output_field=CENTS), 0, output_field=CENTS)


def _promised(budget: Budget) -> dict[int, int]:
    """What is left of the commitments that hold: what was spent of them is spent."""
    standing = Commitment.objects.filter(budget=budget, released_on=None)
    left: dict[int, int] = {}
    for line, cents, taken in with_used(standing).values_list("line", "cents", "used"):
        left[line] = left.get(line, 0) + max(0, cents - taken)
    return left


def with_used(commitments: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Add ``used``: the cents spent of each commitment, less what of that was reversed."""
    spent = Expenditure.objects.all().standing().filter(commitment=OuterRef("pk"))
    total = spent.order_by().values("commitment").annotate(n=Sum("cents")).values("n")
    used = Coalesce(Subquery(total, output_field=CENTS), 0, output_field=CENTS)
    return commitments.annotate(used=used)


def _by_line(rows: models.QuerySet[Any], line: str, cents: str) -> dict[int, int]:
    found = rows.order_by().values(line).annotate(n=Sum(cents)).values_list(line, "n")
    return dict(found)


def fund_money(on: date | None = None) -> Money:
    """Return what the reserve fund holds and what of it is reserved.

    ``on``: as of the value dates to the end of that day.
    """
    of_fund = Entry.objects.filter(account__in=[Account.FUND_CASH, Account.FUND_RESERVED])
    if on is not None:
        of_fund = of_fund.filter(journal__value_on__lte=on)
    found = of_fund.aggregate(
        balance=Coalesce(Sum("cents", filter=Q(account=Account.FUND_CASH)), 0),
        reserved=Coalesce(Sum("cents", filter=Q(account=Account.FUND_RESERVED)), 0),
    )
    return Money(int(found["balance"]), -int(found["reserved"]))
