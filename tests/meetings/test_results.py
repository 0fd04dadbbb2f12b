"""The summary record is saved without losing a word and amended by those that were there."""

import pytest

from crm_portal.core.errors import Conflict, Refused
from meetings.models import (
    MeetingState,
    OutcomeLink,
    Presence,
    SummaryRecord,
    SummaryVersion,
)
from meetings.services import results
from tests.meetings.agenda_scene import AgendaScene


@pytest.fixture
def scene(cast) -> AgendaScene:
    scene = AgendaScene(cast)
    scene.meeting.state = MeetingState.CLOSED
    scene.meeting.save()
    return scene


def save(scene: AgendaScene, who: str, base: int, es: str, en: str = "") -> results.Saved:
    return results.save_record(
        scene.meeting.pk, base=base, text_es=es, text_en=en, note="", by=scene.viewer(who)
    )


def test_two_hands_on_the_same_version_are_merged_by_paragraph(scene):
    save(scene, "elena", 0, "Uno\n\nDos\n\nTres")
    save(scene, "ana", 1, "Uno\n\nDos, dijo Ana\n\nTres")
    third = save(scene, "elena", 1, "Uno\n\nDos\n\nTres\n\nCuatro")

    assert third.version.text_es == "Uno\n\nDos, dijo Ana\n\nTres\n\nCuatro"
    assert third.version.is_merged
    assert third.conflicts == ()


def test_where_both_wrote_both_texts_stand_and_it_is_said(scene):
    save(scene, "elena", 0, "Uno\n\nDos")
    save(scene, "ana", 1, "Uno\n\nDos de Ana")
    third = save(scene, "elena", 1, "Uno\n\nDos de Elena")

    assert third.version.text_es == "Uno\n\nDos de Ana\n\nDos de Elena"
    assert len(third.conflicts) == 1


def test_saving_the_same_again_makes_no_version(scene):
    save(scene, "elena", 0, "Uno")
    save(scene, "elena", 1, "Uno")

    assert SummaryVersion.objects.count() == 1


@pytest.mark.parametrize("who", ["bruno", "oscar", "viviana"])
def test_before_approval_only_those_who_prepare_write(scene, who):
    with pytest.raises(Refused):
        save(scene, who, 0, "X")


def test_an_approved_record_is_amended_by_those_that_attended_alone(scene):
    save(scene, "elena", 0, "Uno")
    record = SummaryRecord.objects.get()
    with pytest.raises(Refused):
        results.approve_record(record.pk, number=1, by=scene.viewer("elena"))
    results.approve_record(record.pk, number=1, by=scene.viewer("ana"))
    for who in ("ana", "elena", "bruno", "mateo"):
        with pytest.raises(Refused):
            save(scene, who, 1, "Dos")
    Presence.objects.create(
        meeting=scene.meeting,
        party=scene.cast.parties["DO"],
        source="Lista",
        recorded_at=scene.cast.at,
    )
    amended = save(scene, "bruno", 1, "Uno, con la enmienda")
    assert amended.version.is_amendment
    with pytest.raises(Refused):
        save(scene, "mateo", 2, "Otra")


def test_a_record_is_approved_as_it_was_read(scene):
    save(scene, "elena", 0, "Uno")
    save(scene, "elena", 1, "Dos")
    record = SummaryRecord.objects.get()
    with pytest.raises(Conflict):
        results.approve_record(record.pk, number=1, by=scene.viewer("ana"))


def test_a_version_never_changes(scene):
    saved = save(scene, "elena", 0, "Uno")
    saved.version.text_es = "Otro"
    with pytest.raises(Exception, match="Cannot update"):
        saved.version.save()


def test_a_meeting_may_have_two_outcome_documents_and_they_are_public(scene):
    elena = scene.viewer("elena")
    for title, kind in (("Declaración", "declaration"), ("Comunicado", "communique")):
        results.add_outcome(
            scene.meeting.pk,
            by=elena,
            kind=kind,
            title_es=title,
            url="https://example.org/x",
            source="facts 1.2",
        )
    scene.meeting.starts_on = scene.cast.at.date()
    scene.meeting.save()
    public = scene.viewer("sara")
    assert OutcomeLink.objects.visible_to(public).count() == 2
    first = OutcomeLink.objects.first()
    assert first is not None
    results.take_off_outcome(first.pk, by=elena)
    assert OutcomeLink.objects.visible_to(public).count() == 1
    assert OutcomeLink.objects.count() == 2
