"""What becomes of a proposal: whose step it is, who supports it, what is decided."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.rules.texts.handling import (
    NEED_REASON,
    OF_THE_GROUP,
    STEPS,
    UNDECIDED,
    Done,
    Handling,
    State,
    Step,
    after,
    handling,
    may_take,
)

EVENTS = st.lists(
    st.builds(Done, st.sampled_from(Step), st.sampled_from(["MX", "US", "GT"])), max_size=8
)


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_a_step_is_in_the_table_or_there_is_none(state, step):
    assert after(state, step) == STEPS.get((state, step))


def test_what_was_decided_is_decided_and_what_was_rejected_may_be_opened_again():
    decided = set(State) - UNDECIDED

    assert {(state, step) for state, step in STEPS if state in decided} == {
        (State.REJECTED, Step.REOPEN)
    }


def test_support_is_counted_once_a_delegation_and_can_be_withdrawn():
    events = [
        Done(Step.SUPPORT, "US"),
        Done(Step.SUPPORT, "GT"),
        Done(Step.SUPPORT, "US"),
        Done(Step.END_SUPPORT, "US"),
        Done(Step.SUPPORT, "MX"),
    ]

    assert handling("MX", events) == Handling(State.OPEN, ("GT",))


def test_support_that_comes_after_the_decision_changes_nothing():
    events = [
        Done(Step.SUPPORT, "US"),
        Done(Step.BRACKET, "PPT"),
        Done(Step.ACCEPT, "PPT"),
        Done(Step.SUPPORT, "GT"),
        Done(Step.WITHDRAW, "MX"),
    ]

    found = handling("MX", events)

    assert found == Handling(State.ACCEPTED, ("US",))
    assert not found.is_undecided


def test_a_proposal_is_withdrawn_by_who_made_it_and_decided_by_the_group():
    assert may_take(Step.WITHDRAW, "MX", proposer="MX", is_group=False)
    assert not may_take(Step.WITHDRAW, "US", proposer="MX", is_group=True)
    assert may_take(Step.SUPPORT, "US", proposer="MX", is_group=False)
    assert not may_take(Step.SUPPORT, "MX", proposer="MX", is_group=False)
    for step in OF_THE_GROUP:
        assert may_take(step, "MX", proposer="MX", is_group=True)
        assert not may_take(step, "MX", proposer="MX", is_group=False)
    assert Step.REJECT in NEED_REASON


@settings(deadline=None)
@given(EVENTS, EVENTS)
def test_the_record_is_read_in_order_and_nobody_supports_oneself(first, more):
    found = handling("MX", [*first, *more])

    assert "MX" not in found.supporters
    assert len(set(found.supporters)) == len(found.supporters)
    if not handling("MX", first).is_undecided and Step.REOPEN not in {e.step for e in more}:
        assert handling("MX", first) == found
