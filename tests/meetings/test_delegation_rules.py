"""Who registers until when, how many come in, and which groups draft: values in, values out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import IllegalStep
from meetings import delegation_states as states
from meetings.delegation_states import Act, Asked, State, Step
from meetings.rules import delegations as rules
from meetings.rules import drafting
from meetings.rules.delegations import Quota, Registering, Seating

AT = datetime(2026, 9, 10, 15, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
LEVELS = ("vice_minister", "high_official", "other")


def viewer(*roles: Role, party: int | None = 7, at: datetime = AT) -> Viewer:
    return Viewer(at=at, user_id=1, party_id=party, roles=frozenset(roles))


OWN = viewer(Role.MEMBER, Role.FOCAL_POINT)
OFFICE = viewer(Role.SECRETARIAT, party=1)
NEIGHBOUR = viewer(Role.MEMBER, Role.FOCAL_POINT, party=8)


@pytest.mark.parametrize(
    ("who", "state", "closes_at", "answer"),
    [
        (OWN, "convened", AT + INSTANT, Registering.ALLOWED),
        (OWN, "convened", AT, Registering.CUT_OFF),
        (OWN, "convened", None, Registering.ALLOWED),
        (OWN, "in_session", AT + INSTANT, Registering.CUT_OFF),
        (OWN, "planned", AT + INSTANT, Registering.NOT_OPEN),
        (OWN, "closed", None, Registering.NOT_OPEN),
        (OFFICE, "convened", AT + INSTANT, Registering.ALLOWED),
        (OFFICE, "convened", AT, Registering.LATE),
        (OFFICE, "in_session", None, Registering.LATE),
        (OFFICE, "called_off", None, Registering.NOT_OPEN),
        (NEIGHBOUR, "convened", AT + INSTANT, Registering.NOT_YOURS),
        (
            viewer(Role.MEMBER, Role.LIAISON_OFFICER),
            "convened",
            None,
            Registering.NOT_YOURS,
        ),
        (viewer(), "convened", None, Registering.NOT_YOURS),
    ],
)
def test_the_delegation_registers_until_the_cut_off_and_the_secretariat_after_it(
    who, state, closes_at, answer
):
    assert rules.registering(who, 7, state=state, closes_at=closes_at) == answer


def test_a_guest_by_name_is_registered_by_the_secretariat_alone():
    answers = [
        rules.registering(who, None, state="convened", closes_at=None)
        for who in (OWN, viewer(Role.OBSERVER, Role.FOCAL_POINT, party=None), OFFICE)
    ]

    assert answers == [Registering.NOT_YOURS, Registering.NOT_YOURS, Registering.ALLOWED]


@st.composite
def arrivals(draw):
    levels = draw(st.lists(st.sampled_from(LEVELS), max_size=9))
    companions = draw(st.integers(0, 2))
    limit = draw(st.none() | st.integers(0, 3))
    return levels, Quota(frozenset({"vice_minister"}), companions, "001:376", limit)


@given(arrivals())
def test_however_they_arrive_one_head_and_no_more_companions_than_the_rule(case):
    levels, quota = case
    taken: list[int] = []
    came: list[str] = []
    for level in levels:
        place = rules.seat(level, taken, quota)
        if not isinstance(place, Seating):
            taken.append(place)
            came.append(level)

    assert len(taken) == len(set(taken)) <= quota.places <= quota.companions + 1
    assert not came or came[0] == "vice_minister"
    assert "vice_minister" in levels or not came
    if quota.limit is not None:
        assert len(taken) <= quota.limit + 1


def test_two_of_a_delegation_in_the_same_office_are_its_head_and_a_companion():
    quota = Quota(frozenset({"vice_minister"}), 2, "001:376")

    first = rules.seat("vice_minister", [], quota)

    assert (first, rules.seat("vice_minister", [first], quota)) == (0, 1)


@given(st.integers(-3, 6), st.integers(0, 3))
def test_the_presidency_lets_in_fewer_never_more(number, companions):
    assert rules.may_limit(number, companions) is (number in range(companions + 1))


def test_who_would_be_left_outside_by_a_limit_is_counted():
    assert rules.beyond([0, 1, 2, 0, 1], 1) == 1
    assert rules.beyond([0, 1, 2, 0, 1], 0) == 3
    assert rules.beyond([0, 0], 0) == 0


@pytest.mark.parametrize(
    ("levels", "departs"),
    [(["director_migration", "other"], False), (["other"], True), ([], True)],
)
def test_a_composition_that_is_only_shown_warns_when_nobody_is_of_it(levels, departs):
    assert rules.departs(levels, ["director_migration", "director_consular"]) is departs
    assert not rules.departs(levels, [])


@pytest.mark.parametrize("inside", [True, False])
@pytest.mark.parametrize("presides", [True, False])
def test_behind_closed_doors_only_the_presidency_inside_notes_who_is_there(
    inside, presides
):
    for who in (OFFICE, OWN, viewer(Role.MEMBER, Role.PRESIDENCY)):
        allowed = rules.may_record_presence(
            who, is_closed=True, is_inside=inside, presides=presides
        )
        assert allowed is (inside and presides)


@given(st.sampled_from(State), st.sampled_from(Step))
def test_a_delegation_takes_only_the_steps_of_the_table(state, step):
    if (state, step) in states.STEPS:
        assert states.after(state, step) in State
    else:
        with pytest.raises(IllegalStep):
            states.after(state, step)


@given(st.sampled_from(Asked), st.sampled_from(Act))
def test_a_statement_takes_only_the_steps_of_the_table(state, act):
    if (state, act) in states.ACTS:
        assert states.after_act(state, act) in Asked
    else:
        with pytest.raises(IllegalStep):
            states.after_act(state, act)


@pytest.mark.parametrize(
    ("forums", "groups"),
    [
        ({"VM_PLENARIA", "VM_CERRADA", "GRCM"}, ("COMUN",)),
        ({"GRCM"}, ("COMUN",)),
        ({"RED_TRATA", "RED_CONSULAR"}, ("RED_CONSULAR", "RED_TRATA")),
        ({"RED_TRATA", "GRCM", "VM_PLENARIA"}, ("COMUN", "RED_TRATA")),
        ({"EVENTOS"}, ()),
        ({"GRUPO_ADHOC", "CONSULTA_TROIKA"}, ()),
    ],
)
def test_one_group_for_each_network_and_one_for_the_grcm_and_the_vice_ministers(
    forums, groups
):
    assert drafting.groups_of(forums) == groups


def test_a_group_is_formed_at_the_opening_and_neither_before_nor_after():
    states_of_a_meeting = ("planned", "convened", "in_session", "closed", "final")

    formed = [state for state in states_of_a_meeting if drafting.is_formed_in(state)]

    assert formed == ["in_session"]
