"""A prepared query answers as its queryset does, for every value, in every thread."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, connections
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from crm_portal.core.prepared import Prepared
from members.models import OfficialVoice, Party
from tests.cast import MORNING, Cast

pytestmark = pytest.mark.django_db


def speaking(party: int | None, at: datetime) -> QuerySet[OfficialVoice]:
    voices = OfficialVoice.objects.at(at).filter(party=party)
    return voices.select_related("party", "institution")


def listed(parties: list[int]) -> QuerySet[Party]:
    return Party.objects.filter(pk__in=parties).order_by("pk")


def named(code: str, shape: str) -> QuerySet[Party]:
    return Party.objects.filter(code=code).order_by(shape)


def test_the_rows_are_those_of_the_queryset_for_each_value(cast: Cast):
    ask = Prepared(speaking)

    for party in cast.members:
        assert ask(party=party.pk, at=MORNING) == list(speaking(party.pk, MORNING))


def test_planned_anew_it_answers_alike_and_prepares_nothing(cast: Cast):
    ask = Prepared(speaking, planned_anew=True)
    with CaptureQueriesContext(connection) as asked:
        for party in cast.members:
            assert ask(party=party.pk, at=MORNING) == list(speaking(party.pk, MORNING))

    assert not any("EXECUTE" in each["sql"] for each in asked.captured_queries)


def test_a_value_may_be_none(cast: Cast):
    ask = Prepared(speaking)

    assert ask(party=None, at=MORNING) == []
    assert len(ask(party=cast.members[0].pk, at=MORNING)) == 1
    assert ask(party=None, at=MORNING) == []


def test_an_instant_is_a_value(cast: Cast):
    ask = Prepared(speaking)
    before_it_spoke = datetime(2019, 1, 1, tzinfo=UTC)

    assert len(ask(party=cast.members[0].pk, at=MORNING)) == 1
    assert ask(party=cast.members[0].pk, at=before_it_spoke) == []


@pytest.mark.parametrize("count", [0, 1, 11])
def test_a_list_of_keys_is_a_value_of_any_length(cast: Cast, count: int):
    ask, keys = Prepared(listed), sorted(party.pk for party in cast.members)[:count]

    assert [party.pk for party in ask(parties=keys)] == keys
    assert [party.pk for party in ask(parties=keys * 3)] == keys


def test_a_statement_is_known_again_on_a_new_connection(transactional_db):
    party = Party.objects.create(code="XX", name_es="X", name_en="X", kind="member_state")
    ask = Prepared(listed)
    assert ask(parties=[party.pk]) == [party]

    connection.close()

    assert ask(parties=[party.pk]) == [party]


def test_what_is_joined_comes_with_the_row(cast: Cast):
    ask = Prepared(speaking)
    ask(party=cast.members[0].pk, at=MORNING)

    with CaptureQueriesContext(connection) as captured:
        [voice] = ask(party=cast.members[1].pk, at=MORNING)
        assert voice.institution.party_id == voice.party.pk == cast.members[1].pk

    assert len(captured) == 1


def test_each_shape_is_compiled_by_itself(cast: Cast):
    ask = Prepared(named)

    assert [party.code for party in ask(shape="code", code="CA")] == ["CA"]
    assert [party.code for party in ask(shape="-code", code="MX")] == ["MX"]


def test_a_value_of_a_kind_it_cannot_find_again_is_refused(cast: Cast):
    with pytest.raises(TypeError):
        Prepared(named)(shape="code", code=1.5)


@pytest.mark.django_db(transaction=True)
def test_threads_ask_at_once_each_on_its_own_connection(cast: Cast):
    ask = Prepared(speaking)
    keys = [party.pk for party in cast.members] * 5

    def one(pk: int) -> int:
        [voice] = ask(party=pk, at=MORNING)
        connections.close_all()
        return voice.party_id

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, keys)) == keys
