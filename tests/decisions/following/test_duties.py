"""What falls due by itself: derived from meetings, hand-overs and lists, by date."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.rules.following.duties import (
    RULES,
    Contact,
    Duty,
    Facts,
    HandOver,
    Kind,
    Meeting,
    Standing,
    duties,
    is_reported,
    later,
    standing,
)
from members.rules.contacts import VERIFY_EVERY

JUNE, NOVEMBER = (
    Meeting("GRCM-2026-1", date(2026, 6, 9)),
    Meeting("GRCM-2026-2", date(2026, 11, 17)),
)
FACTS = Facts(
    secretariat="ST",
    members=("CR", "MX"),
    grcms=(JUNE, NOVEMBER),
    hand_overs=(HandOver("GT", date(2026, 6, 10), 2025, NOVEMBER),),
    confirmed={("CR", 2027)},
    contacts=(
        Contact("CR", 1, date(2026, 3, 1), date(2024, 1, 1)),
        Contact("MX", 2, None, date(2024, 1, 1)),
    ),
)
YEAR = date(2026, 1, 1), date(2026, 12, 31)


def owed(kind, facts=FACTS, days=YEAR):
    return [duty for duty in duties(facts, *days) if duty.kind is kind]


def test_the_secretariat_reports_to_each_meeting_of_the_grcm():
    assert [(duty.owed_by, duty.due_on) for duty in owed(Kind.GRCM_REPORT)] == [
        ("ST", JUNE.on),
        ("ST", NOVEMBER.on),
    ]


def test_progress_is_due_six_months_after_a_meeting_or_by_the_next():
    two_years = date(2026, 1, 1), date(2027, 12, 31)

    assert [duty.due_on for duty in owed(Kind.HALF_YEARLY_PROGRESS, days=two_years)] == [
        NOVEMBER.on,
        date(2027, 5, 17),
        date(2027, 11, 17),
    ]


@pytest.mark.parametrize(
    ("since", "until", "does"),
    [
        (date(2026, 6, 10), date(2026, 11, 17), True),
        (date(2026, 6, 10), date(2026, 10, 18), True),  # a month before it is due
        (date(2026, 6, 10), date(2026, 10, 17), False),  # too early
        (date(2026, 8, 17), date(2026, 11, 1), True),  # most of the half-year
        (date(2026, 8, 18), date(2026, 11, 1), False),  # less
        (date(2026, 6, 10), date(2027, 1, 31), True),  # late
    ],
)
def test_a_report_does_the_duty_of_the_half_year_that_it_covers(since, until, does):
    (duty,) = owed(Kind.HALF_YEARLY_PROGRESS)
    others = [each for each in duties(FACTS, *YEAR) if each.kind is not duty.kind]

    assert is_reported(duty, since, until) is does
    assert not any(is_reported(each, since, until) for each in others)


def test_information_on_the_fund_is_due_twice_a_year():
    found = owed(Kind.FUND_INFORMATION)

    assert [duty.due_on for duty in found] == [date(2026, 6, 30), date(2026, 12, 31)]


def test_each_member_confirms_its_calendar_in_december():
    found = owed(Kind.CALENDAR_CONFIRMATION)

    assert [(duty.owed_by, duty.is_shown_done) for duty in found] == [
        ("CR", True),
        ("MX", False),
    ]
    assert {duty.due_on for duty in found} == {date(2026, 12, 31)}


def test_a_contact_is_checked_180_days_after_it_was_confirmed():
    found = {duty.owed_by: duty.due_on for duty in owed(Kind.CONTACT_CHECK)}

    assert found == {"CR": date(2026, 3, 1) + VERIFY_EVERY, "MX": date(2024, 1, 1)}


def test_who_handed_over_reports_at_the_meeting_that_follows_and_owes_it_until_then():
    (duty,) = owed(Kind.HAND_OVER_REPORT)
    after = date(2030, 1, 1), date(2030, 12, 31)
    presented = replace(FACTS.hand_overs[0], presented_on=date(2026, 11, 18))

    assert (duty.owed_by, duty.due_on) == ("GT", NOVEMBER.on)
    assert [each.key for each in owed(Kind.HAND_OVER_REPORT, days=after)] == [duty.key]
    assert owed(Kind.HAND_OVER_REPORT, replace(FACTS, hand_overs=(presented,)), after) == []


MEETINGS = st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), unique=True, max_size=8)


@given(MEETINGS, st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 900))
def test_duties_are_in_order_once_each_and_the_same_whenever_one_asks(days, since, many):
    meetings = tuple(Meeting(f"m{n}", day) for n, day in enumerate(sorted(days)))
    facts = Facts("ST", ("CR",), meetings)
    until = since + timedelta(days=many)
    found = duties(facts, since, until)

    assert len({duty.key for duty in found}) == len(found)
    assert [duty.due_on for duty in found] == sorted(duty.due_on for duty in found)
    assert all(since <= duty.due_on <= until for duty in found)
    wider = duties(facts, since - timedelta(days=400), until + timedelta(days=400))
    assert set(found) == {duty for duty in wider if since <= duty.due_on <= until}


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months):
    found = later(day, months)

    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(1)).day == 1


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, Standing.OVERDUE), (0, Standing.DUE), (30, Standing.DUE), (31, Standing.COMING)],
)
def test_a_duty_stands_by_its_day_until_it_is_done(days, expected):
    today = date(2026, 9, 10)
    duty = Duty(Kind.FUND_INFORMATION, "ST", today + timedelta(days), "key")

    assert standing(duty, (), today) is expected
    assert standing(duty, {"key"}, today) is Standing.DONE
    assert standing(replace(duty, is_shown_done=True), (), today) is Standing.DONE


def test_every_duty_says_where_it_is_written():
    assert set(RULES) == set(Kind)
    assert all(duty.rule for duty in duties(FACTS, *YEAR))
