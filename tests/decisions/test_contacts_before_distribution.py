"""Before a text goes out, its page says whose contacts nobody confirmed of late (1.7)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core.errors import Conflict
from decisions.services import distribution
from decisions.services.distribution import Confirmations
from decisions.states import State
from members.models import User

pytestmark = pytest.mark.django_db
A_SECOND = timedelta(seconds=1)


def test_a_lapsed_contact_and_a_returned_one_are_gaps_to_be_confirmed(client, scene):
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

    assert [gap["party"] for gap in page.context["gaps"]] == ["Canada", "Panama"]
    assert "180 days" in page.content.decode()


@pytest.mark.parametrize(
    ("ago", "is_gap"),
    [(timedelta(days=180) - A_SECOND, False), (timedelta(days=180), True)],
)
def test_a_confirmation_lasts_180_days_and_then_the_presidency_confirms_the_gap(
    scene, ago, is_gap
):
    scene.ready()
    mexico = User.objects.filter(pk=scene.cast.people["mateo"].pk)
    mexico.update(verified_at=scene.cast.at - ago)
    ana = scene.viewer("ana")

    if is_gap:
        with pytest.raises(Conflict) as refusal:
            distribution.distribute(scene.pk, by=ana)
        assert refusal.value.code == "contact_gaps"
        distribution.distribute(scene.pk, by=ana, confirm=Confirmations(contact_gaps=True))
    else:
        distribution.distribute(scene.pk, by=ana)

    assert scene.state == State.OPEN
