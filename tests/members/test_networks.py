"""Liaison officers: each of one network, under the name that it has on the day."""

from datetime import date

import pytest

from crm_portal.core.access import Role
from crm_portal.core.errors import Conflict, Invalid
from meetings.models import Body, BodyKind, BodyName
from members import networks, services
from members.models import Mandate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _bodies(db):
    """A network that became a working group in 2019 (facts 3.9), and a group that meets."""
    for code, kind, begins, ends in (
        ("RED_TRATA", BodyKind.NETWORK, date(2001, 3, 1), date(2019, 11, 1)),
        ("GT_PROTECCION", BodyKind.WORKING_GROUP, date(2019, 11, 1), None),
        ("GRCM", BodyKind.GRCM, date(1996, 1, 1), None),
    ):
        body = Body.objects.create(code=code, kind=kind)
        BodyName.objects.create(
            body=body,
            name_es=f"{code} es",
            name_en=code,
            valid_from=begins,
            valid_until=ends,
        )


def officer(cast, network, by="bruno"):
    return services.appoint(
        cast.carla.pk,
        party_id=cast.parties["DO"].pk,
        role=Role.LIAISON_OFFICER,
        institution_id=cast.others["DO"].pk,
        network=network,
        by=cast.viewer(by),
    )


def test_networks_are_dated_and_other_bodies_are_none():
    assert [each.code for each in networks.offered(date(2010, 1, 1))] == ["RED_TRATA"]
    assert [each.code for each in networks.offered(date(2026, 9, 10))] == ["GT_PROTECCION"]
    assert set(networks.networks(date(2026, 9, 10))) == {"RED_TRATA", "GT_PROTECCION"}


def test_a_liaison_officer_says_of_which_network_that_meets(cast):
    assert officer(cast, "GT_PROTECCION").network == "GT_PROTECCION"
    for unknown in ("", "RED_TRATA", "GRCM"):
        with pytest.raises(Invalid):
            officer(cast, unknown)


def test_the_same_network_is_given_once(cast):
    officer(cast, "GT_PROTECCION")
    with pytest.raises(Conflict):
        officer(cast, "GT_PROTECCION")


def test_nobody_but_a_liaison_officer_has_a_network(cast):
    with pytest.raises(Invalid):
        services.appoint(
            cast.sara.pk,
            party_id=cast.parties["DO"].pk,
            role=Role.FOCAL_POINT,
            institution_id=cast.voices["DO"].pk,
            network="GT_PROTECCION",
            by=cast.viewer("elena"),
        )


def test_the_directory_names_the_network(client, cast):
    officer(cast, "GT_PROTECCION")
    Mandate.objects.filter(network="GT_PROTECCION").get()
    client.force_login(cast.bruno)

    assert "GT_PROTECCION es" in client.get("/es/intranet/directorio/").content.decode()
