"""The chair passes in mid-procedure: powers follow the office, deadlines stay (1.6)."""

from datetime import timedelta

import pytest

from crm_portal.core import clock, notifications
from crm_portal.core.errors import Conflict, Refused
from crm_portal.core.models import Notice
from decisions import notices
from decisions.models import Consultation
from decisions.services import closing, conducting, distribution, drafting, handover, troika
from decisions.states import State

pytestmark = pytest.mark.django_db

ONE_SECOND = timedelta(seconds=1)


def hand_over(scene, code="MX", by="elena", **when):
    at = clock.now() + timedelta(**when) if when else None
    party = scene.cast.parties[code]
    return handover.hand_over(party, 2027, by=scene.viewer(by), at=at)


def told(scene):
    found = Notice.objects.filter(event="consultation.inherited")
    return {notice.recipient.email for notice in found.select_related("recipient")}


def test_one_second_before_the_old_presidency_conducts_and_at_the_instant_the_new_one(
    scene,
):
    scene.open()
    presidency = hand_over(scene, days=1)
    before = scene.round.closes_at

    scene.go_to(presidency.term.lower - ONE_SECOND)
    with pytest.raises(Refused):
        conducting.extend(scene.pk, 1, reason="Antes.", by=scene.viewer("MX"))
    conducting.show_replies(scene.pk, "participation", by=scene.viewer("GT"))

    scene.go_to(presidency.term.lower)
    with pytest.raises(Refused):
        conducting.show_replies(scene.pk, "full", by=scene.viewer("GT"))
    assert scene.round.closes_at == before
    conducting.extend(scene.pk, 1, reason="Después.", by=scene.viewer("MX"))
    assert Consultation.objects.get(pk=scene.pk).conducted_by == presidency


def test_a_viewer_of_the_last_second_is_the_presidency_of_the_last_second(scene):
    """What decides is the instant at which the request was stamped."""
    scene.open()
    presidency = hand_over(scene, hours=1)
    scene.go_to(presidency.term.lower - ONE_SECOND)
    ana = scene.viewer("ana")
    scene.go_to(presidency.term.lower + ONE_SECOND)

    conducting.show_replies(scene.pk, "full", by=ana)


def test_what_was_distributed_is_inherited_with_its_deadline(scene):
    scene.open()
    before = scene.round.closes_at

    hand_over(scene)

    assert scene.round.closes_at == before
    assert scene.state == State.OPEN
    assert scene.round.sponsor == scene.cast.parties["GT"]
    consulted = {
        scene.cast.focal_points[c.party.code].email for c in scene.round.consulted.all()
    }
    assert consulted | {scene.cast.elena.email} <= told(scene)
    assert scene.cast.oscar.email not in told(scene)


def test_the_new_presidency_records_what_the_old_one_had_begun(scene):
    scene.expired()
    hand_over(scene)

    record = closing.record_consensus(scene.pk, by=scene.viewer("MX"))

    assert record.data["outcome"]["recorded_by"]["party"]["en"] == "Mexico"
    assert record.data["rounds"][0]["distributed_by"]["party"]["en"] == "Guatemala"
    assert [row["state"]["en"] for row in record.data["conduct"]] == ["Mexico"]


def test_before_distribution_the_new_presidency_assumes_first(scene):
    scene.ready()
    hand_over(scene)

    with pytest.raises(Conflict) as refused:
        distribution.distribute(scene.pk, by=scene.viewer("MX"))
    assert refused.value.code == "assume_first"
    troika.assume(scene.pk, by=scene.viewer("MX"))

    assert distribution.distribute(scene.pk, by=scene.viewer("MX")).number == 1


def test_with_the_troika_the_snapshot_and_the_reactions_stay_valid(scene):
    scene.presented()
    hand_over(scene)

    troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))

    assert scene.state == State.READY
    assert {scene.cast.focal_points[code].email for code in ("BZ", "GT", "MX")} <= told(
        scene
    )
    assert scene.cast.focal_points["CA"].email not in told(scene)


def test_the_letter_says_who_must_assume(scene):
    scene.presented()
    hand_over(scene)
    notice = Notice.objects.get(
        event="consultation.inherited", recipient=scene.cast.focal_points["MX"]
    )
    notice.recipient.language = "en"

    said = notices.compose(notice, clock.now())

    assert "your State assumes the consultation" in said.body


def test_a_draft_concerns_the_two_presidencies_and_the_secretariat_alone(scene):
    scene.drafted()

    hand_over(scene)

    expected = {scene.cast.focal_points[code].email for code in ("GT", "MX")}
    assert told(scene) == expected | {scene.cast.elena.email}


def test_what_is_finished_is_not_handed_over(scene):
    scene.open()
    conducting.withdraw(scene.pk, reason="Sin objeto.", by=scene.viewer("ana"))

    hand_over(scene)

    assert told(scene) == set()


def test_everybody_is_told_once(scene):
    scene.open()
    hand_over(scene)
    owed = Notice.objects.count()

    notifications.deliver_due()
    notifications.deliver_due()

    assert Notice.objects.count() == owed
    assert Notice.objects.filter(event="consultation.inherited", sent_at=None).count() == 0


@pytest.mark.parametrize("who", ["MX", "CA", "oscar", "carla"])
def test_only_the_secretariat_or_the_presidency_records_a_hand_over(scene, who):
    scene.drafted()

    with pytest.raises(Refused):
        hand_over(scene, by=who)


def test_the_presidency_may_record_its_own_leaving(scene):
    scene.drafted()

    hand_over(scene, by="ana")

    with pytest.raises(Refused):
        drafting.write(scene.pk, [], by=scene.viewer("GT"))
