"""The matrix of a decision by country, by day: last word, age, what is overdue."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from decisions.rules.following.reports import (
    STALE_AFTER,
    Report,
    Standing,
    Term,
    cells,
    days_late,
    for_the_agenda,
    standing,
)
from decisions.rules.following.words import SAID, SETTLED, Word

COUNTRIES = ("BZ", "CA", "CR", "SV")
TODAY = date(2003, 5, 27)
DAYS = st.dates(date(2001, 1, 1), date(2004, 12, 31))
REPORTS = st.lists(
    st.builds(
        Report,
        st.sampled_from((*COUNTRIES, "AR")),
        st.sampled_from(SAID),
        DAYS,
        st.integers(0, 9),
    ),
    max_size=12,
)


@given(REPORTS, DAYS)
def test_each_country_has_one_cell_with_what_it_said_last_by_that_day(reports, on):
    found = cells(COUNTRIES, reports, on)

    assert [cell.party for cell in found] == list(COUNTRIES)
    for cell in found:
        known = [each for each in reports if each.party == cell.party and each.on <= on]
        assert (cell.last is None) is (not known)
        assert cell.word is (cell.last.word if cell.last else Word.SILENT)
        if cell.last:
            assert cell.last.on == max(each.on for each in known)
            assert cell.earlier == len(known) - 1


@given(REPORTS, DAYS)
def test_a_cell_grows_old_after_half_a_year_unless_nothing_more_is_expected(reports, on):
    for cell in cells(COUNTRIES, reports, on):
        old = cell.last is not None and on - cell.last.on > STALE_AFTER
        assert cell.is_stale is (old and cell.last.word not in SETTLED)


@given(REPORTS, DAYS)
def test_the_order_in_which_reports_are_read_does_not_matter(reports, on):
    def words(rows):
        return [
            cell.last and (cell.last.on, cell.last.row)
            for cell in cells(COUNTRIES, rows, on)
        ]

    assert words(reports) == words(reports[::-1])


OPTIONAL = st.none() | DAYS


@given(st.builds(Term, OPTIONAL, OPTIONAL, OPTIONAL), DAYS)
def test_the_day_it_is_due_is_still_in_time(term, on):
    found = standing(term, on)

    assert (found is Standing.OVERDUE) is (days_late(term, on) > 0)
    if found is Standing.OVERDUE:
        assert term.due_on < on
        assert days_late(term, on) == (on - term.due_on).days
    if term.due_on == on:
        assert found is not Standing.OVERDUE


def test_what_is_overdue_or_to_be_reviewed_enters_the_next_agenda():
    yesterday, tomorrow = TODAY - timedelta(1), TODAY + timedelta(1)
    terms = (
        Term(due_on=yesterday),
        Term(due_on=TODAY),
        Term(due_on=tomorrow, review_on=TODAY),
        Term(due_on=yesterday, closed_on=TODAY),
        Term(),
    )

    found = for_the_agenda((n, standing(term, TODAY)) for n, term in enumerate(terms))

    assert found == (0, 2)
