"""A chair that several share: who presides at once, who reacts to whom, and the database's part."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core.access import Role
from members.models import Presidency
from members.rules import derived_roles, shared
from tests.factories import PresidencyFactory, since

JANUARY = datetime(2026, 1, 1, 6, tzinfo=UTC)
parties = st.lists(st.integers(1, 9), unique=True, max_size=5)


@given(chairs=parties, empty=st.integers(0, 3))
def test_each_co_chair_presides_and_the_others_react_to_it(chairs, empty):
    seats = shared(chairs, len(chairs) + empty)

    assert seats.chairs == seats.voices == tuple(chairs)
    assert (seats.previous, seats.next) == (None, None)
    assert seats.is_complete == (empty == 0)
    for presenter in chairs:
        assert set(seats.reacting_to(presenter)) == set(chairs) - {presenter}


@given(chairs=parties, absent=st.sets(st.integers(1, 9)))
def test_the_seat_of_one_that_is_no_member_is_empty(chairs, absent):
    seats = shared(chairs, len(chairs)).without(absent)

    assert set(seats.chairs) == set(chairs) - absent
    assert seats.vacant == len(set(chairs) & absent)


@given(chairs=parties.filter(bool), party=st.integers(1, 9))
def test_the_official_voice_of_any_of_them_conducts(chairs, party):
    roles = derived_roles(
        {Role.MEMBER, Role.FOCAL_POINT},
        speaks=True,
        party_id=party,
        seats=shared(chairs, len(chairs)),
    )

    assert (Role.PRESIDENCY in roles) == (party in chairs)


@pytest.mark.django_db
def test_terms_overlap_in_different_seats_and_never_in_one():
    first = PresidencyFactory(term=since(JANUARY))
    PresidencyFactory(term=since(JANUARY), seat=2)

    assert [each.seat for each in Presidency.objects.at(JANUARY)] == [first.seat, 2]
    later = since(JANUARY + timedelta(days=90))
    with pytest.raises(IntegrityError), transaction.atomic():
        PresidencyFactory(term=later, label_year=2027, seat=2)
