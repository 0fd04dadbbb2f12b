"""Appointing, ending, designating: who may, for whom, from when."""

from datetime import timedelta

import pytest

from crm_portal.core import audit
from crm_portal.core.access import Role
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.models import Notice
from members import services
from members.access import viewer_for
from members.models import Designation, Mandate, OfficialVoice, Presidency
from tests.cast import MORNING
from tests.factories import UserFactory, since

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def appoint(cast, by, code="DO", **changes):
    fields = {
        "party_id": cast.parties[code].pk,
        "institution_id": cast.voices[code].pk if code in cast.voices else None,
        "role": Role.FOCAL_POINT,
        **changes,
    }
    return services.appoint(UserFactory().pk, by=cast.viewer(by), **fields)


def test_the_secretariat_appoints_for_every_party(cast):
    mandate = appoint(cast, "elena")

    assert viewer_for(mandate.user, MORNING).has(Role.OFFICIAL_VOICE)
    assert viewer_for(mandate.user, MORNING - SECOND).is_public
    assert audit.of(mandate).get().verb == "members.mandate.appointed"
    assert Notice.objects.get(recipient=mandate.user).event == "account.appointed"


def test_a_titular_focal_point_appoints_for_its_own_party_only(cast):
    assert appoint(cast, "bruno").pk
    with pytest.raises(Refused):
        appoint(cast, "bruno", "GT")


def test_an_alternate_appoints_nobody(cast):
    Mandate.objects.filter(user=cast.bruno).update(is_alternate=True)

    with pytest.raises(Refused):
        appoint(cast, "bruno")


@pytest.mark.parametrize(
    ("by", "role", "code"),
    [
        ("bruno", Role.SECRETARIAT, "ST"),
        ("elena", Role.ADMINISTRATOR, "ST"),
        ("oscar", Role.FOCAL_POINT, "DO"),
        ("sara", Role.FOCAL_POINT, "DO"),
    ],
)
def test_nobody_gives_more_than_they_may(cast, by, role, code):
    with pytest.raises(Refused):
        appoint(cast, by, code, role=role)


def test_roles_stay_in_their_party(cast):
    with pytest.raises(Invalid):
        appoint(cast, "elena", "DO", role=Role.SECRETARIAT)
    with pytest.raises(Invalid):
        appoint(cast, "elena", "ST", role=Role.FOCAL_POINT)
    with pytest.raises(Invalid):
        appoint(cast, "elena", "DO", institution_id=cast.voices["GT"].pk)
    with pytest.raises(Invalid):
        appoint(cast, "elena", "DO", institution_id=None)


def test_a_person_acts_for_one_party_at_a_time(cast):
    with pytest.raises(Conflict):
        services.appoint(
            cast.bruno.pk,
            party_id=cast.parties["GT"].pk,
            institution_id=cast.voices["GT"].pk,
            role=Role.FOCAL_POINT,
            by=cast.viewer("elena"),
        )


def test_a_mandate_ends_now_or_later_never_before(cast):
    mandate = Mandate.objects.get(user=cast.bruno)
    by = cast.viewer("elena")

    with pytest.raises(Invalid):
        services.end_mandate(mandate.pk, by=by, at=MORNING - SECOND)
    services.end_mandate(mandate.pk, by=by)

    assert viewer_for(cast.bruno, MORNING).is_public
    assert not viewer_for(cast.bruno, MORNING - SECOND).is_public
    with pytest.raises(IllegalStep):
        services.end_mandate(mandate.pk, by=by)


def test_a_mandate_is_ended_by_those_who_could_give_it(cast):
    with pytest.raises(Refused):
        services.end_mandate(Mandate.objects.get(user=cast.bruno).pk, by=cast.viewer("ana"))
    with pytest.raises(Refused):
        services.end_mandate(
            Mandate.objects.get(user=cast.admin).pk, by=cast.viewer("elena")
        )


def test_the_voice_passes_at_one_instant(cast):
    voice = services.designate_official_voice(
        cast.others["DO"].pk, by=cast.viewer("bruno"), since=MORNING + SECOND
    )

    before, after = OfficialVoice.objects.filter(party=cast.parties["DO"]).order_by("pk")
    assert before.during.upper == after.during.lower == MORNING + SECOND
    assert after == voice
    assert Notice.objects.filter(event="account.voice_designated").count() == 2


@pytest.mark.parametrize("who", ["carla", "ana", "oscar", "admin"])
def test_a_voice_is_designated_by_its_party_or_the_secretariat(cast, who):
    with pytest.raises(Refused):
        services.designate_official_voice(cast.others["DO"].pk, by=cast.viewer(who))


def test_a_voice_is_not_designated_twice_nor_in_the_past(cast):
    by = cast.viewer("elena")

    with pytest.raises(Conflict):
        services.designate_official_voice(cast.voices["DO"].pk, by=by)
    with pytest.raises(Invalid):
        services.designate_official_voice(
            cast.others["DO"].pk, by=by, since=MORNING - SECOND
        )
    services.designate_official_voice(cast.others["DO"].pk, by=by, since=MORNING + SECOND)
    with pytest.raises(Conflict):
        services.designate_official_voice(cast.others["DO"].pk, by=by)


def test_a_hand_over_moves_the_office_and_asks_every_contact(cast):
    at = MORNING + timedelta(days=30)

    services.hand_over_presidency(
        cast.parties["MX"].pk, 2027, by=cast.viewer("ana"), at=at, theme_es="Tema"
    )

    before, after = Presidency.objects.order_by("-label_year")[:2][::-1]
    assert before.term.upper == after.term.lower == at
    asked = Notice.objects.filter(event="account.verify_contact")
    assert asked.count() == 12, "eleven focal points, and Carla"


@pytest.mark.parametrize("who", ["bruno", "basil", "oscar", "admin"])
def test_a_hand_over_is_recorded_by_the_chair_or_the_secretariat(cast, who):
    with pytest.raises(Refused):
        services.hand_over_presidency(cast.parties["MX"].pk, 2027, by=cast.viewer(who))
    with pytest.raises(Refused):
        services.designate_next(
            cast.parties["MX"].pk, 2027, decided_on=MORNING.date(), by=cast.viewer(who)
        )


def test_the_chair_passes_to_a_member_and_to_the_one_designated(cast):
    by = cast.viewer("elena")
    services.designate_next(cast.parties["MX"].pk, 2027, decided_on=by.on, by=by)

    with pytest.raises(Conflict):
        services.hand_over_presidency(cast.parties["PA"].pk, 2027, by=by)
    with pytest.raises(Invalid):
        services.hand_over_presidency(cast.parties["AR"].pk, 2028, by=by)
    with pytest.raises(Conflict):
        services.hand_over_presidency(cast.parties["MX"].pk, 2026, by=by)
    with pytest.raises(Invalid):
        services.hand_over_presidency(
            cast.parties["MX"].pk, 2027, by=by, at=MORNING - SECOND
        )
    services.hand_over_presidency(cast.parties["MX"].pk, 2027, by=by)
    assert viewer_for(cast.mateo, MORNING).has(Role.PRESIDENCY)


def test_a_later_term_on_record_is_not_cut_short(cast):
    by = cast.viewer("elena")
    later = MORNING + timedelta(days=30)
    services.hand_over_presidency(cast.parties["MX"].pk, 2027, by=by, at=later)

    with pytest.raises(Conflict):
        services.hand_over_presidency(cast.parties["PA"].pk, 2028, by=by)


def test_a_designation_is_recorded_once_after_it_is_decided(cast):
    by = cast.viewer("ana")

    with pytest.raises(Invalid):
        services.designate_next(
            cast.parties["MX"].pk, 2027, decided_on=by.on + timedelta(days=1), by=by
        )
    services.designate_next(cast.parties["MX"].pk, 2027, decided_on=by.on, by=by)
    with pytest.raises(Conflict):
        services.designate_next(cast.parties["PA"].pk, 2027, decided_on=by.on, by=by)
    with pytest.raises(Conflict):
        services.designate_next(cast.parties["PA"].pk, 2026, decided_on=by.on, by=by)
    assert Designation.objects.get().party == cast.parties["MX"]
    assert cast.viewer("mateo").has(Role.TROIKA)


def test_a_mandate_that_starts_later_gives_nothing_yet(cast):
    Mandate.objects.filter(user=cast.bruno).update(during=since(MORNING + SECOND))

    assert cast.viewer("bruno").is_public
