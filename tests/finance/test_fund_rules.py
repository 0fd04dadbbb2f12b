"""The reserve fund: whom it helps and why not, who decides, whose turn it is, what is told."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_portal.core.errors import Invalid
from finance.rules import fund
from finance.rules.discretion import Suspicion, require_discreet, suspicions
from finance.rules.eligibility import (
    CEILING_CENTS,
    Category,
    Facts,
    Reason,
    Requester,
    eligibility,
    is_over_seventy,
)
from finance.rules.fund import Money, Side, Verdict, Voice, Waiting
from finance.rules.statistics import (
    half_year,
    halves_between,
    in_steps,
    is_over,
    safe_groups,
    safe_tables,
    told_on,
)

ON = date(2026, 9, 10)
GOOD = {
    "requester": Requester.AUTHORITY,
    "asked_cents": 500_00,
    "is_voluntary": True,
    "is_regional": True,
    "is_covered": False,
}


def facts(**more) -> Facts:
    return Facts(**{**GOOD, "declared": frozenset({Category.ILLNESS}), **more})


def test_an_ordinary_case_needs_no_joint_decision():
    said = eligibility(facts(), ON)

    assert (said.categories, said.reasons) == ((Category.ILLNESS,), ())
    assert said.is_complete
    assert not said.needs_joint
    assert (said.cents, said.is_capped) == (500_00, False)


@pytest.mark.parametrize(
    "special", [Category.DOMESTIC_VIOLENCE, Category.SEXUAL_ABUSE, Category.TRAFFICKING]
)
def test_a_special_case_takes_a_joint_decision_unless_an_ordinary_one_applies(special):
    alone = eligibility(facts(declared=frozenset({special})), ON)
    both = eligibility(facts(declared=frozenset({special, Category.DISABILITY})), ON)

    assert alone.needs_joint
    assert not both.needs_joint


def test_every_reason_is_listed_at_once():
    said = eligibility(
        Facts("migrant", 0, is_voluntary=False, is_regional=False, is_covered=True), ON
    )

    assert said.reasons == (
        Reason.REQUESTER,
        Reason.NO_AMOUNT,
        Reason.NOT_VOLUNTARY,
        Reason.NOT_REGIONAL,
        Reason.COVERED,
        Reason.NO_CATEGORY,
    )
    assert said.is_excluded


def test_what_nobody_said_is_missing_and_does_not_exclude():
    said = eligibility(Facts(Requester.ORGANIZATION, 1, age=16), ON)

    assert set(said.reasons) == {
        Reason.VOLUNTARY_UNKNOWN,
        Reason.NATIONALITY_UNKNOWN,
        Reason.COVERAGE_UNKNOWN,
        Reason.ACCOMPANIED_UNKNOWN,
    }
    assert not said.is_excluded
    assert not said.is_complete


@pytest.mark.parametrize(
    ("born_on", "age", "expected"),
    [
        (date(1956, 9, 10), None, False),
        (date(1956, 9, 9), None, True),
        (date(1956, 9, 11), None, False),
        (None, 70, False),
        (None, 71, True),
        (None, None, False),
    ],
)
def test_over_seventy_is_strictly_after_the_birthday(born_on, age, expected):
    assert is_over_seventy(born_on, age, ON) is expected


def test_at_seventy_without_a_birthday_the_data_are_missing():
    said = eligibility(facts(declared=frozenset(), age=70), ON)
    other = eligibility(facts(age=70), ON)

    assert said.reasons == (Reason.BIRTH_UNKNOWN,)
    assert other.is_complete


def test_who_was_born_on_the_29th_of_february_turns_seventy_on_the_28th():
    born = date(1956, 2, 29)

    assert not is_over_seventy(born, None, date(2026, 2, 28))
    assert is_over_seventy(born, None, date(2026, 3, 1))


def test_a_minor_alone_is_helped_and_an_accompanied_one_is_not_for_that():
    alone = eligibility(facts(declared=frozenset(), age=17, is_accompanied=False), ON)
    with_family = eligibility(facts(declared=frozenset(), age=17, is_accompanied=True), ON)
    adult = eligibility(
        facts(declared=frozenset(), born_on=date(2008, 9, 10), is_accompanied=False), ON
    )

    assert alone.categories == (Category.CHILD,)
    assert with_family.reasons == (Reason.NO_CATEGORY,)
    assert adult.reasons == (Reason.NO_CATEGORY,)


def test_a_request_over_the_ceiling_is_capped_and_says_so():
    said = eligibility(facts(asked_cents=CEILING_CENTS + 1), ON)

    assert (said.cents, said.is_capped, said.is_complete) == (CEILING_CENTS, True, True)


MAYBE = st.none() | st.booleans()
FACTS = st.builds(
    Facts,
    requester=st.sampled_from([*Requester.values, "migrant"]),
    asked_cents=st.integers(-1, 2 * CEILING_CENTS),
    is_voluntary=MAYBE,
    is_regional=MAYBE,
    is_covered=MAYBE,
    declared=st.frozensets(st.sampled_from(Category.values)),
    age=st.none() | st.integers(0, 90),
    born_on=st.none() | st.dates(date(1930, 1, 1), ON),
    is_accompanied=MAYBE,
)


@settings(max_examples=200, deadline=None)
@given(FACTS)
def test_a_case_is_complete_exactly_when_nothing_stands_against_it(given_facts):
    said = eligibility(given_facts, ON)

    stands = (
        given_facts.requester in Requester.values
        and given_facts.asked_cents > 0
        and given_facts.is_voluntary is True
        and given_facts.is_regional is True
        and given_facts.is_covered is False
        and bool(said.categories)
    )
    assert stands or not said.is_complete
    assert len(set(said.reasons)) == len(said.reasons)
    assert said.cents <= CEILING_CENTS
    assert {Category.CHILD, Category.OVER_SEVENTY}.isdisjoint(said.categories) or (
        given_facts.age is not None or given_facts.born_on is not None
    )


@pytest.mark.parametrize(
    ("voices", "joint", "expected"),
    [
        ([], True, Verdict.OPEN),
        ([(Side.IOM, 1, True)], True, Verdict.OPEN),
        ([(Side.IOM, 1, True), (Side.SECRETARIAT, 1, True)], True, Verdict.OPEN),
        ([(Side.IOM, 1, True), (Side.SECRETARIAT, 2, True)], True, Verdict.YES),
        ([(Side.IOM, 1, True), (Side.SECRETARIAT, 2, False)], True, Verdict.NO),
        ([(Side.IOM, 1, True), (Side.IOM, 2, True)], True, Verdict.OPEN),
        ([(Side.IOM, 1, True)], False, Verdict.YES),
        ([(Side.IOM, 1, False)], False, Verdict.NO),
    ],
)
def test_two_sides_and_two_persons_decide_and_one_no_closes(voices, joint, expected):
    said = [Voice(*each, ON) for each in voices]

    assert fund.verdict(said, needs_joint=joint) == expected


def test_a_decision_after_the_expense_does_not_count():
    said = [Voice(Side.IOM, 1, True, ON), Voice(Side.SECRETARIAT, 2, True, ON)]

    assert fund.verdict(said, needs_joint=True, spent_on=ON) == Verdict.YES
    assert fund.verdict(said, needs_joint=True, spent_on=date(2026, 9, 9)) == Verdict.OPEN


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 28), st.integers(1, 1000)), max_size=10),
    st.integers(0, 4000),
    st.integers(0, 1000),
)
def test_whoever_was_complete_first_is_served_first_and_the_fund_is_never_short(
    cases, balance, reserved
):
    waiting = [Waiting(n, date(2026, 1, d), cents) for n, (d, cents) in enumerate(cases)]
    order = sorted(waiting, key=lambda each: (each.complete_on, each.key))
    money = Money(balance, reserved)

    reached = fund.served(waiting, money)

    assert reached == [each.key for each in order[: len(reached)]]
    assert (
        not reached or sum(each.cents for each in order[: len(reached)]) <= money.available
    )
    if len(reached) < len(order):
        assert sum(each.cents for each in order[: len(reached) + 1]) > money.available


@pytest.mark.parametrize(("kinds", "most"), [(1, 30), (2, 12), (3, 10), (4, 7)])
def test_no_published_table_tells_a_count_of_one_to_four(kinds, most):
    """R3: of all the counts that would be published so, no small one is always the same."""
    keys = "abcd"[:kinds]
    alike: dict[tuple, list[tuple[int, ...]]] = {}
    for counts in product(range(most + 1), repeat=kinds):
        groups = safe_groups(dict(zip(keys, counts, strict=True)))
        told = tuple((group.keys, group.count) for group in groups)
        alike.setdefault(told, []).append(counts)

    for told, behind in alike.items():
        for place in range(kinds):
            possible = {counts[place] for counts in behind}
            assert len(possible) > 1 or possible.isdisjoint({1, 2, 3, 4}), told


def test_a_table_that_tells_no_figure_silences_the_others():
    tables = safe_tables({"one": {"a": 4, "b": 4}, "two": {"c": 8}})

    assert {group.count for groups in tables.values() for group in groups} == {None}
    assert safe_tables({"two": {"c": 8, "d": 0}})["two"][0].count == 8
    assert safe_groups({"c": 0}) == []


def test_reports_are_of_half_years_that_are_over():
    assert half_year(date(2026, 6, 30)) == (date(2026, 1, 1), date(2026, 7, 1))
    assert half_year(date(2026, 7, 1)) == (date(2026, 7, 1), date(2027, 1, 1))
    assert is_over(date(2026, 1, 1), date(2026, 7, 1))
    assert not is_over(date(2026, 1, 1), date(2026, 6, 30))


def test_amounts_are_told_of_a_months_last_day_in_whole_steps():
    assert told_on(date(2026, 10, 13)) == date(2026, 9, 30)
    assert told_on(date(2026, 1, 1)) == date(2025, 12, 31)
    assert [in_steps(cents) for cents in (0, 999_99, 1_000_00, 12_345_67)] == [
        0,
        0,
        1_000_00,
        12_000_00,
    ]
    assert halves_between(date(2025, 8, 1), date(2026, 7, 1)) == [
        date(2025, 7, 1),
        date(2026, 1, 1),
    ]
    assert halves_between(date(2026, 8, 1), date(2026, 12, 31)) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Escribir a maria@example.org", Suspicion.MAIL),
        ("Llamar al +502 5555 1234", Suspicion.PHONE),
        ("teléfono 2222-3333", Suspicion.PHONE),
        ("pasaporte C01234567", Suspicion.DOCUMENT),
        ("cédula 1-0234-0567", Suspicion.DOCUMENT),
        ("DPI 2345 67890 0101", Suspicion.DOCUMENT),
        ("número 20134567", Suspicion.DOCUMENT),
        ("nacida el 12/03/1950", Suspicion.BIRTH),
        ("born 1950-03-12", Suspicion.BIRTH),
        ("La acompaña María Pérez", Suspicion.NAME),
        ("se llama Juana", Suspicion.NAME),
        ("the Sra. Gómez waits", Suspicion.NAME),
        ("habló con Juan de la Cruz", Suspicion.NAME),
        ("JUAN PÉREZ viaja", Suspicion.NAME),
        # Words of countries and bodies are also names; accents are written in two ways.
        ("José Cruz", Suspicion.NAME),
        ("Juan Salvador tiene fiebre", Suspicion.NAME),
        ("con María de Honduras", Suspicion.NAME),
        ("François Dupré", Suspicion.NAME),
        ("Mari\u0301a Pe\u0301rez", Suspicion.NAME),
    ],
)
def test_what_looks_like_somebody_is_refused_and_not_repeated(text, kind):
    assert kind in {found.kind for found in suspicions(text)}

    with pytest.raises(Invalid) as refused:
        require_discreet([text])
    for word in ("maria", "5555", "C01234567", "Pérez", "Juana", "1950"):
        assert word not in refused.value.message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Persona con lesión en la pierna; necesita acompañante médico.",
        "Viaja por tierra desde Estados Unidos hasta Costa Rica con apoyo del Consulado General.",
        "La Secretaría Ejecutiva y la OIM conocen el caso. Requiere silla de ruedas.",
        "Needs a companion for 2 days; USD 800 for the ticket.",
        "Dos menores, 14 y 16 años.",
        "Desde Guatemala viaja en bus. Hacia Costa Rica con la OIM.",
        "La OIM y la Cruz Roja conocen el caso en San José.",
    ],
)
def test_a_case_can_be_told_without_saying_who(text):
    require_discreet([text])
