"""What the cash comes to: against a day-by-day reckoning, and the cases told apart."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from finance.rules.forecast import outlook

ON = date(2026, 10, 1)
CENTS = st.integers(0, 10**9)
DAYS = st.dictionaries(st.integers(-30, 120).map(lambda n: ON + timedelta(days=n)), CENTS)


def reckoned(cash, days, to_spend, expected):
    """Walk the days one by one with exact fractions of the spending."""
    stands = []
    for place in range(1, days + 1):
        day = ON + timedelta(days=place)
        came = sum(cents for when, cents in expected.items() if max(when, ON) <= day)
        late = [when for when in expected if when > ON + timedelta(days=days)]
        came -= sum(expected[when] for when in late if when <= day)
        stands.append((day, cash + came - to_spend * place // days))
    return stands


@given(CENTS, st.integers(0, 90), CENTS, DAYS)
def test_it_is_the_lowest_of_the_days_that_are_left(cash, days, to_spend, expected):
    found = outlook(cash, ON, ON + timedelta(days=days), to_spend, expected)
    walked = reckoned(cash, days, to_spend, expected)

    assert found.least == min([cash, *(height for _day, height in walked)])
    below = [day for day, height in walked if height < 0]
    assert found.empty_on == (below[0] if below else None)
    assert found.end == (walked[-1][1] if walked else cash)


def test_money_announced_for_a_day_that_passed_is_expected_on_the_next():
    found = outlook(0, ON, ON + timedelta(days=10), 0, {ON - timedelta(days=5): 100})

    assert (found.least, found.end, found.empty_on) == (0, 100, None)


def test_money_announced_for_after_the_period_does_not_count():
    found = outlook(50, ON, ON + timedelta(days=10), 100, {ON + timedelta(days=11): 900})

    assert found.end == -50
    assert found.empty_on == ON + timedelta(days=6)


def test_cash_that_is_gone_already_is_gone_today():
    assert outlook(-1, ON, ON + timedelta(days=10), 0, {}).empty_on == ON
