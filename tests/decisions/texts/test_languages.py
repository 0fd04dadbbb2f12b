"""Whether both languages say the same, as a function of what happened to the paragraph."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.rules.texts.languages import (
    ABSENT,
    Event,
    Happened,
    State,
    may_be_checked,
    standings,
)

MORNING = datetime(2030, 3, 4, 15, tzinfo=UTC)
ELENA = 5


def event(happened, language, minute=0, by=ELENA):
    return Event(happened, language, MORNING + timedelta(minutes=minute), by)


def states(*happened, **more):
    found = standings(
        [event(what, where, at) for at, (what, where) in enumerate(happened)], **more
    )
    return found["es"].state, found["en"].state


AMENDED, WORDED, TRANSLATED, CHECKED, ERASED = (
    Happened.AMENDED,
    Happened.WORDED,
    Happened.TRANSLATED,
    Happened.CHECKED,
    Happened.ERASED,
)
IN_STEP = ((AMENDED, "es"), (TRANSLATED, "en"), (CHECKED, "en"))


@pytest.mark.parametrize(
    ("happened", "es", "en"),
    [
        ((), State.MISSING, State.MISSING),
        (((WORDED, "es"),), State.ORIGINAL, State.MISSING),
        (((AMENDED, "es"), (WORDED, "en")), State.ORIGINAL, State.DRAFT),
        (((AMENDED, "es"), (TRANSLATED, "en")), State.ORIGINAL, State.TRANSLATED),
        (IN_STEP, State.ORIGINAL, State.CHECKED),
        ((*IN_STEP, (AMENDED, "es")), State.ORIGINAL, State.OUTDATED),
        ((*IN_STEP, (WORDED, "es")), State.ORIGINAL, State.CHECKED),
        ((*IN_STEP, (WORDED, "en")), State.ORIGINAL, State.TRANSLATED),
        ((*IN_STEP, (AMENDED, "en")), State.OUTDATED, State.ORIGINAL),
        (
            (*IN_STEP, (AMENDED, "en"), (TRANSLATED, "es"), (CHECKED, "es")),
            State.CHECKED,
            State.ORIGINAL,
        ),
        ((*IN_STEP, (AMENDED, "es"), (CHECKED, "en")), State.ORIGINAL, State.OUTDATED),
        ((*IN_STEP, (AMENDED, "es"), (WORDED, "en")), State.ORIGINAL, State.OUTDATED),
        ((*IN_STEP, (AMENDED, None)), State.ORIGINAL, State.TRANSLATED),
        ((*IN_STEP, (ERASED, "es")), State.MISSING, State.ORIGINAL),
        ((*IN_STEP, (ERASED, None)), State.MISSING, State.MISSING),
        (((TRANSLATED, "en"),), State.MISSING, State.MISSING),
    ],
)
def test_a_language_follows_the_one_that_has_the_substance(happened, es, en):
    assert states(*happened) == (es, en)


def test_where_both_came_at_once_the_language_of_the_draft_is_the_original():
    assert states((AMENDED, None), drafted_in="en") == (State.TRANSLATED, State.ORIGINAL)


def test_a_check_is_of_a_named_person_and_dated():
    *before, check = (event(what, where, at) for at, (what, where) in enumerate(IN_STEP))

    found = standings([*before, check])["en"]
    nobody = standings([*before, replace(check, by=None)])["en"]

    assert (found.by, found.at, found.is_ready) == (ELENA, check.at, True)
    assert (nobody.state, nobody.is_ready) == (State.TRANSLATED, False)


EVENTS = st.lists(
    st.builds(
        event,
        st.sampled_from(Happened),
        st.sampled_from(["es", "en", None]),
        st.integers(0, 9),
    ),
    max_size=10,
)


@settings(deadline=None)
@given(EVENTS)
def test_where_there_are_words_one_side_and_only_one_has_the_substance(events):
    found = [each.state for each in standings(events).values()]

    assert found.count(State.ORIGINAL) == (0 if set(found) == {State.MISSING} else 1)


@settings(deadline=None)
@given(EVENTS, st.sampled_from(["es", "en"]))
def test_an_amendment_takes_the_check_from_the_other_side(events, language):
    found = standings([*events, event(AMENDED, language)])
    other = found["en" if language == "es" else "es"]

    assert found[language].is_ready
    assert not other.is_ready


@settings(deadline=None)
@given(EVENTS)
def test_nothing_is_checked_but_by_a_check(events):
    without = [each for each in events if each.happened is not CHECKED]

    assert State.CHECKED not in {each.state for each in standings(without).values()}


def test_only_a_translation_can_be_checked():
    assert {state for state in State if may_be_checked(state)} == {
        State.DRAFT,
        State.TRANSLATED,
    }
    assert standings([]) == ABSENT
