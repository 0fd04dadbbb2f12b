"""Reference data: neutral fields, one office, every change written down."""

import pytest
from django.urls import reverse

from crm_portal.core import audit
from crm_portal.core.errors import Invalid, Refused
from members.services.reference import NEUTRAL, correct_reference

pytestmark = pytest.mark.django_db


def test_the_administrator_corrects_what_no_state_decides(client, cast):
    client.force_login(cast.admin)
    page = reverse("members:reference-party", args=["DO"])
    party = cast.parties["DO"]
    typed = {name: getattr(party, name) for name in NEUTRAL}
    typed |= {"capital_en": "Santo Domingo", "capital_tz": "America/Santo_Domingo"}
    more = {"name_es": "Otra", "kind": "secretariat", "source": "x", "code": "XX"}

    assert client.post(page, {**typed, **more}).status_code == 302

    party.refresh_from_db()
    assert party.capital_en == "Santo Domingo"
    assert (party.name_es, party.kind, party.code) == (
        "República Dominicana",
        "member_state",
        "DO",
    )
    [entry] = audit.of(party)
    assert entry.verb == "members.party.reference_corrected"
    assert entry.actor == cast.admin
    assert set(entry.data["changes"]) == {"capital_en"}


def test_saving_what_is_there_already_writes_nothing(cast):
    party = cast.parties["DO"]
    values = {name: getattr(party, name) for name in NEUTRAL}

    correct_reference(party.pk, by=cast.viewer("admin"), **values)

    assert not audit.of(party).exists()


@pytest.mark.parametrize("who", ["elena", "ana", "bruno", "oscar", "sara"])
def test_nobody_else_corrects_it(cast, who):
    with pytest.raises(Refused):
        correct_reference(cast.parties["DO"].pk, by=cast.viewer(who), capital_en="X")


@pytest.mark.parametrize("values", [{"name_es": "X"}, {"kind": "secretariat"}, {"pk": 1}])
def test_what_is_not_reference_data_is_refused(cast, values):
    with pytest.raises(Invalid):
        correct_reference(cast.parties["DO"].pk, by=cast.viewer("admin"), **values)


def test_a_time_zone_exists(client, cast):
    with pytest.raises(Invalid):
        correct_reference(
            cast.parties["DO"].pk, by=cast.viewer("admin"), capital_tz="America/Macondo"
        )


def test_the_list_takes_few_queries(client, cast, django_assert_max_num_queries):
    client.force_login(cast.admin)
    client.get(reverse("members:reference"))
    with django_assert_max_num_queries(10):
        assert client.get(reverse("members:reference")).status_code == 200
