"""The Troika stage: presentation in writing, reactions, clearance (001:388–389, 1.6)."""

from datetime import UTC, datetime, timedelta

import pytest

from crm_portal.core import clock
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.models import Notice
from decisions.models import Consultation, TroikaStage
from decisions.services import drafting, troika
from decisions.services.drafting import Draft
from decisions.states import State
from members.models import Designation, Presidency
from tests.cast import conference
from tests.decisions.scene import TEXT, Scene

pytestmark = pytest.mark.django_db


def test_presenting_freezes_the_text_and_takes_the_snapshot_of_the_troika(scene):
    scene.presented()

    stage = TroikaStage.objects.get()
    voices = {v.party.code: (v.seats, v.must_react) for v in stage.voices.all()}
    assert scene.state == State.WITH_TROIKA
    assert voices == {"GT": (["current"], False), "BZ": (["previous"], True)}
    assert not stage.is_complete
    assert stage.version.frozen_at == clock.now()
    assert len(stage.version.content_hash) == 64


def test_presenting_tells_the_troika_and_the_secretariat_and_nobody_else(scene):
    scene.presented()

    told = set(Notice.objects.values_list("recipient__email", flat=True))
    cast = scene.cast
    expected = {cast.ana.email, cast.focal_points["BZ"].email, cast.elena.email}
    assert expected <= told
    assert cast.focal_points["CA"].email not in told
    assert cast.oscar.email not in told


@pytest.mark.parametrize("who", ["BZ", "CA", "elena", "oscar", "carla", "admin"])
def test_only_the_presidency_presents(scene, who):
    """I2."""
    scene.drafted()

    with pytest.raises(Refused):
        troika.present(scene.pk, by=scene.viewer(who))
    assert scene.state == State.DRAFT


def test_a_text_without_spanish_is_not_presented(scene):
    scene.drafted()
    drafting.write(scene.pk, [Draft("", "Only in English.")], by=scene.viewer("ana"))

    with pytest.raises(Invalid):
        troika.present(scene.pk, by=scene.viewer("ana"))


def test_a_matter_without_its_reason_is_not_presented(scene):
    scene.drafted()
    drafting.describe(scene.pk, reason_es="  ", by=scene.viewer("ana"))

    with pytest.raises(Invalid):
        troika.present(scene.pk, by=scene.viewer("ana"))


def test_nothing_is_presented_while_the_vice_ministers_are_in_session(scene):
    scene.drafted().vice_ministers_meet(scene.viewer("ana").on)

    with pytest.raises(Conflict) as refusal:
        troika.present(scene.pk, by=scene.viewer("ana"))
    assert refusal.value.rule == "001:386"


def test_the_last_favourable_reaction_clears_the_text(scene):
    scene.ready()

    assert scene.state == State.READY


def test_silence_of_the_troika_is_never_consent(scene):
    """P6: there is no automatic term."""
    scene.presented()

    scene.wait(days=60)

    assert scene.state == State.WITH_TROIKA


def test_suggestions_alone_do_not_return_the_text(scene):
    scene.presented()

    troika.react(
        scene.pk, "suggestions", comment="Precise el plazo.", by=scene.viewer("BZ")
    )
    assert scene.state == State.WITH_TROIKA

    troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))
    assert scene.state == State.READY


def test_an_unfavourable_reaction_returns_the_text(scene):
    scene.presented()

    troika.react(scene.pk, "unfavourable", comment="No procede.", by=scene.viewer("BZ"))

    assert scene.state == State.RETURNED


def test_a_returned_text_is_presented_again_only_in_a_new_version(scene):
    scene.presented()
    troika.react(scene.pk, "unfavourable", comment="No procede.", by=scene.viewer("BZ"))
    ana = scene.viewer("ana")

    with pytest.raises(Conflict):
        troika.present(scene.pk, by=ana)
    version = drafting.write(scene.pk, TEXT[:2], by=ana)
    stage = troika.present(scene.pk, by=ana)

    assert version.number == 2
    assert stage.number == 2
    assert not stage.reactions.exists()


def test_an_unfavourable_reaction_without_its_reason_is_refused(scene):
    scene.presented()

    with pytest.raises(Invalid):
        troika.react(scene.pk, "unfavourable", by=scene.viewer("BZ"))


@pytest.mark.parametrize("who", ["ana", "CA", "elena", "carla"])
def test_only_a_troika_state_that_must_react_reacts(scene, who):
    scene.presented()

    with pytest.raises(Refused):
        troika.react(scene.pk, "favourable", by=scene.viewer(who))


def test_editing_a_cleared_text_returns_it(scene):
    scene.ready()

    version = drafting.write(scene.pk, TEXT[:1], by=scene.viewer("ana"))

    assert scene.state == State.RETURNED
    assert version.number == 2


def test_editing_over_somebody_else_s_version_loses_nothing(scene):
    scene.ready()
    drafting.write(scene.pk, TEXT[:2], by=scene.viewer("ana"), base=1)

    with pytest.raises(Conflict):
        drafting.write(scene.pk, TEXT[:1], by=scene.viewer("ana"), base=1)
    latest = drafting.latest_version(Consultation.objects.get())
    assert latest.paragraphs.count() == 2


def test_a_troika_with_nobody_but_the_presidency_cannot_be_presented_to(db):
    cast = conference()
    Presidency.objects.filter(party=cast.parties["BZ"]).delete()
    scene = Scene(cast).drafted()

    with pytest.raises(Conflict) as refusal:
        troika.present(scene.pk, by=scene.viewer("ana"))
    assert refusal.value.code == "no_troika"


def test_with_the_next_presidency_designated_three_voices_react(db):
    scene = Scene(conference(designated="CA")).presented()

    troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))
    assert scene.state == State.WITH_TROIKA
    troika.react(scene.pk, "favourable", by=scene.viewer("CA"))

    assert scene.state == State.READY
    assert TroikaStage.objects.get().is_complete


def test_a_designation_that_comes_later_has_no_vote_on_that_version(scene):
    scene.presented()
    Designation.objects.create(
        party=scene.cast.parties["CA"], label_year=2027, decided_on=scene.viewer("ana").on
    )

    with pytest.raises(Refused):
        troika.react(scene.pk, "favourable", by=scene.viewer("CA"))
    troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))
    assert scene.state == State.READY


def test_the_same_country_in_two_seats_is_one_voice(db):
    scene = Scene(conference(designated="BZ")).presented()

    voice = TroikaStage.objects.get().voices.get(must_react=True)
    assert voice.seats == ["previous", "next"]
    troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))
    assert scene.state == State.READY


HANDOVER = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


def hand_over(cast, to: str = "CA") -> None:
    """End Guatemala's term and begin the next one at HANDOVER."""
    current = Presidency.objects.get(party=cast.parties["GT"])
    current.term = (current.term.lower, HANDOVER)
    current.save()
    Presidency.objects.create(
        party=cast.parties[to], label_year=2027, term=(HANDOVER, None), source="test"
    )


@pytest.mark.parametrize(("seconds", "who"), [(-1, "GT"), (0, "CA"), (1, "CA")])
def test_the_power_to_present_moves_at_the_instant_of_the_hand_over(scene, seconds, who):
    scene.drafted()
    hand_over(scene.cast)
    scene.go_to(HANDOVER + timedelta(seconds=seconds))
    other = {"GT": "CA", "CA": "GT"}[who]

    with pytest.raises(Refused):
        troika.present(scene.pk, by=scene.viewer(other))
    troika.present(scene.pk, by=scene.viewer(who))

    assert scene.state == State.WITH_TROIKA


def test_after_a_hand_over_the_new_presidency_assumes_before_anything_else(scene):
    scene.presented()
    hand_over(scene.cast)
    scene.go_to(HANDOVER)
    troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))

    from decisions.services import distribution

    with pytest.raises(Conflict) as refusal:
        distribution.distribute(scene.pk, by=scene.viewer("CA"))
    assert refusal.value.code == "assume_first"
    troika.assume(scene.pk, by=scene.viewer("CA"))
    distribution.distribute(scene.pk, by=scene.viewer("CA"))
    assert scene.state == State.OPEN


def test_nothing_else_happens_to_a_draft(scene):
    scene.drafted()

    with pytest.raises(Conflict):
        troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))
    from decisions.services import conducting

    with pytest.raises((IllegalStep, Conflict)):
        conducting.suspend(scene.pk, reason="Huracán", by=scene.viewer("ana"))
