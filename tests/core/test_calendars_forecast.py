"""Reminders, days left, the strip of days, what sending later gives, and who pays."""

from datetime import date, timedelta
from statistics import mean, quantiles

import pytest

from crm_portal.core.calendars import (
    LAST_DAY,
    TWO_DAYS_BEFORE,
    Terms,
    preview,
    reminders,
    strip,
    utc,
    what_if,
)
from tests.core.calendar_data import (
    ALL,
    CALENDARS,
    TZ_VERSION,
    calendar,
    closure,
    count,
    instant,
)

MONDAY, TUESDAY, WEDNESDAY = date(2026, 6, 8), date(2026, 6, 9), date(2026, 6, 10)
THURSDAY, FRIDAY = date(2026, 6, 11), date(2026, 6, 12)
NEXT_MONDAY, NEXT_TUESDAY = date(2026, 6, 15), date(2026, 6, 16)
MONDAY_MORNING = "2026-06-08T16:00:00Z"
THANKSGIVING_EVE = "2026-11-25T16:00:00Z"
TZ = {"tz_version": TZ_VERSION}


# Reminders, days left, the strip


def test_reminders_leave_at_eight_in_the_capital_on_the_members_own_days():
    found = {
        (each.country, each.label): each for each in reminders(count(THANKSGIVING_EVE))
    }

    assert utc(found["DO", LAST_DAY].at) == "2026-12-03T12:00:00Z"
    assert utc(found["DO", TWO_DAYS_BEFORE].at) == "2026-12-01T12:00:00Z"
    assert utc(found["CA", TWO_DAYS_BEFORE].at) == "2026-12-01T13:00:00Z"
    # Costa Rica does not work on 1 December.
    assert utc(found["CR", TWO_DAYS_BEFORE].at) == "2026-11-30T14:00:00Z"
    assert len(found) == 2 * len(ALL)


def test_nobody_is_reminded_on_a_day_it_does_not_work():
    calendars = [
        calendar("CR", closure("CR", TUESDAY)),
        calendar("PA", closure("PA", NEXT_TUESDAY)),
    ]

    found = {
        (each.country, each.label): each.on
        for each in reminders(count(MONDAY_MORNING, calendars))
    }

    assert found["CR", LAST_DAY] == NEXT_TUESDAY
    assert found["PA", LAST_DAY] == NEXT_MONDAY
    assert found["PA", TWO_DAYS_BEFORE] == THURSDAY


def test_a_term_too_short_for_it_has_no_reminder_two_days_before():
    found = reminders(count(MONDAY_MORNING, ALL, Terms(business_days=2)))

    assert {each.label for each in found} == {LAST_DAY}


@pytest.mark.parametrize(
    ("code", "on", "left"),
    [
        ("DO", date(2026, 11, 25), 6),
        ("DO", date(2026, 11, 27), 5),
        ("DO", date(2026, 11, 28), 4),
        ("DO", date(2026, 12, 3), 1),
        ("DO", date(2026, 12, 4), 0),
        ("CR", date(2026, 11, 27), 4),
    ],
)
def test_days_left_are_the_readers_own_today_included(code, on, left):
    assert count(THANKSGIVING_EVE).business_days_left(code, on) == left


def test_the_strip_shows_the_readers_days_up_to_the_common_end():
    found = strip(count(THANKSGIVING_EVE), "CR")

    assert [each.day.day for each in found] == [26, 27, 28, 29, 30, 1, 2, 3]
    assert [each.number for each in found] == [1, 2, None, None, 3, None, 4, 5]
    assert [each.is_last for each in found] == [False] * 7 + [True]
    assert found[5].closure.name("es") == "Abolición del Ejército"
    assert not found[5].is_working


def test_the_strip_marks_days_past_the_readers_own_as_working_without_a_number():
    last = strip(count(THANKSGIVING_EVE), "DO")[-1]

    assert (last.number, last.is_working, last.is_last) == (None, True, True)


# Before sending


def test_the_preview_shows_what_waiting_for_midnight_costs():
    found = preview(instant("2026-06-09T05:00:00Z"), ALL, **TZ)

    assert utc(found.midnight) == "2026-06-09T06:00:00Z"
    assert (found.now.ends_on, found.waiting.ends_on) == (NEXT_MONDAY, NEXT_TUESDAY)


def test_what_if_covers_now_and_each_of_the_next_five_days():
    found = what_if(instant("2026-06-08T16:00:00Z"), ALL, **TZ)

    assert [each.event_date.day for each in found] == [8, 9, 10, 11, 12, 13]
    assert found[-1].ends_on == found[-2].ends_on  # Saturday counts as the Friday before


# Fairness (procedure 2.2): every weekday from 1 January 2025 to 15 December 2028, the last
# from which a term ends inside the confirmed years whatever the policy.

WEEKDAYS = [
    day
    for offset in range((date(2028, 12, 15) - date(2025, 1, 1)).days + 1)
    if (day := date(2025, 1, 1) + timedelta(days=offset)).weekday() < 5
]


def lengths(calendars, policy="R1"):
    return [(noon(day, calendars, policy).ends_on - day).days for day in WEEKDAYS]


def noon(day, calendars=ALL, policy="R1"):
    return count(f"{day}T18:00:00Z", calendars, Terms(policy=policy))


def test_one_calendar_leaves_some_member_fewer_than_five_days_two_times_in_three():
    fewest = []
    for day in WEEKDAYS:
        common = noon(day, [CALENDARS["CR"]])
        own = [
            sum(first <= common.ends_on for first in term.days)
            for term in noon(day).per_member
        ]
        fewest.append(min(own))

    assert len(fewest) == 1033
    assert sum(days < 5 for days in fewest) == 681
    assert min(fewest) == 0


@pytest.mark.parametrize(
    ("policy", "calendars", "average", "longest"),
    [
        ("R1", ALL, 8.65, 19),
        ("R1-NARROW", ALL, 8.23, 12),
        ("R1", [CALENDARS["CR"]], 7.24, 12),
    ],
)
def test_what_each_policy_costs_in_calendar_days(policy, calendars, average, longest):
    found = lengths(calendars, policy)

    assert round(mean(found), 2) == average
    assert max(found) == longest


def test_nine_terms_in_ten_take_eleven_calendar_days_or_fewer():
    assert quantiles(lengths(ALL), n=10)[-1] == 11


def test_counting_only_days_on_which_all_work_would_take_longer():
    union = calendar("CR", *(each for one in ALL for each in one.closures.values()))

    found = lengths([union])

    assert (round(mean(found), 2), max(found)) == (9.56, 21)
