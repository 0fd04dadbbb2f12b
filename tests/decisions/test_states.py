"""A step is in the table or it is refused."""

from itertools import product

import pytest

from crm_portal.core.errors import IllegalStep
from decisions import states
from decisions.states import AGREED, STEPS, TERMINAL, State, Step


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_a_step_is_in_the_table_or_it_is_refused(state, step):
    if (state, step) in STEPS:
        assert states.after(state, step) == STEPS[state, step]
    else:
        with pytest.raises(IllegalStep):
            states.after(state, step)


@pytest.mark.parametrize("state", TERMINAL)
def test_nothing_follows_a_terminal_state(state):
    assert states.steps_from(state) == set()


def test_consensus_is_only_reached_by_recording_it_after_expiry():
    ways = {
        (origin, step) for (origin, step), end in STEPS.items() if end == State.CONSENSUS
    }

    assert ways == {(State.EXPIRED, Step.RECORD_CONSENSUS)}


def test_expiry_is_only_reached_from_an_open_round_by_the_clock():
    ways = {(o, s) for (o, s), end in STEPS.items() if end == State.EXPIRED and o != end}

    assert ways == {(State.OPEN, Step.EXPIRE)}


def test_nothing_is_withdrawn_once_consensus_is_recorded():
    assert not any(
        (state, Step.WITHDRAW) in STEPS for state in (*AGREED, State.NO_CONSENSUS)
    )


def test_there_is_no_way_from_draft_to_open_that_avoids_the_troika():
    reachable, frontier = set(), {State.DRAFT}
    while frontier:
        state = frontier.pop()
        reachable.add(state)
        following = {
            end
            for (origin, step), end in STEPS.items()
            if origin == state and step != Step.CLEAR
        }
        frontier |= following - reachable

    assert State.READY not in reachable
    assert State.OPEN not in reachable
