"""Business days and the end of a term: the procedure's examples and reasons."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_portal.core.calendars import (
    SEARCH_LIMIT,
    CalendarError,
    Kind,
    Pause,
    Policy,
    Terms,
    extend,
    is_business_day,
    utc,
)
from tests.core.calendar_data import (
    ALL,
    CALENDARS,
    TZ_VERSION,
    calendar,
    closure,
    count,
    examples,
)

MONDAY, TUESDAY, WEDNESDAY = date(2026, 6, 8), date(2026, 6, 9), date(2026, 6, 10)
THURSDAY, FRIDAY = date(2026, 6, 11), date(2026, 6, 12)
NEXT_MONDAY, NEXT_TUESDAY = date(2026, 6, 15), date(2026, 6, 16)
MONDAY_MORNING = "2026-06-08T16:00:00Z"
THANKSGIVING_EVE = "2026-11-25T16:00:00Z"
TZ = {"tz_version": TZ_VERSION}


# The worked examples


@pytest.mark.parametrize("example", examples(), ids=lambda each: each["note"][:40])
def test_a_worked_example_of_the_procedure(example):
    calendars = [CALENDARS[code] for code in example["members"]]
    terms = Terms(policy=example["policy"], business_days=example["business_days"])

    found = count(example["start_utc"], calendars, terms)

    assert found.event_date.isoformat() == example["expected_event_date"]
    assert utc(found.closes_at) == example["expected_deadline_exclusive_utc"]
    assert [
        {"date": each.day.isoformat(), "country": each.country, "name": each.name("es")}
        for each in found.excluded
    ] == example["excluded"]
    last_days = {term.country: term.ends_on.isoformat() for term in found.per_member}
    assert last_days == example.get("per_member_day", last_days)
    decide = list(found.determining)
    assert decide == example.get("determining_members", decide)


def test_one_policy_takes_its_member_among_all():
    alone = count("2026-11-20T16:00:00Z", [CALENDARS["US"]], Terms(policy="ONE:US"))
    among = count("2026-11-20T16:00:00Z", ALL, Terms(policy="ONE:US"))

    assert among == alone
    assert among.zone == "America/New_York"


def test_the_event_day_is_the_seats_under_every_policy():
    before_midnight_at_the_seat = "2026-11-21T05:30:00Z"

    found = count(before_midnight_at_the_seat, ALL, Terms(policy="ONE:US"))

    assert found.event_date == date(2026, 11, 20)


# The count


@pytest.mark.parametrize(
    ("n", "closed", "last_day"),
    [
        (1, [], TUESDAY),
        (1, [TUESDAY], WEDNESDAY),
        (5, [], NEXT_MONDAY),
        (5, [TUESDAY, NEXT_MONDAY], date(2026, 6, 17)),
        (3, [MONDAY], THURSDAY),
    ],
)
def test_the_day_of_the_event_is_not_counted(n, closed, last_day):
    member = calendar("CR", *(closure("CR", day) for day in closed))

    found = count(MONDAY_MORNING, [member], Terms(business_days=n))

    assert found.ends_on == last_day
    assert utc(found.closes_at) == f"{last_day + timedelta(days=1)}T06:00:00Z"
    assert utc(found.last_instant) == f"{last_day + timedelta(days=1)}T05:59:59Z"


def test_one_second_at_the_seats_midnight_is_one_day():
    before = count("2026-07-14T05:59:59Z")
    after = count("2026-07-14T06:00:00Z")

    assert (before.ends_on, after.ends_on) == (date(2026, 7, 20), date(2026, 7, 21))


@pytest.mark.parametrize("start", ["2026-06-13T02:00:00Z", "2026-06-13T20:00:00Z"])
def test_sending_after_hours_or_on_a_weekend_is_sending_on_the_friday(start):
    assert count(start).ends_on == count("2026-06-12T14:00:00Z").ends_on


@pytest.mark.parametrize(
    ("kind", "policy", "blocks"),
    [
        (Kind.PUBLIC_HOLIDAY, "R1", True),
        (Kind.GOVERNMENT_REST_DAY, "R1", True),
        (Kind.LOCAL_HOLIDAY, "R1", True),
        (Kind.ADHOC, "R1", True),
        (Kind.COLLECTIVE_LEAVE, "R1", False),
        (Kind.HALF_DAY, "R1", False),
        (Kind.PUBLIC_HOLIDAY, "R1-NARROW", True),
        (Kind.GOVERNMENT_REST_DAY, "R1-NARROW", False),
        (Kind.LOCAL_HOLIDAY, "R1-NARROW", False),
        (Kind.ADHOC, "R1-NARROW", False),
        (Kind.GOVERNMENT_REST_DAY, "ONE:CR", True),
        (Kind.HALF_DAY, "ONE:CR", False),
    ],
)
def test_only_some_kinds_of_closure_block_a_day(kind, policy, blocks):
    member = calendar("CR", closure("CR", TUESDAY, kind))

    found = count(MONDAY_MORNING, [member], Terms(policy=policy))

    assert found.ends_on == (NEXT_TUESDAY if blocks else NEXT_MONDAY)
    assert is_business_day(member, TUESDAY, Policy.named(policy)) is not blocks


def test_of_two_closures_on_a_day_the_stronger_holds():
    closures = [closure("GT", TUESDAY, kind) for kind in ("half_day", "public_holiday")]

    for order in (closures, closures[::-1]):
        assert calendar("GT", *order).closures[TUESDAY].kind == "public_holiday"


def test_a_closure_on_a_weekend_is_not_among_the_days_not_counted():
    saturday = closure("BZ", date(2026, 6, 13))

    assert count(MONDAY_MORNING, [calendar("BZ", saturday)]).excluded == ()


def test_a_member_that_never_works_is_an_error():
    closures = (
        closure("SV", MONDAY + timedelta(days=offset)) for offset in range(SEARCH_LIMIT + 9)
    )

    with pytest.raises(CalendarError, match="SV") as refusal:
        count(MONDAY_MORNING, [calendar("CR"), calendar("SV", *closures)])
    assert refusal.value.code == "search-limit"


@pytest.mark.parametrize(
    ("code", "attempt"),
    [
        ("policy", lambda: count(MONDAY_MORNING, ALL, Terms(policy="R2"))),
        ("policy", lambda: count(MONDAY_MORNING, ALL, Terms(policy="ONE:"))),
        ("members", lambda: count(MONDAY_MORNING, ALL, Terms(policy="ONE:XX"))),
        ("members", lambda: count(MONDAY_MORNING, [])),
        ("members", lambda: count(MONDAY_MORNING, [calendar("CR"), calendar("CR")])),
        ("members", lambda: count(MONDAY_MORNING).member("XX")),
        ("naive-instant", lambda: count("2026-06-08T16:00:00")),
        ("range", lambda: count("9999-12-31T23:00:00Z")),
        ("days", lambda: Terms(business_days=0)),
        ("days", lambda: Terms(extension=-1)),
        ("days", lambda: extend(count(MONDAY_MORNING), ALL, 0, **TZ)),
        ("search-limit", lambda: count(MONDAY_MORNING, ALL, Terms(business_days=10**9))),
        ("pause", lambda: Pause(TUESDAY, MONDAY)),
        ("kind", lambda: closure("CR", MONDAY, "holliday")),
        ("zone", lambda: calendar("CR", tz="America/Nowhere").zone),
    ],
)
def test_what_cannot_be_computed_is_refused_with_a_code(code, attempt):
    with pytest.raises(CalendarError) as refusal:
        attempt()
    assert refusal.value.code == code


# The reasons


def test_the_naive_answer_and_the_days_that_moved_it():
    found = count(THANKSGIVING_EVE)

    assert found.naive == date(2026, 12, 2)
    assert found.ends_on == date(2026, 12, 3)
    assert [(each.day, each.country) for each in found.moved_by] == [
        (date(2026, 11, 26), "US"),
        (date(2026, 12, 1), "CR"),
    ]


def test_a_closure_that_moves_nothing_is_not_a_reason():
    calendars = [
        calendar("CR", closure("CR", TUESDAY), closure("CR", WEDNESDAY)),
        calendar("PA", closure("PA", TUESDAY)),
    ]

    found = count(MONDAY_MORNING, calendars)

    assert [each.country for each in found.moved_by] == ["CR", "CR"]
    assert len(found.excluded) == 3


def test_nothing_moved_a_term_of_plain_days():
    assert count(MONDAY_MORNING).moved_by == ()


def test_a_year_that_a_member_has_not_confirmed_is_a_warning():
    found = count("2028-12-20T16:00:00Z", [CALENDARS["SV"], CALENDARS["PA"]])

    assert found.warnings == (("SV", 2029),)
    assert found.to_dict()["warnings"] == [
        {"code": "unconfirmed-year", "country": "SV", "year": 2029}
    ]


def test_a_computation_keeps_the_versions_it_was_made_with():
    calendars = [replace(CALENDARS["CR"], version="17"), CALENDARS["PA"]]

    found = count(MONDAY_MORNING, calendars).to_dict()

    assert found["calendar_versions"] == {"CR": "17", "PA": "1"}
    assert found["tz_version"] == TZ_VERSION


def test_each_capital_reads_the_bound_on_its_own_clock():
    members = count("2026-07-06T16:00:00Z").to_dict()["per_member"]

    local = {
        code: (each["closes_at_local"], each["abbreviation"])
        for code, each in members.items()
    }
    assert local["CA"] == ("2026-07-14T02:00:00-04:00", "EDT")
    assert local["CR"] == ("2026-07-14T00:00:00-06:00", "CST")
    assert local["MX"] == ("2026-07-14T00:00:00-06:00", "CST")  # no summer time since 2022
    assert local["DO"] == ("2026-07-14T02:00:00-04:00", "AST")


def test_json_has_the_keys_of_the_published_contract():
    found = count(THANKSGIVING_EVE).to_dict()

    assert found["event_date"] == "2026-11-25"
    assert found["closes_at"] == "2026-12-04T06:00:00Z"
    assert found["last_instant"] == "2026-12-04T05:59:59Z"
    assert found["determining"] == ["CR", "US"]
    assert found["per_member"]["DO"]["days"][-1] == "2026-12-02"
    assert found["per_member"]["DO"]["last_day"] == "2026-12-02"
    assert found["naive"] == "2026-12-02"
    assert found["zone"] == "America/Costa_Rica"
    assert found["excluded"] == found["moved_by"]
    assert found["excluded"][0] == {
        "date": "2026-11-26",
        "country": "US",
        "kind": "public_holiday",
        "name_es": "Thanksgiving Day",
        "name_en": "Thanksgiving Day",
        "instrument": "",
    }
