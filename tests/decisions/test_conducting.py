"""The presidency conducts a round (P8, P12–P15; procedure 2.6)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_portal.core import clock
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.models import Notice
from decisions import access
from decisions.models import Consultation, DeadlineComputation
from decisions.rules.outcome import Outcome
from decisions.rules.positions import Position
from decisions.services import conducting, replying
from decisions.states import State
from decisions.sweeps import expire_due_rounds

pytestmark = pytest.mark.django_db


def extend(scene, days=2, **more):
    more.setdefault("reason", "A petición de un Estado")
    return conducting.extend(scene.pk, days, by=scene.viewer("ana"), **more)


def test_an_extension_gives_every_member_its_own_business_days_more(scene):
    scene.open()
    before = scene.round.closes_at

    extend(scene, 2)

    result = DeadlineComputation.objects.order_by("-id")[0].result
    assert scene.round.closes_at > before
    assert all(len(m["days"]) == 7 for m in result["per_member"].values())
    assert Notice.objects.filter(event="consultation.extended").exists()


def test_a_round_is_extended_once(scene):
    scene.open()
    extend(scene)

    with pytest.raises(Conflict):
        extend(scene)


@pytest.mark.parametrize("days", [0, 6, -1])
def test_an_extension_is_of_one_to_five_days(scene, days):
    scene.open()

    with pytest.raises(Invalid):
        extend(scene, days)


def test_an_extension_needs_its_reason(scene):
    scene.open()

    with pytest.raises(Invalid):
        extend(scene, reason="  ")


@pytest.mark.parametrize("seconds", [0, 1, 3600])
def test_nothing_is_extended_at_or_after_the_bound(scene, seconds):
    scene.open()
    scene.go_to(scene.round.closes_at + timedelta(seconds=seconds))

    with pytest.raises(Conflict):
        extend(scene)


@pytest.mark.parametrize("who", ["BZ", "CA", "elena", "carla"])
def test_only_the_presidency_conducts(scene, who):
    """I2."""
    scene.open()
    by = scene.viewer(who)

    for act in (
        lambda: conducting.extend(scene.pk, 1, reason="x", by=by),
        lambda: conducting.suspend(scene.pk, reason="x", by=by),
        lambda: conducting.withdraw(scene.pk, reason="x", by=by),
        lambda: conducting.show_replies(scene.pk, "full", by=by),
        lambda: conducting.correct(scene.pk, {"p1": ("a", "b")}, note_es="x", by=by),
    ):
        with pytest.raises(Refused):
            act()


def test_a_suspended_round_does_not_expire_and_still_takes_replies(scene):
    scene.open()
    bound = scene.round.closes_at
    conducting.suspend(scene.pk, reason="Huracán", by=scene.viewer("ana"))
    scene.go_to(bound + timedelta(days=1))

    assert expire_due_rounds() == 0
    scene.reply("CA", Position.AGREE)
    assert scene.state == State.SUSPENDED
    assert access.result(scene.round, clock.now()).outcome is Outcome.SUSPENDED


def test_after_a_suspension_each_member_has_what_it_had_left(scene):
    """Suspended on Monday the 14th, resumed on Friday the 18th: four days more from the 21st."""
    scene.open()
    before = scene.round.closes_at
    scene.go_to(datetime(2026, 9, 14, 18, tzinfo=UTC))
    conducting.suspend(scene.pk, reason="Huracán", by=scene.viewer("ana"))
    scene.go_to(datetime(2026, 9, 18, 18, tzinfo=UTC))

    conducting.resume(scene.pk, by=scene.viewer("ana"))

    days = DeadlineComputation.objects.order_by("-id")[0].result["per_member"]["CA"]["days"]
    assert scene.state == State.OPEN
    assert scene.round.closes_at > before
    assert days[0] == "2026-09-11"
    assert days[1] == "2026-09-21"


def test_a_reply_during_a_suspension_counts_as_on_time(scene):
    scene.open()
    conducting.suspend(scene.pk, reason="Huracán", by=scene.viewer("ana"))
    scene.wait(days=20)
    scene.reply("CA", Position.OBJECT)
    conducting.resume(scene.pk, by=scene.viewer("ana"))

    standing = access.standings(scene.round)[scene.cast.parties["CA"].pk]
    assert standing.position is Position.OBJECT


def test_an_outage_of_more_than_four_hours_on_the_last_day_moves_the_bound(scene):
    scene.open()
    bound = scene.round.closes_at
    scene.go_to(bound - timedelta(minutes=1))
    down = [(bound - timedelta(hours=5), bound - timedelta(minutes=30))]

    conducting.move_after_outage(
        scene.pk, down, evidence="Registro del monitor", by=scene.viewer("elena")
    )

    assert scene.round.closes_at == bound + timedelta(days=1)


def test_a_shorter_outage_moves_nothing(scene):
    scene.open()
    bound = scene.round.closes_at
    down = [(bound - timedelta(hours=5), bound - timedelta(hours=1))]

    with pytest.raises(Conflict):
        conducting.move_after_outage(scene.pk, down, evidence="x", by=scene.viewer("elena"))


@pytest.mark.parametrize("made", ["drafted", "presented", "ready", "open", "expired"])
def test_the_presidency_withdraws_at_any_time_before_consensus(scene, made):
    getattr(scene, made)()

    conducting.withdraw(scene.pk, reason="Se resolvió", by=scene.viewer("ana"))

    assert scene.state == State.WITHDRAWN
    with pytest.raises(IllegalStep):
        conducting.withdraw(scene.pk, reason="Otra vez", by=scene.viewer("ana"))


def test_a_withdrawal_needs_its_reason(scene):
    scene.open()

    with pytest.raises(Invalid):
        conducting.withdraw(scene.pk, reason="", by=scene.viewer("ana"))


def test_everybody_served_is_told_of_the_withdrawal(scene):
    scene.open()
    conducting.withdraw(scene.pk, reason="Se resolvió", by=scene.viewer("ana"))

    told = Notice.objects.filter(event="consultation.withdrawn")
    assert told.count() >= 12


def test_a_withdrawn_round_neither_expires_nor_takes_replies(scene):
    scene.open()
    conducting.withdraw(scene.pk, reason="Se resolvió", by=scene.viewer("ana"))
    scene.wait(days=30)

    assert expire_due_rounds() == 0
    with pytest.raises(Conflict):
        scene.reply("CA")


def test_a_corrigendum_does_not_restart_the_term(scene):
    scene.open()
    before = scene.round.closes_at

    conducting.correct(
        scene.pk,
        {"p2": ("El plazo es de cinco días hábiles propios.", "Five own business days.")},
        note_es="Errata",
        by=scene.viewer("ana"),
    )

    assert scene.round.closes_at == before
    assert scene.round.number == 1
    assert scene.round.version.kind == "corrigendum"


def test_a_member_may_ask_that_a_corrigendum_be_treated_as_substance(scene):
    scene.open()
    conducting.correct(
        scene.pk,
        {"p2": ("Diez días.", "Ten days.")},
        note_es="Errata",
        by=scene.viewer("ana"),
    )
    scene.answered()
    replying.ask_substance(scene.pk, reason="Cambia el plazo", by=scene.viewer("CA"))
    scene.go_to(scene.round.closes_at)

    assert access.result(scene.round, clock.now()).outcome is Outcome.NEW_ROUND


def test_substance_is_asked_before_expiry(scene):
    scene.open()
    conducting.correct(
        scene.pk,
        {"p2": ("Diez días.", "Ten days.")},
        note_es="Errata",
        by=scene.viewer("ana"),
    )
    scene.go_to(scene.round.closes_at)

    with pytest.raises(Conflict):
        replying.ask_substance(scene.pk, reason="Tarde", by=scene.viewer("CA"))


def test_reception_is_extended_only_while_positions_are_missing(scene):
    scene.expired(CA=None)
    until = scene.viewer("ana").on + timedelta(days=3)

    conducting.extend_reception(scene.pk, until, by=scene.viewer("ana"))

    assert scene.state == State.EXPIRED
    told = Notice.objects.filter(event="consultation.reception")
    emails = set(told.values_list("recipient__email", flat=True))
    assert scene.cast.focal_points["CA"].email in emails
    assert scene.cast.focal_points["HN"].email not in emails


def test_reception_is_not_extended_when_everybody_replied(scene):
    scene.expired()

    with pytest.raises(Conflict):
        conducting.extend_reception(scene.pk, date(2026, 12, 1), by=scene.viewer("ana"))


def test_late_replies_are_admitted_only_after_expiry(scene):
    scene.open()

    with pytest.raises(Conflict):
        conducting.admit(scene.pk, Position.AGREE, reason="x", by=scene.viewer("ana"))


def test_going_on_despite_a_meeting_is_a_recorded_choice(scene):
    scene.open()
    with pytest.raises(Conflict):
        conducting.continue_despite_meeting(scene.pk, by=scene.viewer("ana"))
    scene.wait(days=1)
    scene.vice_ministers_meet(scene.viewer("ana").on)

    conducting.continue_despite_meeting(scene.pk, by=scene.viewer("ana"))

    assert Consultation.objects.get().state == State.OPEN
