"""A chair that several share: who presides at once, who reacts to whom, and the database's part."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict
from crm_portal.core.instance import THIS, Chair, ChairRule
from members import chairs as pages
from members import services
from members.models import Presidency
from members.rules import derived_roles, shared
from members.services import presidencies
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


@pytest.fixture
def two_seats(monkeypatch):
    """An instance as it is, but for the chair: two preside together."""
    instance = replace(THIS, chair=Chair(ChairRule.CO_CHAIRS, 2))
    for module in (pages, presidencies):
        monkeypatch.setattr(module, "THIS", instance)


@pytest.mark.django_db
def test_a_year_that_two_share_is_asked_for_by_the_seat(client, two_seats):
    first = PresidencyFactory(term=since(JANUARY))
    second = PresidencyFactory(term=since(JANUARY), seat=2, label_year=first.label_year)
    path = f"/api/v1/presidencies/{first.label_year}"

    assert client.get(path).json()["party"] == first.party.code
    assert client.get(path, {"seat": "2"}).json()["party"] == second.party.code
    assert second.get_absolute_url().endswith("?seat=2")


@pytest.mark.django_db
def test_nobody_presides_in_two_seats_at_once(two_seats):
    held = PresidencyFactory(term=since(JANUARY))
    by = Viewer(at=JANUARY + timedelta(days=9), roles=frozenset({Role.SECRETARIAT}))

    with pytest.raises(Conflict) as refused:
        services.hand_over_presidency(held.party_id, held.label_year, by=by, seat=2)
    assert refused.value.code == "presides"
    assert not Presidency.objects.filter(seat=2).exists()


@pytest.mark.django_db
def test_no_hand_over_pack_is_offered_where_the_chair_is_shared(two_seats):
    PresidencyFactory(term=since(JANUARY))
    by = Viewer(at=JANUARY + timedelta(days=9), roles=frozenset({Role.SECRETARIAT}))

    assert pages.packs(pages.timeline(by), pages.moment(by.at), by) == []
