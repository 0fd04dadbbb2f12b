"""Two of a delegation registered at once: the quota holds, and what would happen without a lock."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from crm_portal.core.errors import DomainError
from meetings.models import Delegation, Forum, Registration
from meetings.rules import delegations as rules
from meetings.rules.delegations import Quota
from meetings.services import delegations as services
from tests.cast import conference
from tests.meetings.delegating import (
    HEAD,
    OFFICIAL,
    come,
    person,
    session,
    the_rules,
    vice_ministerial,
)

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def all_at_once(act, times=AT_ONCE):
    """Call ``act(number, start)`` from several connections; count what each was told."""
    start = Barrier(times)

    def one(number):
        try:
            return act(number, start)
        except DomainError as refusal:
            return refusal.code
        except IntegrityError:
            return "the database"
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return Counter(threads.map(one, range(times)))


def behind_doors():
    return Registration.objects.in_force().filter(session__forum=Forum.VM_CLOSED)


def test_six_at_once_never_come_in_above_the_quota():
    cast = conference()
    the_rules()
    meeting = vice_ministerial(cast)
    come(cast, meeting, "DO", [person("V", **HEAD)], Forum.VM_CLOSED)
    door, party = session(meeting, Forum.VM_CLOSED).pk, cast.parties["DO"].pk
    by = cast.viewer("bruno")

    def register(number, start):
        start.wait()
        one = person(f"A{number}", **OFFICIAL)
        services.add_delegate(meeting.pk, one, [door], party_id=party, by=by)
        return "done"

    answers = all_at_once(register)

    assert answers == {"done": 2, "full": AT_ONCE - 2}
    assert sorted(behind_doors().values_list("seat", flat=True)) == [0, 1, 2]
    assert Delegation.objects.get().delegates.count() == 3


def test_without_the_lock_both_are_told_that_there_is_a_place_and_the_database_stops_one():
    """The control: the same rule asked by two who do not wait for one another."""
    cast = conference()
    the_rules()
    meeting = vice_ministerial(cast)
    delegation = come(
        cast, meeting, "DO", [person("V", **HEAD), person("A", **OFFICIAL)], Forum.VM_CLOSED
    )
    come(cast, meeting, "DO", [person("B"), person("C")])
    door = session(meeting, Forum.VM_CLOSED)
    waiting = list(delegation.delegates.filter(full_name__in="BC"))
    quota = Quota(frozenset({"vice_minister"}), 2, "001:376")
    told = []

    def register(number, start):
        with transaction.atomic():
            taken = list(behind_doors().values_list("seat", flat=True))
            start.wait()
            place = rules.seat("high_official", taken, quota)
            told.append(place)
            Registration.objects.create(
                delegate=waiting[number],
                delegation=delegation,
                session=door,
                seat=place,
                registered_at=cast.at,
            )
        return "done"

    answers = all_at_once(register, times=2)

    assert told == [2, 2]
    assert answers == {"done": 1, "the database": 1}
    assert behind_doors().count() == quota.places
