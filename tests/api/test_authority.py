"""Authority follows the clock of record: what may be done at T − 1 ms is refused at T."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from psycopg2.extras import DateTimeTZRange

from decisions.models import Consultation, Reply
from members.models import Designation, Mandate, OfficialVoice, Presidency, Standing
from tests.cast import PRESIDES_SINCE
from tests.factories import LONG_AGO

URL = "/api/v1/consultations"
T = datetime(
    2026, 9, 11, 6, tzinfo=UTC
)  # the midnight that closes 10 September in San José
JUST_BEFORE = T - timedelta(milliseconds=1)
JUST_AFTER = T + timedelta(milliseconds=1)
READ = ("", "/versions", "/rounds", "/replies", "/proposals", "/change-table", "/records")


def until(instant, since=LONG_AGO):
    return DateTimeTZRange(since, instant, "[)")


def address(scene, below=""):
    return f"{URL}/{Consultation.objects.get(pk=scene.pk).reference}{below}"


def reply(client, scene):
    body = {"position": "agree", "submission_key": str(uuid.uuid4())}
    return client.post(address(scene, "/replies"), body).status_code


@pytest.mark.parametrize("below", READ)
def test_a_session_reads_until_the_mandate_ends_and_not_after(scene, api, below):
    scene.open()
    Mandate.objects.filter(user=scene.cast.claire).update(during=until(T))
    scene.go_to(JUST_BEFORE)
    client = api("CA")

    assert client.get(address(scene, below)).status_code == 200
    for instant in (T, JUST_AFTER):
        scene.go_to(instant)
        refused = client.get(address(scene, below))
        assert refused.status_code == 403
        assert refused.json()["code"] == "not_authenticated"


def test_a_reply_is_accepted_until_the_mandate_ends_and_not_after(scene, api):
    scene.open()
    Mandate.objects.filter(user=scene.cast.claire).update(during=until(T))
    scene.go_to(JUST_BEFORE)
    client = api("CA")

    assert reply(client, scene) == 201
    scene.go_to(T)
    assert reply(client, scene) == 403
    assert Reply.objects.count() == 1


def test_a_mandate_gives_nothing_before_it_starts(scene, api):
    scene.open()
    Mandate.objects.filter(user=scene.cast.claire).update(
        during=DateTimeTZRange(T, None, "[)")
    )
    scene.go_to(JUST_BEFORE)
    assert api("CA").get(address(scene)).status_code == 403
    scene.go_to(T)
    assert api("CA").get(address(scene)).status_code == 200


def test_the_official_voice_passes_to_another_institution_at_its_instant(scene, api):
    scene.open()
    dominican = scene.cast.parties["DO"]
    OfficialVoice.objects.filter(party=dominican).update(during=until(T))
    OfficialVoice.objects.create(
        party=dominican,
        institution=scene.cast.others["DO"],
        during=DateTimeTZRange(T, None, "[)"),
    )
    scene.go_to(JUST_BEFORE)
    bruno, carla = api("bruno"), api("carla")

    assert reply(bruno, scene) == reply(carla, scene) == 201
    scene.go_to(T)
    assert reply(bruno, scene) == reply(carla, scene) == 201
    said = Reply.objects.order_by("pk").values_list("user__full_name", "is_official")
    assert list(said) == [
        ("Bruno", True),
        ("Carla", False),
        ("Bruno", False),
        ("Carla", True),
    ]


def test_yesterdays_presidency_conducts_nothing_today(scene, api):
    scene.drafted()
    Presidency.objects.filter(label_year=2026).update(term=until(T, PRESIDES_SINCE))
    Presidency.objects.create(
        party=scene.cast.parties["CA"], label_year=2027, term=DateTimeTZRange(T, None, "[)")
    )
    scene.go_to(JUST_BEFORE)
    ana, claire = api("ana"), api("CA")

    assert claire.post(address(scene, "/present")).status_code == 404
    assert ana.post(address(scene, "/set-target"), {"on": "2026-10-01"}).status_code == 200
    scene.go_to(T)
    assert ana.post(address(scene, "/set-target"), {"on": "2026-10-02"}).status_code == 404
    assume_first = claire.post(address(scene, "/set-target"), {"on": "2026-10-02"})
    assert assume_first.json()["code"] == "assume_first"
    assert claire.post(address(scene, "/assume")).status_code == 200


def test_a_next_presidency_sits_in_the_troika_of_what_is_presented_after_it(scene, api):
    scene.presented()
    assert api("MX").get(address(scene)).status_code == 404

    Designation.objects.create(
        party=scene.cast.parties["MX"], label_year=2027, decided_on=scene.cast.at.date()
    )

    assert api("MX").get(address(scene)).status_code == 404
    assert api("ana").post(address(scene, "/present")).status_code == 200
    assert api("MX").get(address(scene)).status_code == 200


def test_whoever_has_no_second_factor_is_told_so(scene, api, settings):
    scene.open()
    settings.SECOND_FACTOR_REQUIRED = True

    refused = api("CA").get(address(scene))

    assert refused.status_code == 403
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == "second_factor"
    assert api().get("/api/v1/deadlines/preview").status_code == 400


def test_a_state_whose_standing_ended_reads_nothing(scene, api):
    scene.open()
    Standing.objects.filter(party=scene.cast.parties["NI"]).update(until="2026-09-11")
    scene.go_to(JUST_BEFORE)
    nadia = api("NI")

    assert nadia.get(address(scene)).status_code == 200
    scene.go_to(T)
    assert nadia.get(address(scene)).status_code == 403
