"""Who is called to a meeting and by which letter; what is answered; who is reminded, once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_portal.core import clock
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.models import Notice
from meetings import convocation_sweeps, grounds, letters
from meetings.models import (
    Convocation,
    ConvocationAnswer,
    ConvocationLetter,
    MeetingState,
)
from meetings.services import convocation, convocation_letters
from tests.factories import BodyFactory, MeetingFactory
from tests.meetings.agenda_scene import AgendaScene

SIGNED = {"signed_by": "Ana", "office_es": "Presidencia Pro-Témpore"}


@pytest.fixture
def scene(cast) -> AgendaScene:
    return AgendaScene(cast)


def drafted(scene: AgendaScene, meeting=None, who: str = "ana", **told) -> Convocation:
    meeting = meeting or scene.meeting
    dates = {"answer_by": date(2026, 11, 1), "remind_on": [date(2026, 10, 1)], **told}
    words = {**letters.template_for(meeting), **SIGNED}
    return convocation.draft(meeting.pk, by=scene.viewer(who), **dates, **words)


def sent(scene: AgendaScene, code: str = "DO") -> ConvocationLetter:
    made = drafted(scene)
    ana = scene.viewer("ana")
    letter = convocation.address(made.pk, scene.cast.parties[code].pk, by=ana)
    convocation_letters.issue(letter.pk, by=ana)
    return convocation_letters.send(letter.pk, by=ana)


def test_everybody_who_attends_by_right_is_written_to_and_nobody_else(scene):
    made = drafted(scene)
    written = convocation.address_all(made.pk, by=scene.viewer("elena"))
    codes = {letter.party.code for letter in written}

    assert {"DO", "CA", "AR", "SICA"} <= codes
    assert not codes & {"ST", "RROCM", "GT"}
    assert all("{" not in letter.body_es + letter.body_en for letter in written)
    assert convocation.address_all(made.pk, by=scene.viewer("elena")) == []


def test_civil_society_is_called_once_its_dialogue_is_on_the_agenda(scene):
    made = drafted(scene)
    party = scene.cast.parties["RROCM"].pk
    with pytest.raises(Refused):
        convocation.address(made.pk, party, by=scene.viewer("ana"))
    scene.minimum()
    letter = convocation.address(made.pk, party, by=scene.viewer("ana"))
    assert letter.basis == "by_right"


def test_an_observer_country_is_not_called_to_the_grcm_and_hears_which_rule(scene):
    body = BodyFactory(code="GRCM", kind="grcm", forum="GRCM")
    meeting = MeetingFactory(body=body, state=MeetingState.PLANNED)
    made = drafted(scene, meeting)
    with pytest.raises(Refused) as refusal:
        convocation.address(
            made.pk, scene.cast.parties["AR"].pk, invited=True, by=scene.viewer("ana")
        )
    assert refusal.value.rule == "001:424"


def test_a_network_takes_an_invitation_which_is_then_a_ground(scene):
    body = BodyFactory(code="RED_TRATA", kind="network", forum="RED_TRATA")
    meeting = MeetingFactory(body=body)
    made = drafted(scene, meeting)
    party = scene.cast.parties["SICA"].pk
    ana, elena = scene.viewer("ana"), scene.viewer("elena")
    with pytest.raises(Conflict) as conflict:
        convocation.address(made.pk, party, by=ana)
    assert conflict.value.rule == "001:441"
    with pytest.raises(Refused):
        convocation.address(made.pk, party, invited=True, by=elena)
    letter = convocation.address(made.pk, party, invited=True, by=ana)
    assert party not in grounds.invitations(meeting, scene.cast.at)
    convocation_letters.issue(letter.pk, by=ana)
    convocation_letters.send(letter.pk, by=ana)
    assert grounds.invitations(meeting, scene.cast.at)[party] == {"invitation"}
    convocation_letters.call_off(letter.pk, by=ana)
    assert party not in grounds.invitations(meeting, scene.cast.at)


def test_letters_are_numbered_in_their_order_and_then_do_not_change(scene):
    made = drafted(scene)
    ana = scene.viewer("ana")
    first, second = convocation.address_all(made.pk, by=ana)[:2]
    assert convocation_letters.issue(second.pk, by=ana).number == "CRM/PPT/2026/001"
    assert convocation_letters.issue(first.pk, by=ana).number == "CRM/PPT/2026/002"
    words = dict.fromkeys(("subject_es", "subject_en", "body_es", "body_en"), "X")
    with pytest.raises(Conflict):
        convocation_letters.edit(first.pk, by=ana, **words)


def test_a_letter_says_what_is_not_filled_in_and_what_no_letter_knows(scene):
    words = {**letters.template_for(scene.meeting), **SIGNED, "body_es": "{almuerzo} "}
    with pytest.raises(Invalid) as refusal:
        convocation.draft(scene.meeting.pk, answer_by=None, by=scene.viewer("ana"), **words)
    assert refusal.value.code == "fields"
    assert "almuerzo" in refusal.value.message


def test_sending_is_the_presidency_s_and_tells_the_addressee_with_proof(scene):
    made = drafted(scene)
    letter = convocation.address(
        made.pk, scene.cast.parties["DO"].pk, by=scene.viewer("elena")
    )
    with pytest.raises(Refused) as refusal:
        convocation_letters.issue(letter.pk, by=scene.viewer("elena"))
    assert refusal.value.rule == "001:399"
    convocation_letters.issue(letter.pk, by=scene.viewer("ana"))
    convocation_letters.send(letter.pk, by=scene.viewer("ana"))
    told = Notice.objects.filter(event="convocation.letter", target_id=letter.pk)
    assert "bruno@example.org" in set(told.values_list("recipient__email", flat=True))
    assert not told.filter(waits=True).exists()


def test_the_first_letter_convenes_a_planned_meeting(scene):
    scene.meeting.state = MeetingState.PLANNED
    scene.meeting.save()
    sent(scene)
    scene.meeting.refresh_from_db()

    assert scene.meeting.state == MeetingState.CONVENED


def test_a_workshop_is_convened_by_its_host_or_the_secretariat(scene):
    body = BodyFactory(code="EVENTOS", kind="event", forum="EVENTOS")
    meeting = MeetingFactory(body=body, host=scene.cast.parties["DO"])
    made = drafted(scene, meeting, who="bruno")
    letter = convocation.address(
        made.pk, scene.cast.parties["CA"].pk, by=scene.viewer("bruno")
    )
    assert convocation_letters.issue(letter.pk, by=scene.viewer("bruno")).number == (
        "CRM/DO/2026/001"
    )
    with pytest.raises(Refused) as refusal:
        convocation_letters.send(letter.pk, by=scene.viewer("ana"))
    assert refusal.value.rule in {"001:399", "001:406"}


def test_the_addressee_answers_and_the_secretariat_says_where_it_is_written(scene):
    letter = sent(scene)
    answer = convocation_letters.answer(
        letter.pk, kind="attends", level="Viceministro", by=scene.viewer("bruno")
    )
    assert answer.level == "Viceministro"
    for who in ("carla", "mateo", "oscar"):
        with pytest.raises((Refused, ConvocationLetter.DoesNotExist)):
            convocation_letters.answer(letter.pk, kind="attends", by=scene.viewer(who))
    with pytest.raises(Invalid):
        convocation_letters.answer(letter.pk, kind="later", by=scene.viewer("elena"))
    convocation_letters.answer(
        letter.pk, kind="later", transcribed_from="Nota 5", by=scene.viewer("elena")
    )
    assert ConvocationAnswer.objects.count() == 2


def test_an_observer_reads_its_own_letter_once_sent_and_no_other(scene):
    made = drafted(scene)
    ana = scene.viewer("ana")
    letter = convocation.address(made.pk, scene.cast.parties["AR"].pk, by=ana)
    oscar = scene.viewer("oscar")
    assert not ConvocationLetter.objects.visible_to(oscar).exists()
    convocation_letters.issue(letter.pk, by=ana)
    convocation_letters.send(letter.pk, by=ana)
    assert ConvocationLetter.objects.visible_to(oscar).get() == letter
    assert not Convocation.objects.visible_to(oscar).exists()


def test_the_silent_are_reminded_once_a_date_and_those_who_answered_never(scene):
    silent, answered = sent(scene), None
    made = silent.convocation
    ana = scene.viewer("ana")
    answered = convocation.address(made.pk, scene.cast.parties["CA"].pk, by=ana)
    convocation_letters.issue(answered.pk, by=ana)
    convocation_letters.send(answered.pk, by=ana)
    convocation_letters.answer(answered.pk, kind="attends", by=scene.viewer("claire"))

    assert convocation_sweeps.remind_the_silent() == 0
    clock.set_to(datetime(2026, 10, 1, 15, tzinfo=UTC), frozen=True)
    assert convocation_sweeps.remind_the_silent() > 0
    assert convocation_sweeps.remind_the_silent() == 0
    clock.advance(timedelta(days=1))
    assert convocation_sweeps.remind_the_silent() == 0
    reminders = Notice.objects.filter(event="convocation.reminder")
    assert set(reminders.values_list("target_id", flat=True)) == {silent.pk}
