"""What happens to a term after it is distributed: more days, fewer, none taken away."""

from datetime import date, timedelta

import pytest

from crm_portal.core.calendars import (
    SEARCH_LIMIT,
    CalendarError,
    Pause,
    Terms,
    after_outage,
    elapsed,
    extend,
    is_disabling,
    recompute,
    resume,
    utc,
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
TZ = {"tz_version": TZ_VERSION}


# Extension


def test_an_extension_counts_anew_from_the_same_event():
    first = count("2026-11-20T16:00:00Z")

    longer = extend(first, ALL, 3, **TZ)

    assert longer.event_date == first.event_date
    anew = count("2026-11-20T16:00:00Z", ALL, Terms(business_days=8))
    assert longer.ends_on == anew.ends_on
    assert (longer.terms.total, longer.terms.extension) == (8, 3)
    assert longer.to_dict()["business_days"] == 8


def test_extensions_add_up():
    first = count(MONDAY_MORNING)

    twice = extend(extend(first, ALL, 1, **TZ), ALL, 2, **TZ)

    assert twice.terms.total == 8


def test_each_member_gets_the_extension_in_its_own_days():
    calendars = [calendar("CR", closure("CR", NEXT_TUESDAY)), calendar("PA")]

    longer = extend(count(MONDAY_MORNING, calendars), calendars, 1, **TZ)

    assert longer.member("PA").ends_on == NEXT_TUESDAY
    assert longer.member("CR").ends_on == date(2026, 6, 17)


# Suspension


def test_the_suspension_day_is_given_back_and_the_rest_counted_after_the_resumption():
    first = count(MONDAY_MORNING, [calendar("CR")])
    pause = Pause(suspended_on=THURSDAY, resumed_on=date(2026, 6, 17))

    resumed = resume(first, [calendar("CR")], pause, **TZ)

    assert elapsed(first, THURSDAY) == {"CR": 2}
    assert resumed.member("CR").days == (
        TUESDAY,
        WEDNESDAY,
        date(2026, 6, 18),
        date(2026, 6, 19),
        date(2026, 6, 22),
    )


def test_a_suspension_of_a_day_gives_back_that_day():
    first = count(MONDAY_MORNING, [calendar("CR")])

    resumed = resume(first, [calendar("CR")], Pause(WEDNESDAY, WEDNESDAY), **TZ)

    assert resumed.ends_on == NEXT_TUESDAY


def test_a_suspension_over_a_weekend_takes_nothing_and_never_shortens():
    first = count(MONDAY_MORNING, [calendar("CR")])

    resumed = resume(
        first, [calendar("CR")], Pause(date(2026, 6, 13), date(2026, 6, 14)), **TZ
    )

    assert resumed.ends_on == first.ends_on


def test_a_member_that_had_its_days_before_the_suspension_keeps_them():
    calendars = [calendar("CR", closure("CR", FRIDAY)), calendar("PA")]
    first = count(MONDAY_MORNING, calendars)

    resumed = resume(first, calendars, Pause(NEXT_TUESDAY, date(2026, 6, 24)), **TZ)

    assert resumed.member("PA").ends_on == NEXT_MONDAY
    assert resumed.member("CR").ends_on == date(2026, 6, 25)
    assert resumed.determining == ("CR",)


def test_a_term_suspended_twice_counts_neither():
    members = [calendar("CR")]
    first = resume(count(MONDAY_MORNING, members), members, Pause(TUESDAY, TUESDAY), **TZ)

    second = resume(first, members, Pause(THURSDAY, FRIDAY), **TZ)

    assert second.terms.pauses == (Pause(TUESDAY, TUESDAY), Pause(THURSDAY, FRIDAY))
    assert second.ends_on == date(2026, 6, 18)


def test_a_long_suspension_does_not_exhaust_the_search():
    members = [calendar("CR")]
    half_a_year = Pause(TUESDAY, TUESDAY + timedelta(days=2 * SEARCH_LIMIT))

    resumed = resume(count(MONDAY_MORNING, members), members, half_a_year, **TZ)

    assert resumed.ends_on > half_a_year.resumed_on


# Late closures and the ratchet


def test_a_closure_declared_during_the_term_moves_it():
    first = count(MONDAY_MORNING)
    closures = (*CALENDARS["DO"].closures.values(), closure("DO", FRIDAY, "adhoc"))
    later = [*ALL[:-1], calendar("DO", *closures, version="2", rank=10)]

    moved = recompute(first, later, at=instant("2026-06-11T20:00:00Z"), **TZ)

    assert moved.ends_on == NEXT_TUESDAY
    assert moved.determining == ("DO",)


def test_a_closure_declared_for_a_day_already_past_counts_too():
    later = [calendar("CR", closure("CR", TUESDAY, "adhoc"))]

    moved = recompute(
        count(MONDAY_MORNING, [calendar("CR")]),
        later,
        at=instant("2026-06-16T05:59:59Z"),
        **TZ,
    )

    assert moved.ends_on == NEXT_TUESDAY


def test_a_closure_declared_at_the_bound_changes_nothing():
    first = count(MONDAY_MORNING, [calendar("CR")])
    later = [calendar("CR", closure("CR", TUESDAY, "adhoc"))]

    assert recompute(first, later, at=first.closes_at, **TZ) is first


def test_a_holiday_that_is_cancelled_never_shortens_a_term_announced():
    with_holiday = [calendar("CR", closure("CR", TUESDAY))]
    first = count(MONDAY_MORNING, with_holiday)

    again = recompute(first, [calendar("CR")], at=first.start_at, **TZ)

    assert again.ends_on == first.ends_on == NEXT_TUESDAY
    assert again.closes_at == first.closes_at
    assert again.counted_on == NEXT_MONDAY
    assert again.is_held
    assert again.member("CR").later == (NEXT_TUESDAY,)


def test_a_term_is_counted_again_for_the_same_members():
    first = count(MONDAY_MORNING)

    with pytest.raises(CalendarError, match="members"):
        recompute(first, ALL[1:], at=first.start_at, **TZ)


# Outages


def outage(began, ended, day="2026-06-15"):
    """Return an outage by the seat's clock."""
    return tuple(instant(f"{day}T{clock}:00-06:00") for clock in (began, ended))


@pytest.mark.parametrize(
    ("outages", "is_too_long"),
    [
        ([outage("08:00", "12:00")], False),
        ([outage("08:00", "12:01")], True),
        ([outage("06:00", "12:00")], False),
        ([outage("06:00", "08:00"), outage("19:59", "23:59")], False),
        ([outage("09:00", "11:00"), outage("20:00", "22:01")], True),
        ([outage("09:00", "12:00"), outage("10:00", "13:00")], False),
        (
            [outage("09:00", "12:00"), outage("10:00", "11:00"), outage("20:00", "21:01")],
            True,
        ),
        (
            [(instant("2026-06-15T20:00:00-06:00"), instant("2026-06-16T09:00:00-06:00"))],
            False,
        ),
        (
            [(instant("2026-06-15T19:59:00-06:00"), instant("2026-06-16T09:00:00-06:00"))],
            True,
        ),
        ([outage("08:00", "23:00", day="2026-06-12")], False),
    ],
)
def test_more_than_four_hours_of_the_last_day_are_too_long(outages, is_too_long):
    assert is_disabling(outages, NEXT_MONDAY) is is_too_long


def test_an_outage_moves_the_term_to_a_day_on_which_all_determining_members_work():
    calendars = [
        calendar("CR", closure("CR", FRIDAY), closure("CR", date(2026, 6, 17))),
        calendar("HN", closure("HN", FRIDAY), closure("HN", date(2026, 6, 18))),
        calendar("PA", closure("PA", date(2026, 6, 19))),
    ]
    first = count(MONDAY_MORNING, calendars)
    assert first.determining == ("CR", "HN")

    moved = after_outage(first, calendars, **TZ)

    assert moved.ends_on == date(2026, 6, 19)  # neither HN's nor CR's; PA does not decide
    assert moved.terms.outages == (NEXT_TUESDAY,)
    assert moved.is_held
    assert utc(moved.closes_at) == "2026-06-20T06:00:00Z"


def test_a_term_moved_by_an_outage_stays_moved_when_counted_again():
    moved = after_outage(count(MONDAY_MORNING), ALL, **TZ)

    again = recompute(moved, ALL, at=moved.start_at, **TZ)

    assert again.closes_at == moved.closes_at


def test_an_outage_finds_no_day_where_the_determining_members_never_work():
    members = [calendar("CR")]
    closures = (
        closure("CR", NEXT_TUESDAY + timedelta(days=n)) for n in range(SEARCH_LIMIT)
    )

    with pytest.raises(CalendarError):
        after_outage(count(MONDAY_MORNING, members), [calendar("CR", *closures)], **TZ)
