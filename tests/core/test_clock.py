"""The clock of record is the database's; it moves only where it may."""

from datetime import UTC, datetime, timedelta

import pytest

from crm_portal.core import clock
from crm_portal.core.errors import Refused

pytestmark = pytest.mark.django_db
SOME_DAY = datetime(2026, 9, 10, 15, 0, tzinfo=UTC)


def test_the_clock_stands_where_it_was_put():
    clock.set_to(SOME_DAY, frozen=True)

    assert clock.now() == SOME_DAY


def test_it_moves_forward_by_what_it_is_told():
    clock.set_to(SOME_DAY, frozen=True)

    clock.advance(timedelta(days=2))

    assert clock.now() == SOME_DAY + timedelta(days=2)


def test_it_never_moves_back():
    with pytest.raises(Refused):
        clock.advance(timedelta(seconds=-1))


def test_it_cannot_move_where_it_may_not(settings):
    settings.CLOCK_MAY_MOVE = False

    for act in (clock.make_movable, clock.reset, lambda: clock.set_to(SOME_DAY)):
        with pytest.raises(Refused):
            act()


def test_a_portal_that_is_no_demonstration_reads_the_plain_clock_of_the_database():
    clock.set_to(SOME_DAY)

    clock.make_real()

    assert clock.is_real()
    assert clock.now() > SOME_DAY
