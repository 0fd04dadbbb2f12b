"""L3: after any sequence of acts the ledger's balances are those of a plain model."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

import pytest

from finance import reports
from finance.services import allocating, assessing, following, receipts

STEPS = 45
CODES = ("BZ", "CA", "US")


@dataclass
class Debt:
    starts: date
    amount: int
    written: int = 0


@dataclass
class Plain:
    """The accounts of one member as one would keep them on paper."""

    debts: dict[int, Debt] = field(default_factory=dict)
    money: dict[int, list] = field(default_factory=dict)  # receipt: [day, net, designated]
    paid: list[list[int]] = field(
        default_factory=list
    )  # [allocation, receipt, debt, cents]

    def to(self, debt: int) -> int:
        return sum(row[3] for row in self.paid if row[2] == debt)

    def left(self, receipt: int) -> int:
        return self.money[receipt][1] - sum(r[3] for r in self.paid if r[1] == receipt)

    def open(self, debt: int) -> int:
        return self.debts[debt].amount - self.debts[debt].written - self.to(debt)

    def apply(self) -> None:
        order = sorted(self.money, key=lambda r: (self.money[r][0], r))
        debts = sorted(self.debts, key=lambda d: (self.debts[d].starts, d))
        wanted = [(r, self.money[r][2]) for r in order if self.money[r][2] in self.debts]
        for receipt, debt in [*wanted, *((r, d) for r in order for d in debts)]:
            cents = min(self.left(receipt), self.open(debt))
            if cents > 0:
                self.paid.append([0, receipt, debt, cents])

    def figures(self) -> tuple[int, int, int, int, int, int]:
        assessed = sum(debt.amount for debt in self.debts.values())
        written = sum(debt.written for debt in self.debts.values())
        paid = sum(row[3] for row in self.paid)
        received = sum(row[1] for row in self.money.values())
        return assessed, paid, written, assessed - paid - written, received - paid, received


class Walk:
    """The same acts in the ledger and on paper."""

    def __init__(self, books, seed: int) -> None:
        self.books, self.random, self.year = books, Random(seed), 2010
        self.plain = {code: Plain() for code in CODES}

    def some(self) -> tuple[str, Plain]:
        code = self.random.choice(CODES)
        return code, self.plain[code]

    def assess(self) -> None:
        if self.year > 2026:
            return
        start, end = date(self.year, 1, 1), date(self.year, 12, 31)
        budget = self.books.assessed(
            start, end, lines={"staff": self.random.randint(1, 10**6)}
        )
        for code, plain in self.plain.items():
            row = self.books.of(budget, code)
            plain.debts[row.pk] = Debt(start, row.amount_cents)
            plain.apply()
        self.year += 1

    def pay(self) -> None:
        code, plain = self.some()
        cents, named = self.random.randint(1, 400_000), None
        if plain.debts and self.random.random() < 0.4:
            named = self.random.choice(list(plain.debts))
        day = date(2026, self.random.randint(1, 8), 1)
        receipt = self.books.pay(code, cents, designated=named, on=day)
        plain.money[receipt.pk] = [day, cents, named]
        plain.apply()

    def give_back(self) -> None:
        _code, plain = self.some()
        if not plain.money:
            return
        pk = self.random.choice(list(plain.money))
        receipts.return_transfer(pk, reason="x", key=self.books.key(), by=self.books.st)
        plain.paid = [row for row in plain.paid if row[1] != pk]
        del plain.money[pk]
        plain.apply()

    def pledge(self) -> None:
        _code, plain = self.some()
        if plain.debts:
            pk = self.random.choice(list(plain.debts))
            st = self.books.st
            following.pledge(pk, said_on=st.on, source="x", by=st)

    def write_off(self) -> None:
        _code, plain = self.some()
        for pk, debt in plain.debts.items():
            if plain.open(pk) > 0:
                cents = self.random.randint(1, plain.open(pk))
                following.write_off(
                    pk,
                    cents,
                    decision=self.books.decision,
                    reason="x",
                    key=self.books.key(),
                    by=self.books.ppt,
                )
                debt.written += cents
                return

    def adjust(self) -> None:
        _code, plain = self.some()
        if not plain.debts:
            return
        pk, debt = self.random.choice(list(plain.debts.items()))
        cents = self.random.randint(debt.written, debt.amount + 1000)
        if cents == debt.amount:
            return
        assessing.adjust(
            pk,
            cents,
            decision=self.books.decision,
            reason="x",
            key=self.books.key(),
            by=self.books.ppt,
        )
        debt.amount = cents
        while plain.open(pk) < 0:
            last = max(n for n, row in enumerate(plain.paid) if row[2] == pk)
            plain.paid.pop(last)
        plain.apply()

    def release(self) -> None:
        _code, plain = self.some()
        held = [(n, row) for n, row in enumerate(plain.paid) if row[3]]
        if not held:
            return
        place, (_, receipt, debt, _cents) = self.random.choice(held)
        rows = receipts.Receipt.objects.get(pk=receipt).allocations.all().standing()
        same = [n for n, row in enumerate(plain.paid) if row[1:3] == [receipt, debt]]
        row = list(rows.filter(assessment=debt).order_by("pk"))[same.index(place)]
        allocating.release(row.pk, reason="x", key=self.books.key(), by=self.books.st)
        plain.paid.pop(place)

    def agree(self) -> None:
        found = {row.code: row for row in reports.balances()}
        for code, plain in self.plain.items():
            row = found.get(code)
            figures = plain.figures()
            if row is None:
                assert figures == (0, 0, 0, 0, 0, 0)
                continue
            assert (
                row.assessed,
                row.paid,
                row.written_off,
                row.outstanding,
                row.credit,
                row.received,
            ) == figures


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_sequence_of_acts_the_balances_are_those_of_a_plain_model(books, seed):
    walk = Walk(books, seed)
    acts = [
        *[walk.pay] * 5,
        walk.assess,
        walk.give_back,
        walk.pledge,
        walk.write_off,
        walk.adjust,
        walk.adjust,
        walk.release,
    ]
    walk.assess()
    for _step in range(STEPS):
        walk.random.choice(acts)()
        walk.agree()


def test_the_balances_of_all_members_are_one_statement(books, django_assert_num_queries):
    books.assessed()
    books.pay("BZ", 10)

    with django_assert_num_queries(1):
        rows = reports.balances()

    assert [row.party for row in rows] == [party.pk for party in books.cast.members]
