"""What the ledger amounts to: balances of all members at once, and how budgets are spent."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from finance.models import Account, Budget, Commitment, Entry, LineTransfer
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
    rows = budget.current.lines.order_by("kind__order", "kind").values_list("kind", "cents")
    moved = _moved(budget)
    spent = _by_line(
        Entry.objects.filter(budget=budget, account=Account.EXPENSE), "line", "cents"
    )
    promised = _promised(budget)
    lines = {
        kind: Line(
            kind, cents, moved.get(kind, 0), promised.get(kind, 0), spent.get(kind, 0)
        )
        for kind, cents in rows
    }
    return list(lines.values())


def _moved(budget: Budget) -> dict[int, int]:
    transfers = LineTransfer.objects.filter(budget=budget)
    moved = _by_line(transfers, "target", "cents")
    for line, cents in _by_line(transfers, "origin", "cents").items():
        moved[line] = moved.get(line, 0) - cents
    return moved


def _promised(budget: Budget) -> dict[int, int]:
    """What is left of the commitments that hold: what was spent of them is spent."""
    entries = Entry.objects.filter(
        account=Account.EXPENSE, journal__expenditure__commitment=OuterRef("pk")
    ) | Entry.objects.filter(
        account=Account.EXPENSE,
        journal__reverses__expenditure__commitment=OuterRef("pk"),
    )
    used = entries.order_by().values("account").annotate(n=Sum("cents")).values("n")
    rows = (
        Commitment.objects.filter(budget=budget, released_on=None)
        .annotate(used=Coalesce(Subquery(used, output_field=CENTS), 0, output_field=CENTS))
        .values_list("line", "cents", "used")
    )
    left: dict[int, int] = {}
    for line, cents, taken in rows:
        left[line] = left.get(line, 0) + max(0, cents - taken)
    return left


def _by_line(rows: models.QuerySet[Any], line: str, cents: str) -> dict[int, int]:
    found = rows.order_by().values(line).annotate(n=Sum(cents)).values_list(line, "n")
    return dict(found)


def fund_money() -> Money:
    """Return what the reserve fund holds and what of it is reserved."""
    of_fund = Entry.objects.filter(account__in=[Account.FUND_CASH, Account.FUND_RESERVED])
    found = of_fund.aggregate(
        balance=Coalesce(Sum("cents", filter=Q(account=Account.FUND_CASH)), 0),
        reserved=Coalesce(Sum("cents", filter=Q(account=Account.FUND_RESERVED)), 0),
    )
    return Money(int(found["balance"]), -int(found["reserved"]))
