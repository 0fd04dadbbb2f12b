"""Before a text goes out, its page says whose contacts nobody confirmed of late (1.7)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from members.models import User

pytestmark = pytest.mark.django_db


def test_a_lapsed_contact_is_named_and_a_returned_one_is_a_gap(client, scene):
    scene.ready()
    at, people = scene.cast.at, scene.cast.people
    lapsed = User.objects.filter(pk=people["pablo"].pk)
    lapsed.update(verified_at=at - timedelta(days=181))
    User.objects.filter(pk=people["claire"].pk).update(bounced_at=at)
    client.force_login(people["ana"])
    with override("en"):
        where = reverse(
            "decisions:consultation-distribute", args=[scene.consultation.reference]
        )
    page = client.get(where)

    assert page.context["lapsed"] == "Panama"
    assert [gap["party"] for gap in page.context["gaps"]] == ["Canada"]
    assert "180 days" in page.content.decode()
