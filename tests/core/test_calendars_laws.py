"""The laws of the count, on generated calendars, terms and instants."""

import json
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_portal.core.calendars import (
    SEAT,
    Closure,
    Computation,
    Kind,
    MemberCalendar,
    Pause,
    Policy,
    Terms,
    after_outage,
    compute,
    extend,
    is_business_day,
    nth_weekday,
    recompute,
    reminders,
    resume,
    seat_date,
)
from tests.core.calendar_data import (
    CAPITALS,
    TZ_VERSION,
    calendar,
    closure,
    count,
)

MONDAY, TUESDAY, WEDNESDAY = date(2026, 6, 8), date(2026, 6, 9), date(2026, 6, 10)
NEXT_MONDAY, NEXT_TUESDAY = date(2026, 6, 15), date(2026, 6, 16)
MONDAY_MORNING = "2026-06-08T16:00:00Z"
THANKSGIVING_EVE = "2026-11-25T16:00:00Z"
TZ = {"tz_version": TZ_VERSION}


CODES = sorted(CAPITALS)
FIRST_DAY = date(2026, 1, 1)
days = st.integers(0, 700).map(lambda offset: FIRST_DAY + timedelta(days=offset))
instants = st.builds(
    lambda day, second: (
        datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=second)
    ),
    days,
    st.integers(0, 86_399),
)
kinds = st.sampled_from([str(kind) for kind in Kind])
policies = st.sampled_from(["R1", "R1-NARROW", "ONE:CR", "ONE:US"])


@st.composite
def members(draw, sizes=(1, 6)):
    codes = draw(st.sets(st.sampled_from(CODES), min_size=sizes[0], max_size=sizes[1]))
    found = []
    for code in sorted(codes | {"CR", "US"}):
        closed = draw(st.dictionaries(days, kinds, max_size=25))
        found.append(
            calendar(code, *(closure(code, day, kind) for day, kind in closed.items()))
        )
    return found


@st.composite
def granted(draw):
    first = draw(st.none() | days)
    pauses = (Pause(first, first + timedelta(draw(st.integers(0, 30)))),) if first else ()
    return Terms(
        policy=draw(policies),
        business_days=draw(st.integers(1, 10)),
        extension=draw(st.integers(0, 5)),
        pauses=pauses,
    )


@given(instants, members(), granted())
def test_the_deadline_is_after_the_event_and_after_every_members_own(at, calendars, terms):
    found = compute(at, calendars, terms, **TZ)

    assert found.ends_on > found.event_date
    assert found.closes_at > at
    assert found.ends_on == max(term.ends_on for term in found.per_member)
    assert set(found.determining) == {
        term.country for term in found.per_member if term.ends_on == found.ends_on
    }


@given(instants, members(), granted())
def test_every_member_has_all_its_business_days_before_the_end(at, calendars, terms):
    found = compute(at, calendars, terms, **TZ)

    policy = Policy.named(terms.policy)
    for term in found.per_member:
        mine = next(each for each in calendars if each.code == term.country)
        spans = (
            found.event_date + timedelta(days=n)
            for n in range(1, (found.ends_on - found.event_date).days + 1)
        )
        working = [
            day
            for day in spans
            if is_business_day(mine, day, policy)
            and not any(day in pause for pause in terms.pauses)
        ]
        assert len(working) >= terms.total
        assert term.days == tuple(working[: terms.total])
        assert term.working_days == tuple(working)


@given(instants, members(), granted(), st.sampled_from(CODES), st.data())
def test_one_member_more_never_makes_it_earlier(at, calendars, terms, code, data):
    terms = replace(terms, policy=data.draw(st.sampled_from(["R1", "R1-NARROW"])))
    closed = data.draw(st.dictionaries(days, kinds, max_size=25))
    others = [each for each in calendars if each.code != code]
    newcomer = calendar(code, *(closure(code, day, kind) for day, kind in closed.items()))

    without = compute(at, others, terms, **TZ)

    assert compute(at, [*others, newcomer], terms, **TZ).ends_on >= without.ends_on


@given(instants, members(), granted(), st.data())
def test_one_closure_more_never_makes_it_earlier(at, calendars, terms, data):
    unlucky = data.draw(st.sampled_from(calendars))
    day = seat_date(at) + timedelta(days=data.draw(st.integers(0, 40)))
    added = {**unlucky.closures, day: closure(unlucky.code, day)}
    others = [each for each in calendars if each is not unlucky]

    before = compute(at, calendars, terms, **TZ)
    after = compute(at, [*others, replace(unlucky, closures=added)], terms, **TZ)

    assert after.ends_on >= before.ends_on
    assert recompute(
        before, [*others, replace(unlucky, closures={})], at=at, **TZ
    ).ends_on >= (before.ends_on)


@given(instants, members(), granted(), st.randoms(use_true_random=False))
def test_the_order_in_which_members_are_given_does_not_matter(at, calendars, terms, random):
    shuffled = random.sample(calendars, len(calendars))

    assert compute(at, shuffled, terms, **TZ) == compute(at, calendars, terms, **TZ)


@given(days, st.integers(0, 86_399), st.integers(0, 86_399), members(), granted())
def test_any_two_instants_of_a_day_at_the_seat_give_the_same(
    day, one, other, calendars, terms
):
    midnight = datetime(day.year, day.month, day.day, tzinfo=SEAT).astimezone(UTC)
    first, second = (
        compute(midnight + timedelta(seconds=at), calendars, terms, **TZ)
        for at in (one, other)
    )

    assert replace(first, start_at=second.start_at) == second


@given(instants, members(), granted())
def test_a_common_term_ends_at_six_utc(at, calendars, terms):
    terms = replace(terms, policy="R1")

    closes_at = compute(at, calendars, terms, **TZ).closes_at

    assert closes_at.time().isoformat() == "06:00:00"


@given(instants, members(), granted())
def test_a_computation_survives_json_and_a_database_that_reorders_keys(
    at, calendars, terms
):
    found = compute(at, calendars, terms, **TZ)

    kept = json.loads(json.dumps(found.to_dict(), sort_keys=True))

    assert Computation.from_dict(kept) == found
    assert Computation.from_dict(kept).to_dict() == found.to_dict()


@given(instants, members(), granted(), st.integers(1, 12), st.integers(0, 20))
def test_a_suspension_keeps_the_days_before_it_and_counts_the_rest_after(
    at, calendars, terms, starts, lasts
):
    terms = replace(terms, pauses=())
    before = compute(at, calendars, terms, **TZ)
    suspended_on = before.event_date + timedelta(days=starts)
    pause = Pause(suspended_on, suspended_on + timedelta(days=lasts))

    after = resume(before, calendars, pause, **TZ)

    assert after.closes_at >= before.closes_at
    for old, new in zip(before.per_member, after.per_member, strict=True):
        kept = tuple(day for day in old.days if day < suspended_on)
        assert new.days[: len(kept)] == kept
        assert all(day > pause.resumed_on for day in new.days[len(kept) :])
        assert len(new.days) == len(old.days)


@settings(max_examples=60)
@given(instants, st.lists(members(sizes=(0, 0)), min_size=6, max_size=6), st.data())
def test_nothing_that_happens_to_a_term_makes_it_end_sooner(at, calendars, data):
    term = compute(at, calendars[0], **TZ)
    for now in calendars[1:]:
        day = term.event_date + timedelta(days=data.draw(st.integers(1, 15)))
        act = data.draw(st.sampled_from(["extend", "resume", "recompute", "outage"]))
        later = {
            "extend": lambda now=now, term=term: extend(term, now, 1, **TZ),
            "resume": lambda now=now, term=term, day=day: resume(
                term, now, Pause(day, day), **TZ
            ),
            "recompute": lambda now=now, term=term: recompute(term, now, at=at, **TZ),
            "outage": lambda now=now, term=term: after_outage(term, now, **TZ),
        }[act]()
        assert later.closes_at >= term.closes_at
        assert act != "outage" or later.closes_at > term.closes_at
        term = later


@given(instants, members(), granted())
def test_reminders_fall_inside_the_term_on_working_days(at, calendars, terms):
    found = compute(at, calendars, terms, **TZ)

    for each in reminders(found):
        assert each.on in found.member(each.country).working_days
        assert found.start_at < each.at < found.closes_at


@pytest.mark.parametrize(
    "host", ["Pacific/Kiritimati", "America/New_York", "Asia/Tokyo", "UTC"]
)
def test_the_hosts_time_zone_does_not_matter(host, monkeypatch):
    here = [
        each.to_dict() for each in (count(THANKSGIVING_EVE), count("2026-10-31T05:59:59Z"))
    ]
    monkeypatch.setenv("TZ", host)
    time.tzset()
    try:
        there = [
            each.to_dict()
            for each in (count(THANKSGIVING_EVE), count("2026-10-31T05:59:59Z"))
        ]
    finally:
        monkeypatch.undo()
        time.tzset()

    assert there == here


@given(days, st.integers(1, 40))
def test_the_naive_answer_counts_monday_to_friday(day, n):
    weekdays = [
        later
        for offset in range(1, 2 * n + 5)
        if (later := day + timedelta(days=offset)).weekday() < 5
    ]

    assert nth_weekday(day, n) == weekdays[n - 1]


def test_a_closure_falls_back_to_the_language_it_has():
    assert (
        Closure("US", MONDAY, "public_holiday", "", "Thanksgiving").name("es")
        == "Thanksgiving"
    )
    assert Closure("CR", MONDAY, "public_holiday", "Feriado", "").name("en") == "Feriado"


def test_a_calendar_without_closures_is_monday_to_friday():
    member = MemberCalendar("CR", "America/Costa_Rica", {})

    assert count(MONDAY_MORNING, [member]).ends_on == NEXT_MONDAY
