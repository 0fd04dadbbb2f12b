"""Two at once: no symbol or address is given twice, and a proposal is decided once."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from crm_portal.core.errors import DomainError
from crm_portal.library import services
from crm_portal.library.models import Collection, Document
from tests.library.documents import registered
from tests.matrix_scenes import people

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def at_once(*acts):
    start, told = Barrier(len(acts)), []

    def run(act):
        start.wait()
        try:
            told.append(act())
        except DomainError as refusal:
            told.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_nothing_is_given_or_decided_twice(cast):
    cast.people = people(cast)
    elena = cast.viewer("elena")

    at_once(*[lambda: registered(elena)] * AT_ONCE)
    numbers = Document.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, AT_ONCE + 1))

    document = Document.objects.first()
    change = services.propose_downgrade(document.pk, "public", reason="Ya.", by=elena)
    seconds = [cast.viewer(who) for who in ("ana", "esteban")]
    told = at_once(
        *[lambda by=by: services.approve_downgrade(change.pk, by=by) for by in seconds]
    )
    assert sorted(isinstance(each, DomainError) for each in told) == [False, True]


def test_collections_of_one_title_made_at_once_have_an_address_each(cast):
    elena = cast.viewer("elena")
    label = services.Label(title_es="Actas", title_en="Records", level="members")

    at_once(*[lambda: services.make_collection(label, by=elena)] * AT_ONCE)

    slugs = set(Collection.objects.values_list("slug", flat=True))
    assert slugs == {"actas", *(f"actas-{number}" for number in range(2, AT_ONCE + 1))}
