"""What is unusual in the plan of a year, and who plans: as the sources say it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core.access import Role, Viewer
from meetings.rules import Days, convening
from meetings.rules.feeds import digest, new_secret
from meetings.rules.planning import Expectation, Plan, Unusual, half_of, warnings

SECOND = Expectation(1, 2, "001:373")
TWICE = Expectation(2, None, "001:426")
NOON = datetime(2026, 9, 10, 18, tzinfo=UTC)


def days(first: date, last: date | None = None, *, exact: bool = True) -> Days:
    return Days(first, last or first, exact)


def vice(first: date, last: date | None = None, **more) -> Plan:
    more = {"expected": SECOND} | more
    return Plan("XXXI-CRM", "VM", "vice_ministerial", days(first, last), **more)


def grcm(first: date, number: int = 1, last: date | None = None, **more) -> Plan:
    return Plan(f"GRCM-2026-{number}", "GRCM", "grcm", days(first, last), **more)


def network(first: date, symbol: str = "RED-1", kind: str = "network") -> Plan:
    return Plan(symbol, "RED", kind, days(first))


def found(*plans: Plan, **expected: Expectation) -> set[Unusual]:
    return {each.what for each in warnings(plans, expected)}


def test_a_year_as_usual_warns_of_nothing():
    year = [
        grcm(date(2026, 6, 9), 1, date(2026, 6, 10)),
        network(date(2026, 12, 14), "RED-1"),
        network(date(2026, 12, 14), "RED-2"),
        grcm(date(2026, 12, 15), 2, date(2026, 12, 16)),
        vice(date(2026, 12, 17), date(2026, 12, 18)),
    ]

    assert warnings(year, {"VM": SECOND, "GRCM": TWICE}) == []


@pytest.mark.parametrize(
    ("expected", "day", "is_unusual"),
    [
        (Expectation(1, 1, "001:373"), date(2014, 6, 26), False),
        (Expectation(1, 1, "001:373"), date(2009, 7, 8), True),
        (SECOND, date(2016, 11, 17), False),
        (SECOND, date(2027, 5, 3), True),
        (Expectation(), date(2027, 5, 3), False),
    ],
)
def test_the_half_of_the_year_is_that_of_the_rule_in_force(expected, day, is_unusual):
    plan = vice(day, expected=expected, group="a")
    together = grcm(day, group="a")

    assert (Unusual.HALF_YEAR in found(plan, together)) is is_unusual


def test_a_meeting_known_to_the_year_is_in_no_half():
    year = days(date(2027, 1, 1), date(2027, 12, 31), exact=False)

    assert half_of(year) is None
    assert half_of(days(date(2027, 6, 1), date(2027, 6, 30), exact=False)) == 1
    assert half_of(days(date(2027, 6, 30), date(2027, 7, 1))) == 1


def test_the_grcm_meets_twice_and_once_with_the_vice_ministers():
    alone = vice(date(2026, 12, 17))
    june = grcm(date(2026, 6, 9))

    assert found(june, alone, GRCM=TWICE) == {Unusual.GRCM_ALONE, Unusual.HOW_OFTEN}
    with_it = grcm(date(2026, 12, 15), 2, date(2026, 12, 16))
    assert found(june, with_it, alone, GRCM=TWICE) == set()
    counted = warnings([june, alone], {"GRCM": TWICE})
    often = next(each for each in counted if each.what == Unusual.HOW_OFTEN)
    assert (often.number, often.expected, often.rule) == (1, 2, "001:426")


@pytest.mark.parametrize(("days_before", "is_unusual"), [(1, False), (3, False), (4, True)])
def test_networks_sit_immediately_before_the_grcm(days_before, is_unusual):
    meets = grcm(date(2026, 6, 9))
    before = network(meets.days.starts_on - timedelta(days=days_before))

    assert (Unusual.NETWORK_ALONE in found(meets, before)) is is_unusual


def test_a_network_after_the_grcm_is_not_before_it():
    after = network(date(2026, 6, 11))

    assert Unusual.NETWORK_ALONE in found(grcm(date(2026, 6, 9)), after)


def test_working_groups_are_not_held_to_the_rule_of_the_networks():
    group = network(date(2026, 3, 3), kind="working_group")

    assert found(group) == set()


def test_a_day_without_presidency_and_a_holiday_of_the_host_are_said():
    day = date(2026, 9, 15)
    plan = grcm(day, has_presidency=False, holidays=(day, date(2026, 12, 25)))

    warned = warnings([plan])

    assert {each.what for each in warned} == {Unusual.NO_PRESIDENCY, Unusual.HOLIDAY}
    assert [each.on for each in warned] == [day, day]


def test_delegations_cannot_be_at_two_meetings_but_networks_sit_side_by_side():
    day = date(2026, 6, 9)

    clash = warnings([grcm(day), vice(day, group="other")])
    assert ("GRCM-2026-1", "XXXI-CRM") in {(each.about, each.other) for each in clash}
    assert Unusual.CLASH not in found(
        network(day, "A"), network(day, "B"), grcm(day + timedelta(1))
    )
    together = network(day, "A"), Plan("J", "J", "joint_networks", days(day))
    assert Unusual.CLASH in found(*together)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["vice_ministerial", "grcm", "network", "event", "troika"]),
            st.dates(date(2026, 1, 1), date(2026, 12, 20)),
            st.integers(0, 9),
            st.booleans(),
        ),
        max_size=6,
    )
)
def test_whatever_is_planned_is_only_warned_of(rows):
    plans = [
        Plan(f"M-{n}", kind, kind, days(first, first + timedelta(length), exact=exact))
        for n, (kind, first, length, exact) in enumerate(rows)
    ]
    symbols = {plan.symbol for plan in plans}

    for warned in warnings(plans, {"grcm": TWICE}):
        assert warned.about in symbols | {"grcm"}
        assert warned.other in symbols | {""}


def viewer(*roles: Role, party: int = 1) -> Viewer:
    return Viewer(at=NOON, user_id=1, party_id=party, roles=frozenset(roles))


@pytest.mark.parametrize(
    ("who", "kind", "may"),
    [
        (viewer(Role.SECRETARIAT), "vice_ministerial", True),
        (viewer(Role.PRESIDENCY, Role.MEMBER), "vice_ministerial", True),
        (viewer(Role.MEMBER, Role.FOCAL_POINT), "vice_ministerial", False),
        (viewer(Role.OBSERVER, Role.FOCAL_POINT), "vice_ministerial", False),
        (viewer(Role.ADMINISTRATOR), "grcm", False),
        (viewer(Role.SECRETARIAT), "event", True),
        (viewer(Role.MEMBER, Role.FOCAL_POINT, party=7), "event", True),
        (viewer(Role.MEMBER, Role.FOCAL_POINT, party=8), "event", False),
        (viewer(Role.MEMBER, Role.VICE_MINISTER, party=7), "event", False),
        (viewer(Role.PRESIDENCY, Role.MEMBER, Role.FOCAL_POINT, party=8), "event", False),
    ],
)
def test_the_presidency_keeps_the_conference_and_a_host_its_own_events(who, kind, may):
    """001:399, 001:406: the host is party 7."""
    assert convening.may_plan(who, kind, 7) is may


def test_it_opens_on_its_first_day_and_only_if_that_is_known():
    first = date(2026, 12, 2)

    assert not convening.may_open_on(first, first - timedelta(1), is_exact=True)
    assert convening.may_open_on(first, first, is_exact=True)
    assert not convening.may_open_on(first, first, is_exact=False)


def test_secrets_differ_and_only_their_hash_is_kept():
    one, other = new_secret(), new_secret()

    assert one != other
    assert len(digest(one)) == 64
    assert one not in digest(one)
