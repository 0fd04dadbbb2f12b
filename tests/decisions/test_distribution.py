"""Putting the text to every member (001:389, procedure 1.5, 1.7, 2)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_portal.core import clock
from crm_portal.core.errors import Conflict, Refused
from crm_portal.core.models import AuditEntry, Notice
from crm_portal.library.models import StoredFile
from decisions.models import Consultation, DeadlineComputation, Proposal, Round
from decisions.rules.positions import Position
from decisions.services import calendars as calendar_services
from decisions.services import distribution, drafting, revising
from decisions.services.distribution import Confirmations
from decisions.services.drafting import Draft
from decisions.states import State
from members.models import Mandate, OfficialVoice, Standing, User
from members.models.parties import StandingStatus
from tests.decisions.scene import MEMBERS, TEXT

pytestmark = pytest.mark.django_db


def test_every_member_has_five_of_its_own_business_days(scene):
    """Sent on 10 September 2026: Nicaragua, with the 14th and 15th, decides."""
    scene.open()

    computation = DeadlineComputation.objects.get().result
    assert scene.round.distributed_at == clock.now()
    assert [c.party.code for c in scene.round.consulted.all()] == list(MEMBERS)
    assert scene.round.closes_at == datetime.fromisoformat(computation["closes_at"])
    assert scene.round.closes_at.astimezone(UTC).hour == 6
    assert all(len(m["days"]) == 5 for m in computation["per_member"].values())
    assert computation["determining"] == ["NI"]


def test_the_notices_are_owed_in_the_same_transaction_as_the_term(scene):
    scene.open()

    told = Notice.objects.filter(event="consultation.distributed")
    people = User.objects.filter(pk__in=told.values("recipient"))
    emails = {scene.cast.focal_points[code].email for code in MEMBERS}
    assert emails | {scene.cast.elena.email} <= set(people.values_list("email", flat=True))
    assert scene.cast.oscar.email not in set(people.values_list("email", flat=True))


@pytest.mark.parametrize("who", ["BZ", "CA", "elena", "oscar", "carla"])
def test_only_the_presidency_distributes(scene, who):
    scene.ready()

    with pytest.raises(Refused):
        distribution.distribute(scene.pk, by=scene.viewer(who))


def test_the_secretariat_distributes_with_a_recorded_delegation(scene):
    scene.ready()
    distribution.delegate(scene.pk, by=scene.viewer("ana"))

    distribution.distribute(scene.pk, by=scene.viewer("elena"))

    assert scene.state == State.OPEN


def test_a_text_that_the_troika_has_not_cleared_is_not_distributed(scene):
    scene.presented()

    with pytest.raises(Exception, match=r".") as refusal:
        distribution.distribute(scene.pk, by=scene.viewer("ana"))
    assert refusal.value.code == "illegal_step"


def test_the_text_of_an_open_round_cannot_be_edited(scene):
    scene.open()

    with pytest.raises(Conflict) as refusal:
        drafting.write(scene.pk, TEXT, by=scene.viewer("ana"))
    assert refusal.value.rule == "P11"


def test_a_gap_in_the_contacts_needs_to_be_confirmed(scene):
    scene.ready()
    User.objects.filter(pk=scene.cast.focal_points["CA"].pk).update(verified_at=None)

    with pytest.raises(Conflict) as refusal:
        distribution.distribute(scene.pk, by=scene.viewer("ana"))
    assert refusal.value.code == "contact_gaps"
    asked = distribution.distribute(
        scene.pk, by=scene.viewer("ana"), confirm=Confirmations(contact_gaps=True)
    )
    assert asked.confirmations["contact_gaps"] is True


def test_a_member_without_official_voice_is_a_gap(scene):
    scene.ready()
    OfficialVoice.objects.filter(party=scene.cast.parties["HN"]).delete()

    gaps = distribution.outlook(Consultation.objects.get(), by=scene.viewer("ana")).gaps

    assert [(gap.party_id, gap.reason) for gap in gaps] == [
        (scene.cast.parties["HN"].pk, "no_official_voice")
    ]


def test_a_term_that_reaches_the_next_meeting_needs_to_be_confirmed(scene):
    scene.ready().vice_ministers_meet(date(2026, 9, 18))

    with pytest.raises(Conflict) as refusal:
        distribution.distribute(scene.pk, by=scene.viewer("ana"))
    assert refusal.value.code == "reaches_meeting"


def test_with_spanish_only_the_clock_starts_when_both_texts_are_there(scene):
    scene.drafted()
    spanish = [Draft(d.es, "", f"p{i}", d.number) for i, d in enumerate(TEXT, start=1)]
    drafting.write(scene.pk, spanish, by=scene.viewer("ana"))
    from decisions.services import troika

    troika.present(scene.pk, by=scene.viewer("ana"))
    troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))
    with pytest.raises(Conflict):
        distribution.distribute(scene.pk, by=scene.viewer("ana"))
    distribution.distribute(
        scene.pk, by=scene.viewer("ana"), confirm=Confirmations(spanish_only=True)
    )
    assert scene.round.closes_at is None

    scene.wait(days=1)
    english = {f"p{i}": d.en for i, d in enumerate(TEXT, start=1)}
    distribution.complete_translation(scene.pk, english, by=scene.viewer("elena"))

    assert scene.round.starts_at == clock.now()
    assert scene.round.closes_at > scene.round.distributed_at
    assert scene.round.version.kind == "translation"


def test_fewer_days_only_if_every_member_waived_in_writing(scene):
    scene.ready()
    paper = StoredFile.objects.create(
        sha256="a" * 64, size=1, content_type="application/pdf", content=b"x"
    )
    for party in scene.cast.members[:-1]:
        distribution.record_waiver(scene.pk, party, 3, paper, by=scene.viewer("elena"))
    consultation = Consultation.objects.get()
    assert distribution.granted_days(consultation, scene.cast.members) == 5

    distribution.record_waiver(
        scene.pk, scene.cast.members[-1], 2, paper, by=scene.viewer("elena")
    )

    assert distribution.granted_days(consultation, scene.cast.members) == 3


def test_a_suspended_member_is_not_consulted_from_its_date(scene):
    """Membership is data with dates, never a constant."""
    scene.ready()
    standing = Standing.objects.get(party=scene.cast.parties["NI"])
    standing.until = scene.viewer("ana").on
    standing.save()
    Standing.objects.create(
        party=standing.party, status=StandingStatus.SUSPENDED, since=standing.until
    )

    distribution.distribute(scene.pk, by=scene.viewer("ana"))

    assert scene.round.consulted.count() == 10
    assert not scene.round.consulted.filter(party=standing.party).exists()


def test_a_failure_of_the_portal_gives_everybody_five_new_days(scene):
    scene.open()
    first = scene.round
    scene.wait(days=2)

    again = distribution.repeat(
        scene.pk, reason="No salió el correo", by=scene.viewer("ana")
    )

    assert again.number == 2
    assert again.version_id == first.version_id
    assert Round.objects.get(pk=first.pk).status == "void"
    assert again.closes_at > first.closes_at


def test_a_new_round_needs_a_new_version_and_a_complete_change_table(scene):
    scene.expired(CA=Position.CHANGES)
    ana = scene.viewer("ana")
    revising.revise(scene.pk, by=ana)
    with pytest.raises(Conflict) as refusal:
        distribution.distribute(scene.pk, by=ana)
    assert refusal.value.code == "same_version"
    drafting.write(scene.pk, TEXT, by=ana)
    with pytest.raises(Conflict) as refusal:
        distribution.distribute(scene.pk, by=ana)
    assert refusal.value.code == "change_table"

    revising.dispose(Proposal.objects.get().pk, "accepted", by=ana)
    again = distribution.distribute(scene.pk, by=ana)

    assert (again.number, again.version.number) == (2, 2)
    assert scene.state == State.OPEN


def test_a_late_closure_moves_the_bound_and_everybody_is_told_why(scene):
    scene.open()
    before = scene.round.closes_at
    scene.wait(days=1)

    calendar_services.enter_closure(
        party_id=scene.cast.parties["NI"].pk,
        day=date(2026, 9, 21),
        published_on=scene.viewer("elena").on,
        kind="adhoc",
        name_es="Duelo nacional",
        instrument="Decreto 1",
        by=scene.viewer("elena"),
    )

    moved = Notice.objects.filter(event="consultation.calendar_changed")
    assert scene.round.closes_at == before + timedelta(days=1)
    assert moved.count() >= 12
    assert "Decreto 1" in moved[0].data["reason"]


def test_a_closure_that_does_not_decide_moves_nothing_and_is_kept(scene):
    scene.open()
    before = scene.round.closes_at

    calendar_services.enter_closure(
        party_id=scene.cast.parties["CA"].pk,
        day=date(2026, 9, 17),
        published_on=scene.viewer("elena").on,
        kind="adhoc",
        name_es="Cierre",
        instrument="Order",
        by=scene.viewer("elena"),
    )

    assert scene.round.closes_at == before
    assert DeadlineComputation.objects.count() == 2
    assert not Notice.objects.filter(event="consultation.calendar_changed").exists()


def test_no_bound_changes_without_a_computation_and_never_moves_back(scene):
    """I4, in the database itself."""
    from django.db import DatabaseError, transaction

    scene.open()

    with pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.update(closes_at=scene.round.closes_at - timedelta(days=1))


def test_every_step_has_its_audit_entry_with_actor_and_instant(scene):
    """I9."""
    scene.expired()

    verbs = [entry.verb.rsplit(".", 1)[1] for entry in AuditEntry.objects.all()]
    for verb in ("drafted", "presented", "reacted", "cleared", "distributed", "expired"):
        assert verb in verbs
    assert Mandate.objects.exists()
