"""Shares add to the cent, whatever the budget; and each can be explained."""

import ast
from datetime import date
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from crm_portal.core.errors import Invalid
from finance.rules.apportionment import apportion, pro_rata
from finance.rules.scales import ScaleFrom, in_force, percentages, sharing

OF_2005 = [
    (1, 5_000_00),
    (2, 68_000_00),
    (3, 5_000_00),
    (4, 5_000_00),
    (5, 141_360_00),
    (6, 5_000_00),
    (7, 5_000_00),
    (8, 33_364_00),
    (9, 5_000_00),
    (10, 5_000_00),
    (11, 5_000_00),
]
BUDGETS = st.integers(0, 10**12)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any)


@hypothesis_settings(max_examples=300, deadline=None)
@given(BUDGETS, WEIGHTS)
def test_the_parts_add_to_the_budget_and_are_within_a_cent_of_exact(total, weights):
    parts = apportion(total, list(enumerate(weights)))

    assert sum(part.cents for part in parts) == total
    for part in parts:
        exact = total * part.weight
        assert abs(part.cents * part.weights - exact) < part.weights
        assert part.floor_cents * part.weights + part.remainder == exact
        assert part.cents - part.extra == part.floor_cents
        assert part.weight or part.cents == 0


@hypothesis_settings(max_examples=150, deadline=None)
@given(BUDGETS, WEIGHTS)
def test_the_cents_left_go_to_the_largest_remainders_and_ties_to_the_first(total, weights):
    parts = apportion(total, list(enumerate(weights)))
    with_cent = [part for part in parts if part.extra]
    without = [part for part in parts if not part.extra]

    for one in with_cent:
        for other in without:
            assert (-one.remainder, one.key) < (-other.remainder, other.key)


def test_ten_thousand_budgets_add_to_the_cent():
    """L4: by the scale of 2005, whatever the Vice-Ministers approve."""
    random = Random(4)

    for _budget in range(10_000):
        total = random.randrange(10**10)
        assert sum(part.cents for part in apportion(total, OF_2005)) == total


def test_the_budget_of_the_scale_is_the_scale():
    parts = apportion(282_724_00, OF_2005)

    assert [(part.key, part.cents) for part in parts] == OF_2005
    assert not any(part.extra for part in parts)


def test_members_of_one_weight_may_differ_by_a_cent():
    small = [
        part.cents for part in apportion(100_000_00, OF_2005) if part.weight == 5_000_00
    ]

    assert max(small) - min(small) <= 1
    assert sum(part.cents for part in apportion(100_000_00, OF_2005)) == 100_000_00


@pytest.mark.parametrize(
    ("total", "weights"),
    [(-1, [(1, 1)]), (1, [(1, -1)]), (1, [(1, 0)]), (1, []), (1, [(1, 1), (1, 2)])],
)
def test_what_cannot_be_shared_is_refused(total, weights):
    with pytest.raises(Invalid):
        apportion(total, weights)


def test_nineteen_months_are_worked_out_once_and_half_a_cent_goes_up():
    assert pro_rata(282_724_00, 19) == 447_646_33
    assert pro_rata(1, 6) == 1
    assert pro_rata(1, 5) == 0
    with pytest.raises(Invalid):
        pro_rata(1, 0)


def test_percentages_are_displayed_and_need_not_add_up():
    shown = percentages(OF_2005)

    assert (shown[1], shown[2], shown[5], shown[8]) == (177, 2405, 5000, 1180)
    assert sum(shown.values()) == 100_01
    assert percentages([(1, 0)]) == {1: 0}


def test_the_scale_that_began_last_is_in_force():
    old, new = (ScaleFrom(n, date(2000 + n, 1, 1), ()) for n in (1, 5))

    assert in_force([new, old], date(2004, 12, 31)) == old
    assert in_force([new, old], date(2005, 1, 1)) == new
    assert in_force([new, old], date(2000, 1, 1)) is None


def test_who_joined_and_who_left_is_said_and_nobody_is_filled_in():
    found = sharing([(1, 10), (2, 20)], [2, 3])

    assert (found.weights, found.joined, found.left) == (((2, 20),), (3,), (1,))


def test_money_is_never_a_float():
    """L4: no float, no true division anywhere that money is counted."""
    found = []
    for path in sorted((Path(settings.BASE_DIR) / "finance").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
            is_named = isinstance(node, ast.Name) and node.id in {"float", "round"}
            if is_float or is_named or isinstance(node, ast.Div):
                found.append(f"{path.name}:{getattr(node, 'lineno', '?')}")

    assert found == []
