"""How a round ends and what is recorded of it (P1–P4, 001:391)."""

from datetime import timedelta

import pytest

from crm_portal.core import clock
from crm_portal.core.errors import Conflict, IllegalStep, Refused
from crm_portal.core.models import AuditEntry, Notice
from decisions.models import OutcomeRecord
from decisions.rules.positions import Position
from decisions.services import closing, revising
from decisions.states import State
from decisions.sweeps import expire_due_rounds, oldest_overdue, owe_due_reminders

pytestmark = pytest.mark.django_db


def test_the_sweep_settles_a_term_once_it_is_over(scene):
    scene.open()
    scene.go_to(scene.round.closes_at + closing.SETTLE)

    assert expire_due_rounds() == 1
    assert expire_due_rounds() == 0
    assert scene.state == State.EXPIRED
    assert AuditEntry.objects.filter(verb__endswith=".expired").count() == 1


def test_a_term_is_not_settled_before_whoever_came_in_time_is_written_down(scene):
    scene.open()
    scene.go_to(scene.round.closes_at + closing.SETTLE - timedelta(microseconds=1))

    assert expire_due_rounds() == 0


def test_after_days_of_downtime_the_stored_bound_still_decides(scene):
    scene.open().answered(CA=None)
    scene.go_to(scene.round.closes_at + timedelta(days=3))
    scene.reply("CA", Position.AGREE)

    expire_due_rounds()

    assert scene.round.expired_at == clock.now()
    with pytest.raises(Conflict):
        closing.record_consensus(scene.pk, by=scene.viewer("ana"))


def test_there_is_no_early_closure_even_with_eleven_agreements(scene):
    """P4."""
    scene.open().answered(GT=Position.AGREE)

    with pytest.raises(IllegalStep):
        closing.record_consensus(scene.pk, by=scene.viewer("ana"))


def test_between_the_bound_and_the_sweep_nothing_is_recorded_either(scene):
    scene.open().answered()
    scene.go_to(scene.round.closes_at)

    with pytest.raises(IllegalStep):
        closing.record_consensus(scene.pk, by=scene.viewer("ana"))


@pytest.mark.parametrize("who", ["BZ", "CA", "elena", "carla"])
def test_only_the_presidency_records_consensus(scene, who):
    """P3."""
    scene.expired()

    with pytest.raises(Refused):
        closing.record_consensus(scene.pk, by=scene.viewer(who))


def test_the_presidency_records_consensus_after_expiry(scene):
    scene.expired(CA=Position.RESERVATION, HN=Position.ABSTAIN)

    record = closing.record_consensus(scene.pk, by=scene.viewer("ana"))

    assert scene.state == State.CONSENSUS
    assert len(record.digest) == 64
    assert Notice.objects.filter(event="consultation.consensus").count() >= 12


@pytest.mark.parametrize("position", [None, Position.OBJECT, Position.CHANGES])
def test_without_consensus_there_is_nothing_to_record(scene, position):
    scene.expired(CA=position)

    with pytest.raises(Conflict):
        closing.record_consensus(scene.pk, by=scene.viewer("ana"))
    assert not OutcomeRecord.objects.exists()


def test_failure_is_not_recorded_where_there_is_consensus(scene):
    scene.expired()

    with pytest.raises(Conflict):
        closing.record_failure(scene.pk, by=scene.viewer("ana"))


def test_after_failure_the_matter_may_go_to_the_vice_ministers_and_nowhere_else(scene):
    scene.expired(CA=Position.OBJECT)
    closing.record_failure(scene.pk, by=scene.viewer("ana"))
    with pytest.raises(IllegalStep):
        revising.revise(scene.pk, by=scene.viewer("ana"))

    closing.refer(scene.pk, by=scene.viewer("ana"))

    assert scene.state == State.REFERRED


def test_an_open_round_is_referred_only_once_the_meeting_has_opened(scene):
    scene.open()
    with pytest.raises(Conflict):
        closing.refer(scene.pk, by=scene.viewer("ana"))
    scene.wait(days=1)
    scene.vice_ministers_meet(scene.viewer("ana").on)

    closing.refer(scene.pk, by=scene.viewer("ana"))

    assert scene.state == State.REFERRED


def test_the_results_are_reported_and_that_concludes_it(scene):
    scene.expired()
    ana = scene.viewer("ana")
    closing.record_consensus(scene.pk, by=ana)
    with pytest.raises(IllegalStep):
        closing.report_results(scene.pk, es="Hecho", by=ana)
    closing.start_execution(scene.pk, by=ana)

    closing.report_results(scene.pk, es="Se remitió la carta.", en="Sent.", by=ana)

    assert scene.state == State.CONCLUDED


def test_only_an_agreed_text_is_published(scene):
    scene.expired()
    with pytest.raises(Conflict):
        closing.publish(scene.pk, by=scene.viewer("ana"))
    closing.record_consensus(scene.pk, by=scene.viewer("ana"))

    published = closing.publish(scene.pk, by=scene.viewer("ana"))

    assert published.published_at == clock.now()


def test_what_arrives_after_the_record_has_no_effect(scene):
    scene.expired()
    record = closing.record_consensus(scene.pk, by=scene.viewer("ana"))

    scene.reply("CA", Position.OBJECT)

    assert scene.state == State.CONSENSUS
    assert OutcomeRecord.objects.get().digest == record.digest


def test_the_silent_are_reminded_two_of_their_days_before_and_on_the_last(scene):
    scene.open().answered(CA=None, HN=None)
    sent = []
    while clock.now() < scene.round.closes_at:
        scene.wait(hours=1)
        if clock.now() < scene.round.closes_at:
            sent.append(owe_due_reminders())

    reminders = Notice.objects.filter(event="consultation.reminder")
    told = set(reminders.values_list("recipient__email", flat=True))
    cast = scene.cast
    assert cast.focal_points["CA"].email in told
    assert cast.focal_points["MX"].email not in told
    assert {notice.data["label"] for notice in reminders} == {"T-2", "T-0"}
    per_person = reminders.filter(recipient=cast.focal_points["CA"]).count()
    assert per_person == 2


def test_a_reminder_is_owed_once_however_often_the_tick_runs(scene):
    scene.open()
    scene.go_to(scene.round.closes_at - timedelta(hours=6))
    owe_due_reminders()
    count = Notice.objects.filter(event="consultation.reminder").count()

    owe_due_reminders()

    assert Notice.objects.filter(event="consultation.reminder").count() == count


def test_what_is_overdue_shows(scene):
    scene.open()
    assert oldest_overdue(clock.now())[2] is None
    scene.go_to(scene.round.closes_at + timedelta(minutes=5))

    assert oldest_overdue(clock.now())[2] == scene.round.closes_at + closing.SETTLE
