"""The deadline in the reader's own calendar: one entry, kept up to date, that names no subject."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override
from icalendar import Calendar

from crm_portal.core import deadline_text
from decisions import calendar_file
from decisions.services import conducting
from members.models import Party

pytestmark = pytest.mark.django_db


def entry(scene, code="CA", language="en"):
    """Return the entry as a calendar program reads it."""
    reader = Party.objects.get(code=code)
    file = calendar_file.of_round(scene.round, reader, language)
    return Calendar.from_ical(file).walk("VEVENT")[0]


def test_the_entry_ends_at_the_bound_and_shows_on_the_last_day_in_san_jose(scene):
    scene.open()

    event = entry(scene)

    assert event["dtend"].dt == scene.round.closes_at
    assert event["dtstart"].dt == scene.round.closes_at - timedelta(minutes=1)
    assert event["dtstart"].dt.utcoffset() == timedelta(0)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("code", ["CR", "CA", "DO"])
def test_the_entry_says_the_one_sentence_of_the_deadline(scene, language, code):
    scene.open()
    reader = Party.objects.get(code=code)

    with override(language):
        city = reader.capital or reader.name
    said = deadline_text.sentence(scene.round.closes_at, reader.capital_tz, city, language)

    description = str(entry(scene, code, language)["description"])
    assert description.lower().startswith(said.lower())
    assert "2026-09-22T06:00:00Z" in description
    assert f"/{language}/" in description


def test_a_new_computation_replaces_the_entry_sent_before(scene):
    scene.open()
    first = entry(scene)
    scene.wait(days=1)
    conducting.extend(scene.pk, 1, reason="Lo pidió Honduras.", by=scene.viewer("ana"))

    second = entry(scene)

    assert second["uid"] == first["uid"]
    assert second["sequence"] == first["sequence"] + 1
    assert second["dtstamp"].dt > first["dtstamp"].dt
    assert second["dtend"].dt == scene.round.closes_at > first["dtend"].dt


def test_the_stamp_comes_from_the_data_so_that_the_bytes_are_the_same(scene):
    scene.open()
    reader = scene.cast.parties["CA"]

    first = calendar_file.of_round(scene.round, reader, "es")
    scene.wait(hours=5)

    assert calendar_file.of_round(scene.round, reader, "es") == first
    assert entry(scene)["dtstamp"].dt == datetime(2026, 9, 10, 15, tzinfo=UTC)


def test_a_suspended_deadline_is_tentative_and_a_withdrawn_one_is_cancelled(scene):
    scene.open()
    sequences = [entry(scene)["sequence"]]
    conducting.suspend(scene.pk, reason="Huracán.", by=scene.viewer("ana"))
    assert entry(scene)["status"] == "TENTATIVE"
    sequences.append(entry(scene)["sequence"])
    conducting.withdraw(scene.pk, reason="Sin objeto.", by=scene.viewer("ana"))
    assert entry(scene)["status"] == "CANCELLED"
    sequences.append(entry(scene)["sequence"])

    assert sequences == sorted(set(sequences))


def test_the_entry_names_the_reference_and_not_the_subject(scene):
    scene.open()

    file = calendar_file.of_round(scene.round, scene.cast.parties["CA"], "es")

    text = bytes(file).decode()
    assert "2026-01" in text
    assert "Mecanismos" not in text


def test_before_the_clock_starts_there_is_nothing_to_put_in_a_calendar(scene):
    scene.open()
    asked = scene.round
    asked.closes_at = None

    assert calendar_file.of_round(asked, None, "es") is None
