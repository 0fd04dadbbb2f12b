"""The summary record is saved without losing a word and amended by those that were there."""

import pytest
from django.urls import reverse

from crm_portal.core.errors import Conflict, Refused
from crm_portal.core.models import AuditEntry, Notice
from meetings.models import (
    Door,
    MeetingState,
    OutcomeLink,
    Presence,
    SummaryRecord,
    SummaryVersion,
)
from meetings.services import results
from tests.meetings.agenda_scene import CANARY, AgendaScene

OUTSIDERS = ("ana", "elena", "bruno", "mateo", "oscar", "admin", "sara")


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


def save_closed(scene: AgendaScene, who: str, base: int, es: str) -> results.Saved:
    told = {"text_es": es, "text_en": "", "note": "", "door": Door.CLOSED}
    return results.save_record(scene.meeting.pk, base=base, by=scene.viewer(who), **told)


def test_the_record_of_the_closed_door_is_written_and_amended_from_inside_alone(scene):
    save(scene, "elena", 0, "Abierto")
    for who in ("ana", "elena", "bruno", "viviana", "oscar"):
        with pytest.raises(Refused) as refusal:
            save_closed(scene, who, 0, CANARY)
        assert refusal.value.rule == "001:376"
    save_closed(scene, "gloria", 0, "Uno\n\nDos")
    save_closed(scene, "gloria", 1, "Uno\n\nDos de Gloria")
    third = save_closed(scene, "gloria", 1, "Uno\n\nDos\n\nTres")
    assert third.version.text_es == "Uno\n\nDos de Gloria\n\nTres"
    closed = SummaryRecord.objects.get(door=Door.CLOSED)
    for who in ("ana", "elena", "bruno"):
        with pytest.raises(SummaryRecord.DoesNotExist):
            results.approve_record(closed.pk, number=3, by=scene.viewer(who))
    with pytest.raises(Refused):
        results.approve_record(closed.pk, number=3, by=scene.viewer("viviana"))
    results.approve_record(closed.pk, number=3, by=scene.viewer("gloria"))
    told = {"source": "Lista", "recorded_at": scene.cast.at}
    party = scene.cast.parties["DO"]
    with pytest.raises(Refused):
        save_closed(scene, "viviana", 3, "No estuvo")
    Presence.objects.create(meeting=scene.meeting, party=party, **told)
    assert save_closed(scene, "viviana", 3, "Enmienda").version.is_amendment
    with pytest.raises(Refused):
        save_closed(scene, "bruno", 4, "De su país, pero de afuera")
    opened = SummaryRecord.objects.get(door=Door.OPEN)
    assert [each.text_es for each in opened.versions.all()] == ["Abierto"]


def test_nothing_of_the_closed_record_reaches_an_outsider(scene, client):
    """Neither page, API, mail nor count: an outsider cannot tell that there is one."""
    scene.meeting.starts_on = scene.cast.at.date()
    scene.meeting.save()
    save(scene, "elena", 0, "Abierto")
    symbol = scene.meeting.symbol
    open_pages = [
        reverse("meetings:results", args=[symbol]),
        reverse("meetings:meeting", args=[symbol]),
        reverse("meetings:agenda", args=[symbol]),
        reverse("held:meeting", args=[symbol]),
        f"/api/v1/agendas/{symbol}",
        f"/api/v1/meetings/{symbol}",
    ]
    client.force_login(scene.cast.people["ana"])
    before = client.get(open_pages[0]).content.decode().count("<section")
    notices = Notice.objects.count()
    save_closed(scene, "gloria", 0, CANARY)
    hidden = [
        reverse("meetings:results-closed-record", args=[symbol]),
        reverse("meetings:results-closed-version", args=[symbol, 1]),
        reverse("meetings:results-version", args=[symbol, 2]),
    ]
    for who in OUTSIDERS:
        client.force_login(scene.cast.people[who])
        nothing = 302 if who == "sara" else 404  # without a mandate, the door is the first
        for address in open_pages:
            said = client.get(address).content.decode()
            assert CANARY not in said, (who, address)
            assert "closed-record" not in said, (who, address)
        for address in hidden:
            assert client.get(address).status_code == nothing, (who, address)
        approve = reverse("meetings:results-closed-approve", args=[symbol])
        assert client.post(approve, {"number": 1}).status_code == nothing
        viewer = scene.viewer(who)
        seen = SummaryVersion.objects.visible_to(viewer)
        assert not seen.filter(record__door=Door.CLOSED).exists()
    client.force_login(scene.cast.people["ana"])
    assert client.get(open_pages[0]).content.decode().count("<section") == before
    assert Notice.objects.count() == notices
    for entry in AuditEntry.objects.all():
        assert CANARY not in f"{entry.data} {entry.target_label}"


def test_those_inside_write_read_and_approve_it_on_its_pages(scene, client):
    symbol = scene.meeting.symbol
    page = reverse("meetings:results", args=[symbol])
    client.force_login(scene.gloria)
    write = reverse("meetings:results-closed-record", args=[symbol])
    assert write in client.get(page).content.decode()
    client.post(write, {"base": 0, "text_es": CANARY})
    assert CANARY in client.get(page).content.decode()
    client.post(reverse("meetings:results-closed-approve", args=[symbol]), {"number": 1})
    assert SummaryRecord.objects.get().approved_version == 1
    client.force_login(scene.viviana)
    version = reverse("meetings:results-closed-version", args=[symbol, 1])
    assert CANARY in client.get(version).content.decode()
    assert CANARY in client.get(page).content.decode()


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
