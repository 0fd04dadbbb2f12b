"""Requests to members, told exactly as the report of May 2003 tells them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.rules.following.requests import (
    SENTENCES,
    Answer,
    Reply,
    Tally,
    Told,
    pending,
    rows,
    tally,
)

MEMBERS = ("BZ", "CA", "CR", "SV", "US", "GT", "HN", "MX", "NI", "PA", "DO")
DUE = date(2002, 12, 15)
MAY_2003 = date(2003, 5, 27)
DAYS = st.dates(date(2002, 1, 1), date(2004, 1, 1))
ANSWERS = st.lists(
    st.builds(Answer, st.sampled_from((*MEMBERS, "AR")), DAYS, st.integers(0, 9)),
    max_size=15,
)


@pytest.mark.parametrize(
    ("replied", "told"),
    [
        pytest.param(0, Told.NONE, id="002:20 and 002:62"),
        pytest.param(1, Told.WITH_ONE_EXCEPTION, id="002:35 and 002:40"),
        pytest.param(2, Told.ONLY_SOME, id="002:61"),
        pytest.param(5, Told.ONLY_SOME, id="more than half missing, 002:10"),
        pytest.param(6, Told.MOST, id="less than half missing"),
        pytest.param(10, Told.ALL_BUT_ONE, id="all but one"),
        pytest.param(11, Told.ALL, id="all"),
    ],
)
def test_replies_are_told_as_the_report_of_2003_tells_them(replied, told):
    found = tally(
        rows(
            MEMBERS, [Answer(code, DUE) for code in MEMBERS[:replied]], MAY_2003, due_on=DUE
        )
    )

    assert (found.told, found.replied, found.pending) == (told, replied, 11 - replied)
    assert found.sentence % found.numbers


def test_statistics_on_flows_were_with_one_exception_pending_in_may_2003():
    found = rows(MEMBERS, [Answer("CA", date(2003, 3, 3))], MAY_2003, due_on=DUE)

    assert tally(found).sentence == SENTENCES[Told.WITH_ONE_EXCEPTION]
    assert [row.standing for row in found if row.party == "CA"] == [Reply.RECEIVED_LATE]
    assert {row.standing for row in found if row.party != "CA"} == {Reply.OVERDUE}
    assert len(pending(found)) == 10


@given(ANSWERS, DAYS)
def test_each_country_asked_stands_in_one_row_and_nobody_else(answers, on):
    found = rows(MEMBERS, answers, on, due_on=DUE)

    assert [row.party for row in found] == list(MEMBERS)
    heard = {answer.party for answer in answers if answer.on <= on} & {*MEMBERS}
    assert {row.party for row in found if row.answer} == heard
    assert set(pending(found)) == set(MEMBERS) - heard


@given(ANSWERS)
def test_the_last_answer_holds_and_the_first_was_in_time_or_late(answers):
    for row in rows(MEMBERS, answers, date(2005, 1, 1), due_on=DUE):
        own = sorted((each.on, each.row) for each in answers if each.party == row.party)
        if own:
            assert (row.answer.on, row.answer.row) == own[-1]
            assert (row.standing is Reply.RECEIVED_LATE) is (own[0][0] > DUE)
        else:
            assert row.standing is Reply.OVERDUE


@given(st.integers(0, 40), st.data())
def test_every_number_of_replies_has_its_sentence(asked, data):
    found = Tally(asked, data.draw(st.integers(0, asked)))

    assert found.sentence % found.numbers
    assert found.replied + found.pending == asked


def test_the_day_it_is_due_is_in_time():
    (row,) = rows(["MX"], [], DUE, due_on=DUE)
    (later,) = rows(["MX"], [Answer("MX", DUE)], MAY_2003, due_on=DUE)

    assert (row.standing, later.standing) == (Reply.PENDING, Reply.RECEIVED)
