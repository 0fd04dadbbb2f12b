"""Where an assessment stands: seven statuses, the days past due, the ages, the letters."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_portal.core.errors import Conflict, Invalid
from finance.rules.reminders import Wording, recipients
from finance.rules.standing import (
    AGES,
    Age,
    Owed,
    Pledge,
    Status,
    age,
    days_overdue,
    due_on,
    is_more_than_half,
    live_pledge,
    require_write_off,
    status,
)

DUE = date(2026, 3, 1)
SAID = Pledge(date(2026, 2, 1), date(2026, 4, 1))


@pytest.mark.parametrize(
    ("owed", "expected"),
    [
        (Owed(100), Status.NOT_DEMANDABLE),
        (Owed(0, due_on=DUE), Status.NOT_DEMANDABLE),
        (Owed(100, due_on=DUE), Status.PENDING),
        (Owed(100, due_on=DUE, pledges=(SAID,)), Status.IN_PROCESS),
        (Owed(100, paid=1, due_on=DUE, pledges=(SAID,)), Status.PARTIAL),
        (Owed(100, paid=1), Status.PARTIAL),
        (Owed(100, paid=100), Status.PAID),
        (Owed(100, written_off=40, due_on=DUE), Status.PENDING),
        (Owed(100, written_off=100, due_on=DUE), Status.WRITTEN_OFF),
        (Owed(100, paid=60, written_off=40, due_on=DUE), Status.SETTLED),
    ],
)
def test_each_status_of_the_procedure(owed, expected):
    assert status(owed, date(2026, 3, 2)) == expected


def test_a_pledge_lasts_ninety_days_without_news_and_changes_no_balance():
    last = SAID.said_on + timedelta(days=90)
    owed = Owed(100, due_on=DUE, pledges=(SAID,))

    assert status(owed, last) == Status.IN_PROCESS
    assert status(owed, last + timedelta(days=1)) == Status.PENDING
    assert owed.outstanding == 100
    assert live_pledge([SAID], SAID.said_on - timedelta(days=1)) is None


def test_the_latest_word_counts_and_may_be_taken_back():
    again = Pledge(date(2026, 3, 1))
    back = Pledge(date(2026, 3, 5), is_withdrawn=True)

    assert live_pledge([again, SAID], date(2026, 5, 20)) == again
    assert live_pledge([SAID, again, back], date(2026, 3, 6)) is None


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, Age.NOT_DUE),
        (0, Age.TO_30),
        (30, Age.TO_30),
        (31, Age.TO_60),
        (60, Age.TO_60),
        (61, Age.TO_90),
        (90, Age.TO_90),
        (91, Age.TO_180),
        (180, Age.TO_180),
        (181, Age.TO_365),
        (365, Age.TO_365),
        (366, Age.OVER),
    ],
)
def test_the_classes_of_age(days, expected):
    on = DUE + timedelta(days=days)

    assert age(Owed(100, due_on=DUE), on) == expected
    assert days_overdue(Owed(100, due_on=DUE), on) == max(0, days)
    assert days_overdue(Owed(100, paid=100, due_on=DUE), on) == 0
    assert age(Owed(100), on) == Age.NOT_DUE
    assert [last for last, _age in AGES] == [30, 60, 90, 180, 365]


def test_due_thirty_days_after_the_call_and_not_before_the_period():
    assert due_on(date(2026, 1, 1), date(2026, 1, 15)) == date(2026, 2, 14)
    assert due_on(date(2026, 6, 1), date(2026, 1, 15)) == date(2026, 6, 1)


def test_no_more_is_written_off_than_is_outstanding():
    require_write_off(Owed(100, paid=60), 40)
    with pytest.raises(Conflict):
        require_write_off(Owed(100, paid=60), 41)
    with pytest.raises(Invalid):
        require_write_off(Owed(100), 0)


def test_more_than_half_of_eleven_is_six():
    assert is_more_than_half(6, 11)
    assert not is_more_than_half(5, 11)
    assert not is_more_than_half(5, 10)


AMOUNTS = st.integers(0, 50)
OWED = st.builds(
    lambda amount, paid, written, due, said: Owed(
        amount,
        min(paid, amount),
        min(written, amount - min(paid, amount)),
        due,
        tuple(Pledge(day) for day in said),
    ),
    AMOUNTS,
    AMOUNTS,
    AMOUNTS,
    st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    st.lists(st.dates(date(2025, 1, 1), date(2027, 1, 1)), max_size=3),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(OWED, max_size=12), st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_a_letter_goes_to_whoever_owes_that_day_and_thanks_what_is_in_process(owed, on):
    chosen = recipients(list(enumerate(owed)), on)

    assert [each.party for each in chosen] == [
        n for n, each in enumerate(owed) if each.amount > each.paid + each.written_off
    ]
    for each in chosen:
        pledged = any(
            timedelta(0) <= on - said.said_on <= timedelta(days=90)
            for said in owed[each.party].pledges
        )
        assert each.wording == (Wording.IN_PROCESS if pledged else Wording.REMINDER)
        assert each.outstanding == each.assessed - each.paid - each.written_off
    calls = recipients(list(enumerate(owed)), on, is_call=True)
    assert {each.wording for each in calls} <= {Wording.CALL, Wording.IN_PROCESS}
