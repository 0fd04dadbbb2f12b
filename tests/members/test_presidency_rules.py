"""The presidency and the Troika at an instant: what a second changes, and what nothing does."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core.access import Role
from members import rules
from members.rules import Term, Troika

HANDOVER = datetime(2026, 12, 4, 16, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BELIZE, GUATEMALA, MEXICO = 1, 2, 3
TERMS = [
    Term(
        BELIZE,
        2024,
        datetime(2024, 1, 1, 6, tzinfo=UTC),
        datetime(2025, 1, 1, 6, tzinfo=UTC),
    ),
    Term(GUATEMALA, 2026, datetime(2026, 1, 1, 6, tzinfo=UTC), HANDOVER),
    Term(MEXICO, 2027, HANDOVER, None),
]


@pytest.mark.parametrize(
    ("at", "current", "previous"),
    [
        (HANDOVER - SECOND, GUATEMALA, BELIZE),
        (HANDOVER - timedelta(microseconds=1), GUATEMALA, BELIZE),
        (HANDOVER, MEXICO, GUATEMALA),
        (HANDOVER + SECOND, MEXICO, GUATEMALA),
        (datetime(2025, 6, 1, tzinfo=UTC), None, BELIZE),
        (datetime(2023, 6, 1, tzinfo=UTC), None, None),
    ],
)
def test_the_chair_passes_at_the_instant_of_the_hand_over(at, current, previous):
    seats = rules.troika(TERMS, None, at)

    assert (seats.current, seats.previous, seats.next) == (current, previous, None)


def test_the_previous_presidency_is_the_last_one_whatever_the_gap():
    seats = rules.troika(TERMS[:2], MEXICO, datetime(2026, 1, 1, 6, tzinfo=UTC))

    assert seats == Troika(GUATEMALA, BELIZE, MEXICO)
    assert seats.is_complete


def test_the_next_presidency_is_designated_never_computed():
    seats = rules.troika(TERMS, None, HANDOVER - SECOND)

    assert seats.next is None
    assert not seats.is_complete


def test_a_country_with_two_seats_has_one_voice():
    assert Troika(GUATEMALA, BELIZE, BELIZE).voices == (GUATEMALA, BELIZE)
    assert Troika(GUATEMALA, BELIZE, GUATEMALA).must_react == (BELIZE,)
    assert Troika(GUATEMALA, None, GUATEMALA).must_react == ()


instants = st.integers(0, 10 * 365 * 24 * 60).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@st.composite
def terms(draw):
    """Terms that leave gaps at will and never overlap, the last one open or not."""
    bounds = sorted(set(draw(st.lists(instants, min_size=2, max_size=9))))
    pairs = list(zip(bounds[::2], bounds[1::2], strict=False))
    countries = draw(st.lists(st.integers(1, 11), min_size=len(pairs), max_size=len(pairs)))
    found = [
        Term(country, 2020 + n, start, end)
        for n, (country, (start, end)) in enumerate(zip(countries, pairs, strict=True))
    ]
    if found and draw(st.booleans()):
        last = found[-1]
        found[-1] = Term(last.party_id, last.label_year, last.starts_at, None)
    return found


@given(terms(), instants, st.none() | st.integers(1, 11), st.randoms())
def test_the_troika_does_not_depend_on_the_order_of_the_terms(
    found, at, designated, random
):
    shuffled = list(found)
    random.shuffle(shuffled)

    assert rules.troika(shuffled, designated, at) == rules.troika(found, designated, at)


@given(terms(), instants)
def test_whoever_presides_holds_the_term_of_that_instant(found, at):
    seats = rules.troika(found, None, at)
    holding = [
        term
        for term in found
        if term.starts_at <= at and (term.ends_at is None or at < term.ends_at)
    ]

    assert seats.current == (holding[0].party_id if holding else None)
    assert len(holding) <= 1


@given(terms(), instants)
def test_the_previous_presidency_had_ended(found, at):
    seats = rules.troika(found, None, at)
    ended = [term for term in found if term.ends_at and term.ends_at <= at]

    assert (seats.previous is None) == (not ended)
    if ended:
        assert seats.previous == max(ended, key=lambda term: term.ends_at).party_id


seats_of = st.builds(
    Troika,
    st.none() | st.integers(1, 4),
    st.none() | st.integers(1, 4),
    st.none() | st.integers(1, 4),
)


@given(seats_of, st.integers(1, 4), st.sets(st.sampled_from(list(Role)[:7])))
def test_only_who_speaks_for_a_country_holds_its_offices(seats, party, held):
    silent = rules.derived_roles(held, speaks=False, party_id=party, seats=seats)

    assert silent == held


@given(seats_of, st.integers(1, 4))
def test_the_offices_follow_the_seats(seats, party):
    roles = rules.derived_roles(
        {Role.FOCAL_POINT}, speaks=True, party_id=party, seats=seats
    )

    assert (Role.PRESIDENCY in roles) == (party == seats.current)
    assert (Role.TROIKA in roles) == (party in seats.voices)
    assert Role.OFFICIAL_VOICE in roles
