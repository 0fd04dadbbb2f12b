"""What a receipt pays: what it names, then the oldest; nothing is made and nothing lost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_portal.core.errors import Invalid
from finance.rules.allocation import (
    Applied,
    Credit,
    Open,
    allocate,
    credited,
    to_release,
)

START = date(2026, 1, 1)


def plain(credits_left, owed):
    """Cent by cent: those with a name first, then the oldest money to the oldest debt."""
    left = {c.key: c.left for c in credits_left}
    due = {o.key: o.outstanding for o in owed}
    order = [c.key for c in sorted(credits_left, key=lambda c: (c.value_on, c.key))]
    debts = [o.key for o in sorted(owed, key=lambda o: (o.period_starts, o.key))]
    named = {c.key: c.designated for c in credits_left}
    paid: dict[tuple[int, int], int] = {}

    def cent(receipt, debt):
        left[receipt] -= 1
        due[debt] -= 1
        paid[receipt, debt] = paid.get((receipt, debt), 0) + 1

    for receipt in order:
        while left[receipt] and due.get(named[receipt], 0):
            cent(receipt, named[receipt])
    for receipt in order:
        for debt in debts:
            while left[receipt] and due[debt]:
                cent(receipt, debt)
    return paid


CREDITS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 40), st.none() | st.integers(0, 5)),
    max_size=6,
).map(
    lambda rows: [
        Credit(n, START + timedelta(days=day), left, named)
        for n, (day, left, named) in enumerate(rows)
    ]
)
DEBTS = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 40)), max_size=6).map(
    lambda rows: [
        Open(n, START + timedelta(days=day), cents) for n, (day, cents) in enumerate(rows)
    ]
)


@settings(max_examples=200, deadline=None)
@given(CREDITS, DEBTS)
def test_allocation_is_that_of_a_plain_model(credits_left, owed):
    pieces = allocate(credits_left, owed)

    assert {(p.receipt, p.assessment): p.cents for p in pieces} == plain(credits_left, owed)
    moved = sum(p.cents for p in pieces)
    assert moved == min(sum(c.left for c in credits_left), sum(o.outstanding for o in owed))


def test_a_designated_assessment_goes_before_an_older_one():
    owed = [Open(1, START, 50), Open(2, START + timedelta(days=365), 50)]

    pieces = allocate([Credit(9, START, 60, designated=2)], owed)

    assert [(p.assessment, p.cents) for p in pieces] == [(2, 50), (1, 10)]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 30), max_size=8), st.integers(0, 100))
def test_the_last_allocations_are_released_and_no_more_of_them_than_needed(cents, excess):
    applied = [Applied(n, each) for n, each in enumerate(cents)]

    undone = to_release(applied, excess)

    assert undone == [row.key for row in reversed(applied)][: len(undone)]
    freed = sum(cents[n] for n in undone)
    assert freed >= min(excess, sum(cents))
    assert not undone or freed - cents[undone[-1]] < excess


def test_fees_and_exchange_stay_with_the_payer():
    assert credited(5_000_00, 25_00, "USD") == 4_975_00
    assert credited(100_000_00, 0, "MXN", Decimal("0.05")) == 5_000_00
    assert credited(1, 0, "CAD", Decimal("0.5")) == 1
    assert credited(100_01, 1, "CAD", Decimal("0.73125")) == 73_13


@pytest.mark.parametrize(
    ("gross", "fee", "currency", "rate"),
    [
        (0, 0, "USD", None),
        (10, 10, "USD", None),
        (10, -1, "USD", None),
        (10, 0, "USD", Decimal(1)),
        (10, 0, "CAD", None),
        (10, 0, "CAD", Decimal(0)),
        (1, 0, "CRC", Decimal("0.002")),
    ],
)
def test_a_transfer_that_brings_nothing_is_refused(gross, fee, currency, rate):
    with pytest.raises(Invalid):
        credited(gross, fee, currency, rate)
