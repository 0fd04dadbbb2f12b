"""Matrices of topics by country: what holds, what waits, and what cannot be so."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.rules.following.matrices import (
    Entry,
    Fault,
    Means,
    Standing,
    Treaty,
    Verdict,
    bound,
    cell,
    faults,
    standing,
)

AS_OF = date(2010, 1, 1)
MEXICO = Treaty(date(2000, 12, 13), date(2003, 3, 4), Means.RATIFICATION)
BELIZE = Treaty(None, date(2003, 9, 26), Means.ACCESSION)
DAYS = st.dates(date(2000, 1, 1), date(2012, 1, 1))
ENTRIES = st.lists(
    st.builds(Entry, st.integers(1, 99), DAYS, st.sampled_from(Verdict)),
    max_size=8,
    unique_by=lambda entry: entry.row,
)


@pytest.mark.parametrize(
    ("treaty", "expected"),
    [
        (MEXICO, ()),
        (BELIZE, ()),
        (Treaty(), ()),
        (Treaty(bound_on=date(2003, 1, 1), means=Means.RATIFICATION), ()),
        (
            Treaty(date(2001, 1, 1), date(2003, 1, 1), Means.ACCESSION),
            (Fault.SIGNED_AND_ACCEDED,),
        ),
        (Treaty(bound_on=date(2003, 1, 1)), (Fault.NO_MEANS,)),
        (Treaty(means=Means.ACCESSION), (Fault.NO_DAY,)),
        (
            Treaty(date(2004, 1, 1), date(2003, 1, 1), Means.RATIFICATION),
            (Fault.BOUND_BEFORE_SIGNING,),
        ),
        (Treaty(date(2011, 1, 1)), (Fault.LATER_THAN_KNOWN,)),
    ],
)
def test_a_signature_may_be_unknown_and_acceding_is_not_ratifying(treaty, expected):
    assert faults(treaty, AS_OF) == expected


def test_where_a_state_stands_to_the_protocol_depends_on_the_day():
    days = date(2000, 1, 1), date(2002, 1, 1), date(2003, 6, 1), date(2004, 1, 1)

    assert [standing(MEXICO, day) for day in days] == [
        Standing.NONE,
        Standing.SIGNED,
        Standing.BOUND,
        Standing.BOUND,
    ]
    assert [bound([MEXICO, BELIZE, Treaty()], day) for day in days] == [0, 0, 1, 2]


@given(ENTRIES)
def test_a_cell_says_only_what_was_confirmed_and_forgets_nothing_of_it(entries):
    found = cell(entries)
    confirmed = [each for each in entries if each.verdict is Verdict.CONFIRMED]

    if found.current:
        assert {found.current, *found.history} == set(confirmed)
        assert found.current.as_of == max(each.as_of for each in confirmed)
    else:
        assert not confirmed
        assert not found.history
    waits = [each for each in entries if each.verdict is Verdict.WAITING]
    assert found.waiting == max(waits, key=lambda each: each.row, default=None)
