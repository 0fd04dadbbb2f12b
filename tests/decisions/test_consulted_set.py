"""Whom a consultation consults: the members of the day on which it is distributed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_portal.core.access import Role
from crm_portal.core.errors import Refused
from decisions.rules.positions import Position
from decisions.services import distribution
from members import services
from members.access import troika_at
from members.services.standing import Decision, Newcomer

A_SECOND = timedelta(seconds=1)
THURSDAY, FRIDAY = date(2026, 9, 10), date(2026, 9, 11)
# San José's midnight between the two.
MIDNIGHT = datetime(2026, 9, 11, 6, tzinfo=UTC)
DECISION = Decision("Decisión 7", THURSDAY, "Declaración")
GOING = {"suspended": services.suspend, "departed": services.record_departure}


def consulted(scene) -> set[str]:
    return set(scene.round.consulted.values_list("party__code", flat=True))


@pytest.mark.parametrize("act", GOING.values(), ids=GOING)
@pytest.mark.parametrize(
    ("at", "is_asked"),
    [(MIDNIGHT - A_SECOND, True), (MIDNIGHT, False), (MIDNIGHT + A_SECOND, False)],
)
def test_a_member_that_goes_is_asked_until_the_last_second_of_the_day_before(
    scene, act, at, is_asked
):
    nicaragua = scene.cast.parties["NI"].pk
    act(nicaragua, since=FRIDAY, decision=DECISION, by=scene.viewer("elena"))
    scene.ready()

    scene.go_to(at)
    distribution.distribute(scene.pk, by=scene.viewer("ana"))

    assert ("NI" in consulted(scene)) is is_asked
    assert len(consulted(scene)) == 10 + is_asked


@pytest.mark.parametrize("act", GOING.values(), ids=GOING)
def test_a_round_that_runs_keeps_those_it_asked(scene, act):
    """The past is not changed; but who is out answers no more."""
    scene.open()
    before = consulted(scene)

    act(
        scene.cast.parties["NI"].pk,
        since=FRIDAY,
        decision=DECISION,
        by=scene.viewer("elena"),
    )
    scene.reply("NI", Position.AGREE)
    scene.go_to(MIDNIGHT)

    assert consulted(scene) == before
    assert scene.viewer("NI").is_public
    with pytest.raises(Refused):
        scene.reply("NI", Position.OBJECT)


def test_a_reinstated_member_is_asked_again_from_its_day(scene):
    elena, nicaragua = scene.viewer("elena"), scene.cast.parties["NI"].pk
    services.suspend(nicaragua, decision=DECISION, by=elena)
    services.reinstate(nicaragua, since=FRIDAY, decision=DECISION, by=elena)
    scene.open()
    assert "NI" not in consulted(scene)

    scene.go_to(MIDNIGHT)
    scene.open()
    assert "NI" in consulted(scene)


def test_a_new_member_is_asked_from_the_day_of_its_admission(scene):
    scene.open()
    before = scene.round
    colombia = scene.cast.parties["CO"].pk
    elena = scene.viewer("elena")

    services.admit(colombia, kind="member_state", decision=DECISION, by=elena)
    scene.ready()
    confirm = distribution.Confirmations(contact_gaps=True)
    distribution.distribute(scene.pk, confirm=confirm, by=scene.viewer("ana"))

    assert "CO" in consulted(scene)
    assert not before.consulted.filter(party=colombia).exists()


def test_an_observer_admitted_is_never_asked(scene):
    newcomer = Newcomer(
        code="OIT",
        kind="observer_organization",
        name_es="Organización Internacional del Trabajo",
        name_en="International Labour Organization",
    )
    services.admit_newcomer(newcomer, decision=DECISION, by=scene.viewer("elena"))
    scene.open()

    assert "OIT" not in consulted(scene)
    assert scene.viewer("elena").has(Role.SECRETARIAT)


@pytest.mark.parametrize("act", GOING.values(), ids=GOING)
@pytest.mark.parametrize(
    ("at", "sits"),
    [(MIDNIGHT - A_SECOND, True), (MIDNIGHT, False), (MIDNIGHT + A_SECOND, False)],
)
def test_a_previous_presidency_that_goes_leaves_its_seat_in_the_troika(
    scene, act, at, sits
):
    """Otherwise its reaction would be awaited for ever: it can give none any more (1.6)."""
    belize = scene.cast.parties["BZ"].pk
    act(belize, since=FRIDAY, decision=DECISION, by=scene.viewer("elena"))

    assert (belize in troika_at(at).voices) is sits
    assert (troika_at(at).previous == belize) is sits


@pytest.mark.parametrize("act", GOING.values(), ids=GOING)
def test_a_designated_country_that_goes_is_not_next(scene, act):
    panama = scene.cast.parties["PA"]
    services.designate_next(
        panama.pk, 2027, decided_on=THURSDAY, by=scene.viewer("elena"), source="001:397"
    )
    act(panama.pk, since=FRIDAY, decision=DECISION, by=scene.viewer("elena"))

    assert troika_at(MIDNIGHT - A_SECOND).next == panama.pk
    assert troika_at(MIDNIGHT).next is None
