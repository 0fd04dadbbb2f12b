"""What a person is at an instant; what a session is worth when authority ends."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from crm_portal.core import clock
from crm_portal.core.access import Role
from members import services
from members.access import focal_points, reachable, secretariat, troika_at, viewer_for
from members.models import Mandate, OfficialVoice, Standing, User
from tests.cast import MORNING, PRESIDES_SINCE
from tests.factories import (
    InstitutionFactory,
    MandateFactory,
    OfficialVoiceFactory,
    PartyFactory,
    UserFactory,
    since,
)

pytestmark = pytest.mark.django_db
MILLISECOND = timedelta(milliseconds=1)
SECOND = timedelta(seconds=1)
LATER = MORNING + timedelta(hours=1)


def test_a_mandate_counts_from_its_first_instant_until_before_its_last():
    mandate = MandateFactory(during=since(MORNING, LATER))

    assert viewer_for(mandate.user, MORNING - MILLISECOND).is_public
    assert viewer_for(mandate.user, MORNING).has(Role.FOCAL_POINT)
    assert viewer_for(mandate.user, LATER - MILLISECOND).has(Role.FOCAL_POINT)
    assert viewer_for(mandate.user, LATER).is_public


def test_a_live_session_ends_with_the_mandate(client, cast):
    client.force_login(cast.bruno)
    mandate = Mandate.objects.get(user=cast.bruno)
    services.end_mandate(mandate.pk, by=cast.viewer("elena"), at=LATER)
    page = reverse("members:directory")

    clock.set_to(LATER - MILLISECOND, frozen=True)
    assert client.get(page).status_code == 200
    clock.set_to(LATER + MILLISECOND, frozen=True)
    refused = client.get(page)

    assert refused.status_code == 302
    assert refused.url.startswith(reverse("account_login"))
    clock.set_to(LATER - MILLISECOND, frozen=True)
    assert client.get(page).status_code == 302, "the session is gone, not suspended"


def test_an_open_form_is_worth_nothing_after_the_mandate(client, cast):
    client.force_login(cast.elena)
    mandate = Mandate.objects.get(user=cast.elena)
    services.end_mandate(mandate.pk, by=cast.viewer("admin"), at=LATER)
    clock.set_to(LATER + MILLISECOND, frozen=True)

    client.post(reverse("members:presidency-designate"), {"label_year": 2027})

    assert not cast.parties["MX"].designations.exists()
    assert "_auth_user_id" not in client.session


@pytest.mark.urls("tests.members.urls")
def test_the_api_tells_a_session_without_authority_that_it_is_the_public(client, cast):
    client.force_login(cast.bruno)
    clock.set_to(LATER + timedelta(days=1), frozen=True)
    mandate = Mandate.objects.get(user=cast.bruno)
    Mandate.objects.filter(pk=mandate.pk).update(during=since(MORNING, LATER))

    response = client.get("/api/v1/closures/")

    assert response.status_code == 403
    assert response["Content-Type"].startswith("application/problem+json")


def test_a_session_ends_when_nothing_is_done_in_it(client, cast, settings):
    client.force_login(cast.bruno)
    page = reverse("members:directory")
    idle = timedelta(seconds=settings.SESSION_IDLE_SECONDS)

    assert client.get(page).status_code == 200
    clock.set_to(MORNING + idle - SECOND, frozen=True)
    assert client.get(page).status_code == 200
    clock.set_to(MORNING + idle + idle, frozen=True)
    assert client.get(page).status_code == 302


def test_a_part_of_a_page_sends_the_whole_page_to_the_door(client, cast):
    client.force_login(cast.bruno)
    Mandate.objects.filter(user=cast.bruno).update(during=since(MORNING, LATER))
    clock.set_to(LATER, frozen=True)

    response = client.get(reverse("members:directory"), headers={"HX-Request": "true"})

    assert response["HX-Redirect"] == reverse("account_login")


def test_yesterdays_presidency_cannot_act_today(cast):
    services.hand_over_presidency(
        cast.parties["MX"].pk, 2027, by=cast.viewer("elena"), at=LATER
    )

    for at, ana, mateo in ((LATER - SECOND, True, False), (LATER + SECOND, False, True)):
        assert viewer_for(cast.ana, at).has(Role.PRESIDENCY) is ana
        assert viewer_for(cast.mateo, at).has(Role.PRESIDENCY) is mateo
    assert viewer_for(cast.ana, LATER).has(Role.TROIKA)
    assert not viewer_for(cast.people["basil"], LATER).has(Role.TROIKA)


def test_nobody_presides_in_a_gap(cast):
    in_2025 = datetime(2025, 6, 1, tzinfo=UTC)

    assert troika_at(in_2025).current is None
    assert not viewer_for(cast.ana, in_2025).has(Role.PRESIDENCY)
    assert viewer_for(cast.ana, PRESIDES_SINCE).has(Role.PRESIDENCY)
    assert not viewer_for(cast.ana, PRESIDES_SINCE - SECOND).has(Role.PRESIDENCY)


def test_who_speaks_changes_with_the_voice(cast):
    services.designate_official_voice(
        cast.others["DO"].pk, by=cast.viewer("elena"), since=LATER
    )

    assert viewer_for(cast.bruno, LATER - MILLISECOND).has(Role.OFFICIAL_VOICE)
    assert not viewer_for(cast.bruno, LATER).has(Role.OFFICIAL_VOICE)
    assert viewer_for(cast.carla, LATER).has(Role.OFFICIAL_VOICE)


def test_a_liaison_officer_of_the_voice_does_not_speak():
    voice = OfficialVoiceFactory()
    officer = MandateFactory(institution=voice.institution, role=Role.LIAISON_OFFICER)

    assert viewer_for(officer.user, MORNING).roles == {Role.MEMBER, Role.LIAISON_OFFICER}


def test_a_person_of_two_institutions_speaks_through_the_one_that_is_the_voice():
    party = PartyFactory()
    aside, voice = InstitutionFactory(party=party), InstitutionFactory(party=party)
    OfficialVoiceFactory(institution=voice)
    user = UserFactory()
    MandateFactory(user=user, institution=aside)
    MandateFactory(user=user, institution=voice)

    viewer = viewer_for(user, MORNING)

    assert viewer.has(Role.OFFICIAL_VOICE)
    assert viewer.institution_id == voice.pk


def test_nobody_acts_for_a_party_that_left_or_is_suspended(cast):
    standing = Standing.objects.get(party=cast.parties["DO"])
    Standing.objects.filter(pk=standing.pk).update(until=LATER.date())

    assert viewer_for(cast.bruno, MORNING - timedelta(days=1)).has(Role.MEMBER)
    assert viewer_for(cast.bruno, LATER).is_public


def test_an_inactive_account_is_nobody(cast):
    User.objects.filter(pk=cast.bruno.pk).update(is_active=False)
    cast.bruno.refresh_from_db()

    assert viewer_for(cast.bruno, MORNING).is_public


def test_knowing_who_is_asking_takes_three_queries(cast, django_assert_max_num_queries):
    for name in ("ana", "bruno", "carla", "oscar", "elena"):
        with django_assert_max_num_queries(3):
            viewer_for(cast.people[name], MORNING)


def test_the_instant_is_read_once_a_request(client, cast, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.bruno)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("members:presidency"))

    assert sum("core_now()" in each["sql"] for each in queries) == 1


def test_who_is_told_are_the_accounts_in_office(cast):
    both = {cast.bruno.pk, cast.carla.pk}

    assert set(focal_points([cast.parties["DO"].pk], MORNING)) == both
    assert secretariat(MORNING) == [cast.elena.pk]
    Mandate.objects.filter(user=cast.carla).update(during=since(MORNING, LATER))
    assert focal_points([cast.parties["DO"].pk], LATER) == [cast.bruno.pk]


def test_a_party_is_reachable_through_a_verified_focal_point_of_its_voice(cast):
    keys = [party.pk for party in cast.members]
    dominican = cast.parties["DO"].pk

    assert reachable(keys, MORNING) == set(keys)
    User.objects.filter(pk=cast.bruno.pk).update(bounced_at=MORNING)
    assert dominican not in reachable(keys, MORNING), "Carla's institution is not the voice"
    OfficialVoice.objects.filter(party=dominican).update(institution=cast.others["DO"])
    assert dominican in reachable(keys, MORNING)
