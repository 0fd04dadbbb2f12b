"""Seeding: refused elsewhere, once, and at the instant asked for."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from crm_portal.core import clock
from crm_portal.demonstration import agenda, people
from crm_portal.demonstration.management.commands.seed_demonstration import instant
from crm_portal.reference import loading
from meetings.models import Application, Meeting
from members.models import Institution, Mandate, OfficialVoice, Party, User
from tests.demonstration.conftest import MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_story(demonstration):
    """The stage without the play."""
    demonstration.DEMONSTRATION_STORY = False


def test_it_refuses_outside_a_demonstration():
    with pytest.raises(CommandError):
        call_command("seed_demonstration")

    assert not User.objects.exists()
    assert not Party.objects.exists()


def test_it_sets_the_clock_the_people_and_the_next_meeting(no_story):
    out = StringIO()

    call_command("seed_demonstration", stdout=out)

    assert MORNING <= clock.now() < MORNING + timedelta(minutes=1)
    assert User.objects.count() == 28
    meeting = Meeting.objects.get(is_demonstration=True)
    assert (meeting.starts_on, meeting.ends_on) == (date(2026, 12, 2), date(2026, 12, 3))
    assert meeting.host.code == "GT"
    assert meeting.ordinal is None
    assert people.PASSWORD in out.getvalue()
    assert "guatemala@example.org" in out.getvalue()


def test_a_second_seeding_changes_nothing_and_leaves_the_clock(no_story):
    call_command("seed_demonstration", verbosity=0)
    clock.advance(timedelta(days=40))
    models = (User, Mandate, Institution, OfficialVoice, Meeting, Party)
    before = [list(model.objects.order_by("pk").values()) for model in models]

    call_command("seed_demonstration", "--on", "2026-01-15", verbosity=0)

    assert [list(model.objects.order_by("pk").values()) for model in models] == before
    assert clock.now() > MORNING + timedelta(days=40)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-09-10", datetime(2026, 9, 10, 15, tzinfo=UTC)),
        ("2026-09-10T16:30", datetime(2026, 9, 10, 22, 30, tzinfo=UTC)),
        ("2026-09-10T16:30+00:00", datetime(2026, 9, 10, 16, 30, tzinfo=UTC)),
    ],
)
def test_the_day_asked_for_is_san_joses(text, at):
    assert instant(text) == at


def test_the_clock_begins_where_it_was_told(no_story):
    call_command("seed_demonstration", "--on", "2027-03-01", verbosity=0)

    began = datetime(2027, 3, 1, 15, tzinfo=UTC)
    assert began <= clock.now() < began + timedelta(minutes=1)
    assert Mandate.objects.at(datetime(2027, 1, 1, 6, tzinfo=UTC)).count() == 28


def test_a_bad_day_is_refused(no_story):
    with pytest.raises(CommandError):
        call_command("seed_demonstration", "--on", "mañana")


def test_an_announced_meeting_is_not_announced_again(no_story):
    loading.load()
    first = agenda.announce(MORNING)

    assert agenda.announce(MORNING) == first
    assert Meeting.objects.filter(is_demonstration=True).count() == 1


def test_an_invented_application_is_complete_and_marked_as_such(no_story):
    call_command("seed_demonstration", verbosity=0)
    call_command("seed_demonstration", verbosity=0)

    application = Application.objects.get(is_demonstration=True)
    assert (application.state, application.evidence.count()) == ("complete", 3)
    assert "demostración" in application.name_es
    assert all(b"example.org" in bytes(e.file.content) for e in application.evidence.all())
