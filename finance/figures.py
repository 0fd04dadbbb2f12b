"""What the page of a period is made of, read in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast

from crm_portal.core.prepared import Prepared
from finance import reports, settled
from finance.models import (
    Account,
    Assessment,
    Budget,
    BudgetAct,
    BudgetVersion,
    Commitment,
    Entry,
    Share,
)
from finance.models import Pledge as PledgeRow
from finance.rules.standing import Owed, Pledge
from finance.states import BudgetStep

WHOLE = BigIntegerField()
NOBODY = Cast(Value(None), WHOLE)
NEVER = Cast(Value(None), DateField())
BY_DECISION = (BudgetStep.APPROVE, BudgetStep.AMEND)


@dataclass(frozen=True, slots=True)
class Payment:
    """The last receipt that pays an assessment: its value date and its number."""

    on: date
    receipt: int


@dataclass(slots=True)
class Books:
    """What the ledger says of a period; all amounts in cents.

    ``accounts``: of each assessment of the period by account. ``owed``: what each member
    owes for each budget. ``credit``: what each paid and nothing took. ``spent_on``: what was
    spent of each line. ``received``: what came in, by day and member. ``spent``: what went
    out, by day. ``opening``: cash before the period. ``payments``: what last paid each
    assessment.
    """

    accounts: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    owed: dict[tuple[int, int], int] = field(default_factory=dict)
    credit: dict[int, int] = field(default_factory=dict)
    spent_on: dict[int, int] = field(default_factory=dict)
    opening: int = 0
    received: dict[tuple[date, int], int] = field(default_factory=dict)
    spent: dict[date, int] = field(default_factory=dict)
    payments: dict[int, Payment] = field(default_factory=dict)
    # What was drawn of them: as long as they hold, so does the drawing.
    drawn: dict[Hashable, str] = field(default_factory=dict)

    @property
    def movements(self) -> dict[date, int]:
        """What the cash changed by, day by day."""
        days: dict[date, int] = defaultdict(int)
        for (day, _party), cents in self.received.items():
            days[day] += cents
        for day, cents in self.spent.items():
            days[day] -= cents
        return dict(days)


def books_of(budget: Budget) -> Books:
    """Return the books of a budget's period: one statement while the ledger does not change."""
    key = ("books", budget.pk, budget.starts_on, budget.ends_on)
    return settled.kept(key, lambda: _read(budget))


def _read(budget: Budget) -> Books:
    books = Books()
    for what, one, other, day, cents in _sums(budget):
        _TAKE[what](books, one, other, day, cents)
    return books


def _sums(budget: Budget) -> QuerySet[Any, Any]:
    """Add up five things of the ledger in one statement."""
    own = Entry.objects.filter(assessment__budget=budget)
    members = Entry.objects.filter(
        account__in=[Account.RECEIVABLE, Account.CREDIT], party__isnull=False
    )
    spent = Entry.objects.filter(budget=budget, account=Account.EXPENSE)
    bank = Entry.objects.filter(
        account=Account.BANK, journal__value_on__lte=budget.ends_on
    ).annotate(on=_day_in(budget))
    paid = own.filter(account=Account.RECEIVABLE, receipt__isnull=False)
    parts = (
        _grouped(own, "own", F("assessment"), _ACCOUNT, NEVER),
        _grouped(members, "member", F("party"), F("assessment__budget"), NEVER),
        _grouped(spent, "line", F("line"), NOBODY, NEVER),
        _grouped(bank, "bank", F("party"), NOBODY, F("on")),
        _grouped(paid, "paid", F("assessment"), F("receipt"), F("receipt__value_on")),
    )
    return parts[0].union(*parts[1:], all=True)


# Accounts as numbers, so that they stand in a column with keys.
NUMBERED = dict(enumerate(Account.values))
_ACCOUNT = Case(
    *(When(account=name, then=Value(place)) for place, name in NUMBERED.items()),
    output_field=WHOLE,
)


def _day_in(budget: Budget) -> Case:
    """The value date within the period; whatever was before it has none."""
    return Case(
        When(journal__value_on__gte=budget.starts_on, then=F("journal__value_on")),
        default=None,
        output_field=DateField(),
    )


def _grouped(entries: Any, what: str, one: Any, other: Any, day: Any) -> Any:
    return (
        entries.order_by()
        .annotate(
            what=Value(what, output_field=CharField()),
            one=Cast(one, WHOLE),
            other=Cast(other, WHOLE),
            day=day,
        )
        .values("what", "one", "other", "day")
        .annotate(total=Sum("cents", output_field=WHOLE))
        .values_list("what", "one", "other", "day", "total")
    )


def _own(books: Books, one: int, other: int, day: date | None, cents: int) -> None:
    del day
    books.accounts[one][NUMBERED[other]] = cents


def _member(books: Books, one: int, other: int, day: date | None, cents: int) -> None:
    del day
    if other is None:
        books.credit[one] = -cents
    else:
        books.owed[one, other] = cents


def _line(books: Books, one: int, other: int, day: date | None, cents: int) -> None:
    del other, day
    books.spent_on[one] = cents


def _bank(books: Books, one: int, other: int, day: date | None, cents: int) -> None:
    del other
    if day is None:
        books.opening += cents
    elif one is None:
        books.spent[day] = books.spent.get(day, 0) - cents
    else:
        books.received[day, one] = cents


def _paid(books: Books, one: int, other: int, day: date | None, cents: int) -> None:
    """What was taken back adds to nothing, and pays nothing."""
    last = books.payments.get(one)
    if cents and day is not None and (last is None or last.on <= day):
        books.payments[one] = Payment(day, other)


_TAKE = {"own": _own, "member": _member, "line": _line, "bank": _bank, "paid": _paid}


def in_force() -> list[Budget]:
    """Return the approved budgets, the latest first, with ``total`` in cents.

    ``decided`` and ``decision``: when and by which text the figures that hold were approved.
    """
    return _BUDGETS()


def _in_force() -> QuerySet[Budget]:
    last = BudgetVersion.objects.filter(budget=OuterRef("pk")).order_by("-number")
    acts = BudgetAct.objects.filter(budget=OuterRef("pk"), step__in=BY_DECISION)
    return (
        Budget.objects.all()
        .in_force()
        .annotate(
            total=Subquery(last.values("total_cents")[:1]),
            decided=Subquery(acts.order_by("-pk").values("decided_on")[:1]),
            decision=Subquery(acts.order_by("-pk").values("text__reference")[:1]),
        )
    )


_BUDGETS: Prepared[Budget] = Prepared(_in_force)


def assessments_of(budget: Budget, on: date) -> list[Assessment]:
    """Return a budget's assessments with their members, percentages and last pledges ``on``."""
    return _ASSESSMENTS(budget=budget.pk, on=on)


def _assessments(budget: int, on: date) -> QuerySet[Assessment]:
    said = PledgeRow.objects.filter(assessment=OuterRef("pk"), said_on__lte=on)
    last = said.order_by("-said_on", "-pk")
    share = Share.objects.filter(scale=OuterRef("scale"), party=OuterRef("party"))
    rows = Assessment.objects.filter(budget=budget).select_related("party")
    return rows.annotate(
        percent=Subquery(share.values("published_percent")[:1]),
        share_cents=Subquery(share.values("amount_cents")[:1]),
        said_on=Subquery(last.values("said_on")[:1]),
        expected_on=Subquery(last.values("expected_on")[:1]),
        is_withdrawn=Subquery(last.values("is_withdrawn")[:1]),
    )


_ASSESSMENTS: Prepared[Assessment] = Prepared(_assessments)


def owed_of(row: Any, accounts: Mapping[str, int]) -> Owed:
    """Return one of ``assessments_of`` as the rules take it, by what the ledger has of it."""
    amount = -accounts.get(Account.INCOME, 0)
    written = accounts.get(Account.WRITTEN_OFF, 0)
    outstanding = accounts.get(Account.RECEIVABLE, 0)
    return Owed(
        amount=amount,
        paid=amount - written - outstanding,
        written_off=written,
        due_on=row.due_on,
        pledges=(Pledge(row.said_on, row.expected_on, row.is_withdrawn),)
        if row.said_on
        else (),
    )


def commitments_of(budget: Budget) -> list[Commitment]:
    """Return what is promised and not released, each with ``left`` in cents."""
    rows: list[Any] = _COMMITMENTS(budget=budget.pk)
    for row in rows:
        row.left = max(0, row.cents - row.used)
    return [row for row in rows if row.left]


def _commitments(budget: int) -> QuerySet[Commitment]:
    open_ = Commitment.objects.filter(budget=budget, released_on=None)
    return reports.with_used(open_.select_related("line"))


_COMMITMENTS: Prepared[Commitment] = Prepared(_commitments)
