"""The week that a demonstration shows: prepared once, by the services that would in earnest."""

import pytest

from crm_portal.core import clock
from crm_portal.demonstration import agenda, people, week
from crm_portal.library.models import Document
from crm_portal.reference import loading
from meetings.models import AgendaItem, Delegate, Delegation, Forum, Meeting, MeetingPaper
from tests.cast import MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def prepared(db, settings):
    settings.DEMONSTRATION = True
    clock.set_to(MORNING, frozen=True)
    loading.load()
    people.create(MORNING)
    meeting = agenda.announce(MORNING)
    assert week.prepare() == 1
    return meeting


def test_it_has_a_plenary_a_closed_door_the_grcm_and_two_groups(prepared):
    held = Meeting.objects.filter(is_demonstration=True)
    items, closed = AgendaItem.objects.all(), AgendaItem.objects.filter(is_closed=True)

    assert sorted(held.values_list("body__code", flat=True)) == [
        "GRCM",
        "GT_IRREGULAR",
        "GT_PROTECCION",
        "VICE_MINISTERIAL",
    ]
    assert (items.count(), closed.count()) == (30, 4)
    assert MeetingPaper.objects.count() == Document.objects.count() == 80
    assert Delegate.objects.count() == 60

    inside = Delegate.objects.filter(registrations__session__forum=Forum.VM_CLOSED)
    assert inside.count() == 33
    assert set(inside.values_list("delegation__party__kind", flat=True)) == {"member_state"}
    states = set(Delegation.objects.values_list("state", flat=True))
    assert states == {"draft", "submitted", "approved", "returned"}
    assert week.prepare() == 0
