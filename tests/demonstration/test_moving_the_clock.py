"""The clock of a demonstration goes where something waits, and what is due is done at once."""

from datetime import timedelta

import pytest

from crm_portal.core import clock
from crm_portal.core.errors import Invalid, Refused
from crm_portal.core.models import Notice
from crm_portal.demonstration import moving
from decisions.models.rounds import RoundStatus
from tests.cast import conference
from tests.decisions.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(settings) -> Scene:
    """A consultation distributed to the members, and the sweeps of the procedure."""
    settings.SWEEPS = [
        "decisions.sweeps.expire_due_rounds",
        "decisions.sweeps.owe_due_reminders",
    ]
    return Scene(conference()).open()


def test_what_lies_ahead_is_the_next_reminder_and_the_next_bound(scene):
    ahead = moving.ahead(clock.now())

    assert ahead.deadline == scene.round.closes_at
    assert ahead.reminder == scene.round.next_reminder_at
    assert clock.now() < ahead.reminder < ahead.deadline


def test_one_minute_before_the_bound_the_term_still_runs(scene):
    moving.move_clock("before_deadline", clock.now())

    assert clock.now() == scene.round.closes_at - timedelta(minutes=1)
    assert scene.round.status == RoundStatus.OPEN


def test_past_the_bound_the_term_ends_at_once(scene):
    done = moving.move_clock("deadline", clock.now())

    assert done["decisions.sweeps.expire_due_rounds"] == 1
    assert clock.now() >= scene.round.closes_at
    assert scene.round.status == RoundStatus.EXPIRED
    assert moving.ahead(clock.now()) == moving.Ahead(None, None)


def test_at_the_reminder_the_reminders_leave(scene):
    before = Notice.objects.count()

    moving.move_clock("reminder", clock.now())

    assert Notice.objects.count() > before
    assert scene.round.status == RoundStatus.OPEN


def test_less_than_a_minute_before_the_bound_that_step_is_gone(scene):
    scene.go_to(scene.round.closes_at - timedelta(seconds=20))

    with pytest.raises(Invalid):
        moving.distance("before_deadline", clock.now())


def test_the_clock_of_a_real_portal_does_not_move(scene, settings):
    settings.CLOCK_MAY_MOVE = False
    at = clock.now()

    with pytest.raises(Refused):
        moving.move_clock("deadline", at)

    assert clock.now() == at
    assert scene.round.status == RoundStatus.OPEN


@pytest.mark.parametrize("by", [timedelta(0), timedelta(seconds=-1), timedelta(days=367)])
def test_a_distance_is_forward_and_no_longer_than_a_year(by, db):
    with pytest.raises(Invalid):
        moving.distance("custom", clock.now(), by)
