"""A member's account: what it owed, what it sent, what that paid, with the balance by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from finance import access
from finance.models import Account, Allocation, Assessment, Entry, LetterRecipient
from finance.rules.standing import Age, Owed, Status, age, days_overdue, live_pledge, status
from members.models import Party

OPEN_ACCOUNTS = (Account.RECEIVABLE, Account.CREDIT)


@dataclass(frozen=True, slots=True)
class Due:
    """An assessment as it stands; ``age`` is empty while nothing is overdue."""

    assessment: Assessment
    owed: Owed
    state: Status
    age: Age | None
    expected_on: date | None


@dataclass(frozen=True, slots=True)
class Move:
    """A movement of the account, in cents; ``balance``: what is owed after it, less credit.

    ``kind`` is that of the journal; ``undone``, of a reversal, that of what it takes back.
    """

    on: date
    kind: str
    undone: str
    budget: int | None
    reason: str
    decision: str
    reference: str
    cents: int
    balance: int
    receipt: int | None

    @property
    def charged(self) -> int:
        return max(self.cents, 0)

    @property
    def credited(self) -> int:
        return max(-self.cents, 0)


@dataclass(frozen=True, slots=True)
class Statement:
    """The account of a member as it stands on a day; amounts in cents."""

    party: Party
    on: date
    dues: Sequence[Due]
    moves: Sequence[Move]
    allocations: Sequence[Allocation]
    letters: Sequence[LetterRecipient]
    credit: int

    @property
    def outstanding(self) -> int:
        return sum(due.owed.outstanding for due in self.dues)

    @property
    def assessed(self) -> int:
        return sum(due.owed.amount for due in self.dues)

    @property
    def paid(self) -> int:
        return sum(due.owed.paid for due in self.dues)

    @property
    def written_off(self) -> int:
        return sum(due.owed.written_off for due in self.dues)

    @property
    def balance(self) -> int:
        """What is owed less what is credit: negative when the member has more than it owes."""
        return self.outstanding - self.credit


def statement_of(party: Party, on: date) -> Statement:
    """Return the account of a member: five statements, whatever it holds."""
    moves = _moves(party)
    rows = party.assessments.all().with_balances().select_related("budget")
    recent = rows.prefetch_related("pledges").order_by("-budget__starts_on")
    kept = Allocation.objects.all().standing().filter(receipt__party=party)
    letters = LetterRecipient.objects.filter(party=party).select_related("letter__budget")
    dues = [_due(row, on) for row in recent]
    owed = sum(due.owed.outstanding for due in dues)
    return Statement(
        party=party,
        on=on,
        dues=dues,
        moves=moves,
        allocations=list(
            kept.select_related("receipt", "assessment__budget").order_by(
                "-receipt__value_on", "-pk"
            )
        ),
        letters=list(letters.order_by("-letter__written_on", "-pk")),
        credit=owed - (moves[-1].balance if moves else 0),
    )


def _due(row: Assessment, on: date) -> Due:
    owed = access.owed(row)
    pledge = live_pledge(owed.pledges, on) if owed.outstanding > 0 else None
    return Due(
        assessment=row,
        owed=owed,
        state=status(owed, on),
        age=age(owed, on) if days_overdue(owed, on) else None,
        expected_on=pledge.expected_on if pledge else None,
    )


def _moves(party: Party) -> list[Move]:
    """Return what changed the account, by value date; what moves within it changes nothing."""
    rows: Any = (
        Entry.objects.filter(party=party, account__in=OPEN_ACCOUNTS)
        .order_by("journal__value_on", "journal_id")
        .values(
            "journal_id",
            "journal__value_on",
            "journal__kind",
            "journal__reverses__kind",
            "journal__reason",
            "journal__text__reference",
            "assessment__budget",
            "receipt",
            "receipt__bank_reference",
        )
        .annotate(total=Sum("cents"))
    )
    return _running(_by_journal(rows))


def _by_journal(rows: Iterable[dict[str, Any]]) -> list[tuple[dict[str, Any], int]]:
    """Add up the entries of each journal: an allocation comes to nothing."""
    found: dict[int, tuple[dict[str, Any], int]] = {}
    for row in rows:
        key = row["journal_id"]
        told, cents = found.get(key, (row, 0))
        found[key] = (told, cents + row["total"])
    return [(row, cents) for row, cents in found.values() if cents]


def _running(rows: Iterable[tuple[dict[str, Any], int]]) -> list[Move]:
    balance, found = 0, []
    for row, cents in rows:
        balance += cents
        found.append(
            Move(
                on=row["journal__value_on"],
                kind=row["journal__kind"],
                undone=row["journal__reverses__kind"] or "",
                budget=row["assessment__budget"],
                reason=row["journal__reason"],
                decision=row["journal__text__reference"] or "",
                reference=row["receipt__bank_reference"] or "",
                cents=cents,
                balance=balance,
                receipt=row["receipt"],
            )
        )
    return found
