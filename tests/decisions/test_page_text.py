"""The consultation's page shows the text consulted, in both languages, paragraph by paragraph."""

import pytest
from django.urls import reverse

from decisions.rules.positions import Position
from decisions.services import revising
from tests.decisions.scene import TEXT

pytestmark = pytest.mark.django_db


def page(scene, client, who):
    user = scene.cast.focal_points.get(who) or scene.cast.people[who]
    client.force_login(user)
    address = reverse("decisions:consultation", args=[scene.consultation.reference])
    return client.get(address).content.decode()


@pytest.mark.parametrize("who", ["CA", "ana", "elena", "carla"])
def test_every_paragraph_of_the_round_is_there_in_both_languages(scene, client, who):
    said = page(scene.open(), client, who)

    for paragraph in TEXT:
        assert paragraph.es in said
        assert paragraph.en in said


def test_it_is_there_however_often_and_for_whichever_round_it_is_asked(scene, client):
    scene.expired(CA=Position.CHANGES)
    revising.revise(scene.pk, by=scene.viewer("ana"))

    for _ in range(3):
        assert TEXT[0].es in page(scene, client, "HN")


def test_before_distribution_the_troika_reads_it_and_other_members_do_not_know_of_it(
    scene, client
):
    scene.presented()

    assert TEXT[0].es in page(scene, client, "BZ")
    assert TEXT[0].es not in page(scene, client, "CA")
