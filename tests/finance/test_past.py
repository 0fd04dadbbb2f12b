"""2002 and 2003 as the sources tell them: what no source says is not on record, nor invented."""

from datetime import date

import pytest

from finance.models import Assessment, Journal, LineKind, PastFact, Receipt
from finance.models.past import PastKind
from finance.rules.budgets import Period
from finance.rules.standing import is_more_than_half
from members.models import Party

REPORTED = date(2003, 5, 1)
YEAR = date(2002, 6, 1), date(2003, 5, 31)
NINETEEN = date(2003, 6, 1), date(2004, 12, 31)


@pytest.fixture
def facts(reference):
    return PastFact.objects.all()


def test_the_two_letters_of_the_presidency_are_on_record_and_to_whom_is_not(facts):
    letters = facts.filter(kind=PastKind.LETTER)

    assert list(letters.values_list("on", flat=True)) == [
        date(2002, 8, 21),
        date(2003, 2, 13),
    ]
    assert {(row.period_starts, row.period_ends) for row in letters} == {YEAR}
    assert {(row.party, row.members, row.cents) for row in letters} == {(None, None, None)}


def test_more_than_half_had_not_paid_and_one_was_in_process(facts):
    unpaid, waiting = facts.get(kind=PastKind.UNPAID), facts.get(kind=PastKind.IN_PROCESS)
    members = Party.objects.members_on(REPORTED).count()

    assert is_more_than_half(unpaid.members, members)
    assert not is_more_than_half(unpaid.members - 1, members)
    assert (waiting.members, waiting.party, waiting.cents) == (1, None, None)
    assert {unpaid.precision, waiting.precision} == {"month"}


def test_two_members_paid_early_for_the_nineteen_months_and_how_much_is_unknown(facts):
    early = facts.filter(kind=PastKind.PAID_EARLY)

    assert {row.party.code for row in early} == {"MX", "US"}
    assert {(row.period_starts, row.period_ends) for row in early} == {NINETEEN}
    assert {row.cents for row in early} == {None}
    assert Period(*NINETEEN).months == 19


def test_no_amount_of_those_years_is_in_the_ledger_or_anywhere(facts):
    assert not facts.exclude(cents=None).exists()
    assert not facts.filter(source="").exists()
    for model in (Journal, Assessment, Receipt):
        assert not model.objects.exists()


def test_every_fact_is_told_in_both_languages(facts):
    assert not facts.filter(note_es="").exists()
    assert not facts.filter(note_en="").exists()


def test_the_six_lines_of_the_seeds_are_there(reference):
    lines = LineKind.objects.all().at(date(2026, 1, 1))

    assert [line.name_es for line in lines][:2] == [
        "Personal de apoyo",
        "Apoyo para seminarios y reuniones",
    ]
    assert len(lines) == 6
