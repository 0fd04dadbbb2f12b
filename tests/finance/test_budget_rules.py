"""Budgets of any period, how far they are carried out, and the lowest that the cash stands."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_portal.core.errors import IllegalStep
from finance import states
from finance.rules.budgets import Line, Period, execution, gap_days, lowest
from finance.states import (
    BUDGET_STEPS,
    CASE_STEPS,
    BudgetState,
    BudgetStep,
    CaseState,
    CaseStep,
)

NINETEEN = Period(date(2003, 6, 1), date(2004, 12, 31))


def test_a_period_may_have_nineteen_months():
    assert (NINETEEN.months, NINETEEN.days) == (19, 580)
    assert NINETEEN.elapsed(date(2003, 5, 31)) == 0
    assert NINETEEN.elapsed(date(2004, 3, 16)) == 50_00
    assert NINETEEN.elapsed(date(2010, 1, 1)) == 100_00


def test_periods_that_share_a_day_overlap_and_a_gap_is_counted():
    before = Period(date(2002, 6, 1), date(2003, 5, 31))

    assert not before.overlaps(NINETEEN)
    assert before.overlaps(Period(date(2003, 5, 31), date(2003, 6, 1)))
    assert gap_days(before, NINETEEN) == 0
    assert gap_days(before, Period(date(2003, 6, 11), date(2003, 7, 1))) == 10


def test_spending_stands_against_money_and_against_time():
    lines = [Line(1, 60_00, moved=-10_00, spent=20_00), Line(2, 40_00, 10_00, 5_00, 30_00)]

    stands = execution(
        lines, Period(date(2026, 1, 1), date(2026, 12, 31)), date(2026, 3, 14)
    )

    assert (stands.planned, stands.committed, stands.spent) == (100_00, 5_00, 50_00)
    assert (stands.spent_part, stands.time_part, stands.ahead) == (50_00, 20_00, 30_00)
    assert [line.available for line in lines] == [30_00, 15_00]
    assert execution([], NINETEEN, date(2004, 1, 1)).spent_part == 0


@settings(max_examples=200, deadline=None)
@given(st.integers(-50, 50), st.lists(st.integers(-40, 40), max_size=20))
def test_the_lowest_cash_is_the_lowest_of_all_its_days(opening, moves):
    days = {date(2026, 1, 1) + timedelta(days=n): cents for n, cents in enumerate(moves)}
    standing = [opening + sum(moves[: n + 1]) for n in range(len(moves))]

    least, when = lowest(opening, days)

    assert least == min([opening, *standing])
    assert when is None or standing[(when - date(2026, 1, 1)).days] == least


@pytest.mark.parametrize(
    ("table", "all_states", "steps", "after"),
    [
        (BUDGET_STEPS, BudgetState, BudgetStep, states.after),
        (CASE_STEPS, CaseState, CaseStep, states.case_after),
    ],
)
def test_a_step_is_in_the_table_or_it_is_refused(table, all_states, steps, after):
    for state, step in product(all_states, steps):
        if (state, step) in table:
            assert after(state, step) == table[state, step]
        else:
            with pytest.raises(IllegalStep):
                after(state, step)
