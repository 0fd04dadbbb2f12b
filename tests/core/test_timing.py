"""When what is not formal may leave: the hour of the day's letter, and never by night."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core.timing import Timing, is_quiet

ZONES = [ZoneInfo(name) for name in ("America/Costa_Rica", "America/New_York", "UTC")]
hours = st.integers(0, 23)
quiet = st.tuples(hours, hours).filter(lambda span: span[0] != span[1])
timings = st.builds(
    Timing,
    zone=st.sampled_from(ZONES),
    digest_hour=st.none() | hours,
    quiet=st.none() | quiet,
)
instants = st.timedeltas(timedelta(), timedelta(days=730)).map(
    lambda later: datetime(2026, 1, 1, tzinfo=UTC) + later
)


@pytest.mark.parametrize(
    ("span", "inside", "outside"),
    [((22, 7), (22, 23, 0, 6), (7, 12, 21)), ((13, 15), (13, 14), (12, 15, 0))],
)
def test_quiet_hours_may_cross_midnight(span, inside, outside):
    assert all(is_quiet(span, hour) for hour in inside)
    assert not any(is_quiet(span, hour) for hour in outside)


def test_a_digest_leaves_at_the_next_stroke_of_its_hour():
    timing = Timing(ZONES[0], digest_hour=8)
    owed = datetime(2026, 9, 10, 15, tzinfo=UTC)  # 09:00 in San José

    assert timing.leaves_at(owed, owed) == datetime(2026, 9, 11, 14, tzinfo=UTC)


@given(timing=timings, owed=instants, later=st.timedeltas(timedelta(), timedelta(days=3)))
def test_nothing_leaves_in_quiet_hours_nor_waits_more_than_two_days(timing, owed, later):
    at = owed + later

    leaves = timing.leaves_at(owed, at)

    assert at <= leaves <= at + timedelta(days=2)
    if timing.quiet:
        assert not is_quiet(timing.quiet, leaves.astimezone(timing.zone).hour)
    if timing.digest_hour is None and timing.quiet is None:
        assert leaves == at


@given(timing=timings, owed=instants)
def test_what_may_leave_then_may_leave_once_that_instant_has_come(timing, owed):
    leaves = timing.leaves_at(owed, owed)

    assert timing.leaves_at(owed, leaves) == leaves
