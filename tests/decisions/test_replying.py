"""Which reply is the State's, and when it is in time (procedure 1.7, P15–P18)."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from crm_portal.core import clock
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.models import Notice
from crm_portal.library.models import StoredFile
from decisions import access
from decisions.models import Endorsement, Reply
from decisions.rules.outcome import Outcome
from decisions.rules.positions import Position
from decisions.services import conducting, replying
from decisions.services.replying import Answer
from members.models import OfficialVoice

pytestmark = pytest.mark.django_db


def standing(scene, code):
    return access.standings(scene.round)[scene.cast.parties[code].pk]


@pytest.mark.parametrize("position", list(Position)[:6])
def test_each_of_the_six_replies_counts_for_its_state(scene, position):
    scene.open().reply("CA", position)

    assert standing(scene, "CA").position is position


def test_the_reply_is_stamped_by_the_clock_of_record(scene):
    """I3."""
    reply = scene.open().reply("CA")

    assert reply.received_at == clock.now()


def test_a_reply_stamped_otherwise_is_refused_by_the_database(scene):
    reply = scene.open().reply("CA")
    reply.pk, reply.submission_key = None, uuid.uuid4()
    reply.received_at -= timedelta(hours=1)

    with pytest.raises(DatabaseError), transaction.atomic():
        reply.save(force_insert=True)


@pytest.mark.parametrize("milliseconds", [-1000, -1, 0, 1, 1000])
def test_on_time_is_strictly_before_the_bound(scene, milliseconds):
    scene.open()
    scene.go_to(scene.round.closes_at + timedelta(milliseconds=milliseconds))

    reply = scene.reply("CA")

    assert replying.is_late(reply, scene.round) == (milliseconds >= 0)
    expected = Position.AGREE if milliseconds < 0 else Position.SILENT
    assert standing(scene, "CA").position is expected


def test_a_focal_point_never_replies_for_another_state(scene):
    """I10: the State is the viewer's, not a parameter."""
    scene.open().reply("CA", Position.OBJECT)

    assert set(Reply.objects.values_list("party__code", flat=True)) == {"CA"}


@pytest.mark.parametrize("who", ["elena", "oscar", "admin"])
def test_nobody_but_a_member_s_focal_point_replies(scene, who):
    scene.open()

    with pytest.raises(Refused):
        scene.reply(who)


def test_another_institution_contributes_and_nothing_counts(scene):
    reply = scene.open().reply("carla", Position.OBJECT)

    assert not reply.is_official
    assert standing(scene, "DO").position is Position.SILENT


def test_the_official_voice_endorses_and_the_endorsement_s_instant_counts(scene):
    reply = scene.open().reply("carla", Position.OBJECT)
    scene.reply("bruno", Position.AGREE)
    scene.wait(hours=1)

    replying.endorse(reply.pk, by=scene.viewer("bruno"))

    assert standing(scene, "DO").position is Position.OBJECT
    assert Endorsement.objects.get().endorsed_at == clock.now()


def test_an_endorsement_at_the_bound_is_late(scene):
    reply = scene.open().reply("carla", Position.AGREE)
    scene.go_to(scene.round.closes_at)

    replying.endorse(reply.pk, by=scene.viewer("bruno"))

    assert standing(scene, "DO").position is Position.SILENT


@pytest.mark.parametrize("who", ["carla", "CA", "elena"])
def test_only_the_state_s_official_voice_endorses(scene, who):
    reply = scene.open().reply("carla")

    with pytest.raises(Refused):
        replying.endorse(reply.pk, by=scene.viewer(who))


def test_the_voice_is_the_institution_that_held_it_when_the_reply_came(scene):
    """A later change of voice does not make yesterday's reply count less."""
    scene.open().reply("bruno", Position.OBJECT)
    scene.wait(hours=1)
    voice = OfficialVoice.objects.get(party=scene.cast.parties["DO"])
    voice.during = (voice.during.lower, clock.now())
    voice.save()
    OfficialVoice.objects.create(
        party=voice.party, institution=scene.cast.others["DO"], during=(clock.now(), None)
    )

    assert standing(scene, "DO").position is Position.OBJECT
    assert scene.reply("carla", Position.AGREE).is_official
    assert standing(scene, "DO").position is Position.AGREE


def test_institutions_that_disagree_alert_their_own_state_alone(scene):
    scene.open().reply("bruno", Position.AGREE)

    scene.reply("carla", Position.OBJECT)

    told = Notice.objects.filter(event="consultation.contradiction")
    emails = set(told.values_list("recipient__email", flat=True))
    assert emails == {scene.cast.bruno.email, scene.cast.carla.email}


def test_a_correction_is_a_new_row_and_the_last_one_counts(scene):
    scene.open().reply("CA", Position.OBJECT)
    scene.wait(minutes=5)
    scene.reply("CA", Position.AGREE)

    assert Reply.objects.count() == 2
    assert standing(scene, "CA").position is Position.AGREE


def test_a_reply_can_be_taken_back_until_the_bound(scene):
    scene.open().reply("CA", Position.AGREE)

    scene.reply("CA", Position.RETRACTED)

    assert standing(scene, "CA").position is Position.SILENT


def test_asking_twice_with_one_key_gives_the_first_receipt(scene):
    key = uuid.uuid4()
    first = scene.open().reply("CA", submission_key=key)

    assert scene.reply("CA", submission_key=key).pk == first.pk
    assert Reply.objects.count() == 1


def test_a_key_of_another_state_s_reply_is_no_receipt(scene):
    key = uuid.uuid4()
    scene.open().reply("CA", submission_key=key)

    with pytest.raises(Conflict):
        scene.reply("HN", submission_key=key)


def test_a_reservation_needs_its_text_and_has_a_length(scene):
    scene.open()

    for text in ("  ", "x" * 2001):
        with pytest.raises(Invalid):
            scene.reply("CA", Position.RESERVATION, reservation=text)
    assert scene.reply("CA", Position.RESERVATION, reservation="x" * 2000).pk


def test_changes_need_a_paragraph_of_the_text_and_a_wording(scene):
    scene.open()

    for changes in (
        [],
        [replying.Change(key="p9", es="Otro")],
        [replying.Change(key="p2", es=" ")],
    ):
        with pytest.raises(Invalid):
            scene.reply("CA", Position.CHANGES, changes=changes)


def test_a_change_may_be_in_one_language(scene):
    reply = scene.open().reply(
        "CA", Position.CHANGES, changes=[replying.Change(key="p1", en="In English only.")]
    )

    assert reply.proposals.get().en == "In English only."


@pytest.fixture
def note(db):
    return StoredFile.objects.create(
        sha256="b" * 64, size=1, content_type="application/pdf", content=b"x"
    )


def transcribed(scene, note, code="HN", institution=None):
    cast = scene.cast
    return replying.transcribe(
        scene.pk,
        cast.parties[code],
        Answer(Position.AGREE),
        note,
        institution=institution or cast.voices[code],
        by=scene.viewer("elena"),
    )


def test_a_transcribed_note_counts_if_the_official_voice_signed_it(scene, note):
    scene.open()

    transcribed(scene, note)
    transcribed(scene, note, "DO", scene.cast.others["DO"])

    assert standing(scene, "HN").position is Position.AGREE
    assert standing(scene, "DO").position is Position.SILENT


def test_the_state_is_asked_to_confirm_and_may_dispute(scene, note):
    scene.open()
    reply = transcribed(scene, note)
    assert Notice.objects.filter(event="consultation.transcribed").exists()

    replying.dispute(reply.pk, reason="No es nuestra nota", by=scene.viewer("HN"))

    assert standing(scene, "HN").position is Position.SILENT


@pytest.mark.parametrize("who", ["ana", "CA", "HN"])
def test_only_the_secretariat_transcribes(scene, note, who):
    scene.open()

    with pytest.raises(Refused):
        replying.transcribe(
            scene.pk,
            scene.cast.parties["HN"],
            Answer(Position.AGREE),
            note,
            institution=scene.cast.voices["HN"],
            by=scene.viewer(who),
        )


def test_a_late_reply_is_kept_and_shown_and_not_counted(scene):
    scene.expired(CA=None)

    scene.reply("CA", Position.AGREE)

    assert standing(scene, "CA").unadmitted
    assert access.result(scene.round, clock.now()).outcome is Outcome.INCOMPLETE


def test_the_presidency_admits_late_replies_of_one_kind_all_alike(scene):
    scene.expired(CA=None, HN=None)
    scene.reply("CA", Position.AGREE)
    scene.reply("HN", Position.AGREE)

    conducting.admit(
        scene.pk, Position.AGREE, reason="Llegaron el mismo día", by=scene.viewer("ana")
    )

    assert access.result(scene.round, clock.now()).outcome is Outcome.CONSENSUS


def test_an_objection_is_lifted_in_writing_after_expiry(scene):
    scene.expired(CA=Position.OBJECT)
    assert access.result(scene.round, clock.now()).outcome is Outcome.BLOCKED

    replying.lift(
        scene.pk, becomes=Position.ABSTAIN, text="Se levanta.", by=scene.viewer("CA")
    )

    assert access.result(scene.round, clock.now()).outcome is Outcome.CONSENSUS


def test_nobody_lifts_another_state_s_objection(scene):
    scene.expired(CA=Position.OBJECT)

    with pytest.raises(Conflict):
        replying.lift(scene.pk, becomes=Position.AGREE, text="Sí", by=scene.viewer("HN"))


def test_before_distribution_nobody_replies(scene):
    scene.ready()

    with pytest.raises(Conflict):
        scene.reply("CA")


@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"]
)
@pytest.mark.parametrize(
    "table",
    [
        "decisions_reply",
        "decisions_deadlinecomputation",
        "core_auditentry",
        "decisions_consulted",
        "decisions_troikareaction",
    ],
)
def test_the_record_refuses_update_delete_and_truncate(scene, table, statement):
    """L2 for what is recorded: in the database, whoever asks."""
    scene.open().reply("CA", Position.CHANGES)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            statement.format(table) + (" CASCADE" if "TRUNC" in statement else "")
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions_proposal SET es = 'otra cosa'",
        "DELETE FROM decisions_proposal",
        "TRUNCATE decisions_proposal CASCADE",
    ],
)
def test_what_a_proposal_says_never_changes(scene, statement):
    """L2: only where it stands does, by its steps."""
    scene.open().reply("CA", Position.CHANGES)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
