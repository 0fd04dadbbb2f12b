"""Plans: the shape of their lines, which version holds, and what the lines say together."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.rules.following.plans import (
    APPROVES,
    Dated,
    Fault,
    Item,
    Level,
    PlanKind,
    faults,
    fits,
    in_force,
    whole,
)
from decisions.rules.following.words import Whole, Word

PLAN = (
    Item("rights", Level.AXIS),
    Item("children", Level.THEME, "rights"),
    Item("protect", Level.OBJECTIVE, "children"),
    Item("study", Level.ACTIVITY, "protect"),
    Item("write", Level.ACTION, "study"),
    Item("publish", Level.ACTION, "study"),
    Item("workshop", Level.ACTIVITY, "protect"),
    Item("copies", Level.INDICATOR, "publish"),
    Item("handed-in", Level.MILESTONE, "workshop"),
)


def test_a_plan_of_three_axes_down_to_its_indicators_has_no_fault():
    assert faults(PLAN) == ()


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ((), ((Fault.NOTHING, ""),)),
        ((*PLAN, Item("study", Level.ACTIVITY, "protect")), ((Fault.TWICE, "study"),)),
        ((Item("a", Level.AXIS), Item("b", Level.THEME, "c")), ((Fault.NO_PARENT, "b"),)),
        ((Item("a", Level.ACTION),), ((Fault.WRONG_LEVEL, "a"),)),
        (
            (Item("a", Level.THEME), Item("b", Level.AXIS, "a")),
            ((Fault.WRONG_LEVEL, "b"),),
        ),
    ],
)
def test_a_plan_with_a_fault_says_which_and_where(items, expected):
    assert faults(items) == expected


@given(st.sampled_from(Level), st.sampled_from(Level))
def test_levels_are_left_out_but_never_turned_around(one, other):
    assert not (fits(one, other) and fits(other, one))


def test_lines_above_are_told_by_those_that_somebody_carries_out():
    said = {"write": Word.CARRIED_OUT, "publish": Word.UNDER_WAY}

    assert whole(PLAN, said, "study").counts == {Word.UNDER_WAY: 1, Word.CARRIED_OUT: 1}
    assert whole(PLAN, said, "rights").counts == {
        Word.UNDER_WAY: 1,
        Word.CARRIED_OUT: 1,
        Word.SILENT: 1,
    }
    assert whole(PLAN, said, "rights").whole is Whole.PARTLY_CARRIED_OUT
    assert whole(PLAN, {}, "write").whole is Whole.NOT_REPORTED


DATES = st.none() | st.dates(date(2019, 1, 1), date(2027, 1, 1))
VERSIONS = st.lists(st.builds(Dated, st.integers(1, 9), DATES), max_size=6)


@given(VERSIONS, st.dates(date(2019, 1, 1), date(2027, 1, 1)))
def test_the_version_that_holds_is_the_last_approved_that_began(versions, on):
    found = in_force(versions, on)
    begun = [
        each.in_force_from
        for each in versions
        if each.in_force_from and each.in_force_from <= on
    ]

    assert (found.in_force_from if found else None) == max(begun, default=None)


def test_every_kind_of_plan_has_a_body_that_approves_it():
    assert set(APPROVES) == set(PlanKind)
