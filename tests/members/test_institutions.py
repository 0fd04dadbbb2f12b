"""Institutions: kept by the delegation's own administrator or the Secretariat, never deleted."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from crm_portal.core import audit, clock
from crm_portal.core.access import Role
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.models import Notice
from members import services
from members.access import viewer_for
from members.models import Institution, Mandate, OfficialVoice
from members.services.institutions import Office
from tests.cast import MORNING
from tests.factories import MandateFactory

pytestmark = pytest.mark.django_db
HEALTH = Office(name_es="Ministerio de Salud", name_en="Ministry of Health")
NEXT_MONTH = date(2026, 10, 1)
MIDNIGHT = datetime(2026, 10, 1, 6, tzinfo=UTC)


def test_the_official_voices_titular_focal_point_and_the_secretariat_add_institutions(cast):
    dominican = cast.parties["DO"]
    for name in ("bruno", "elena"):
        office = Office(name_es=f"Oficina de {name}")
        added = services.open_institution(dominican.pk, office, by=cast.viewer(name))
        assert added.party == dominican


@pytest.mark.parametrize("name", ["carla", "ana", "oscar", "admin"])
def test_nobody_else_adds_them(cast, name):
    with pytest.raises(Refused):
        services.open_institution(cast.parties["DO"].pk, HEALTH, by=cast.viewer(name))


def test_an_alternate_of_the_official_voice_does_not(cast):
    alternate = MandateFactory(
        party=cast.parties["DO"], institution=cast.voices["DO"], is_alternate=True
    )
    with pytest.raises(Refused):
        services.open_institution(
            cast.parties["DO"].pk, HEALTH, by=viewer_for(alternate.user, MORNING)
        )


def test_two_open_institutions_of_a_party_have_different_names(cast):
    name = cast.voices["DO"].name_es.upper()

    with pytest.raises(Conflict):
        services.open_institution(
            cast.parties["DO"].pk, Office(name_es=name), by=cast.viewer("bruno")
        )


@pytest.mark.parametrize(
    "wrong",
    [
        Office(name_es=" "),
        Office(name_es="Salud", email="nada"),
        Office(name_es="Salud", website="javascript:alert(1)"),
    ],
)
def test_what_cannot_be_is_not_written(cast, wrong):
    with pytest.raises(Invalid):
        services.open_institution(cast.parties["DO"].pk, wrong, by=cast.viewer("bruno"))


def test_a_renamed_institution_keeps_its_former_name_in_the_trail(cast):
    old = cast.voices["DO"].name_es
    services.update_institution(cast.voices["DO"].pk, HEALTH, by=cast.viewer("bruno"))

    entry = audit.of(cast.voices["DO"]).get()
    assert entry.verb == "members.institution.renamed"
    assert entry.data["was"]["name_es"] == old


def test_a_closed_institution_stays_and_its_mandates_end_at_midnight_in_san_jose(cast):
    consular = cast.others["DO"]
    services.close_institution(consular.pk, on=NEXT_MONTH, by=cast.viewer("bruno"))
    carla = Mandate.objects.get(user=cast.carla)

    assert carla.during.upper == MIDNIGHT
    assert viewer_for(cast.carla, MIDNIGHT - timedelta(seconds=1)).has(Role.MEMBER)
    assert viewer_for(cast.carla, MIDNIGHT).is_public
    assert Institution.objects.open_on(date(2026, 9, 30)).filter(pk=consular.pk).exists()
    assert not Institution.objects.open_on(NEXT_MONTH).filter(pk=consular.pk).exists()


def test_one_that_closes_today_ends_its_mandates_now_and_never_before(cast):
    services.close_institution(
        cast.others["DO"].pk, on=MORNING.date(), by=cast.viewer("elena")
    )

    assert Mandate.objects.get(user=cast.carla).during.upper == MORNING


def test_the_official_voice_does_not_close_before_another_is_designated(cast):
    with pytest.raises(Conflict) as refused:
        services.close_institution(
            cast.voices["DO"].pk, on=NEXT_MONTH, by=cast.viewer("bruno")
        )

    assert refused.value.code == "official_voice"
    services.designate_official_voice(cast.others["DO"].pk, by=cast.viewer("elena"))
    services.close_institution(cast.voices["DO"].pk, on=NEXT_MONTH, by=cast.viewer("elena"))


def test_nobody_is_appointed_through_a_closed_institution_nor_does_it_speak(cast):
    consular = cast.others["DO"]
    services.close_institution(consular.pk, on=MORNING.date(), by=cast.viewer("elena"))

    with pytest.raises(Invalid):
        services.appoint(
            cast.sara.pk,
            party_id=cast.parties["DO"].pk,
            role=Role.FOCAL_POINT,
            institution_id=consular.pk,
            by=cast.viewer("elena"),
        )
    with pytest.raises(Invalid):
        services.designate_official_voice(consular.pk, by=cast.viewer("elena"))
    with pytest.raises(IllegalStep):
        services.update_institution(consular.pk, HEALTH, by=cast.viewer("elena"))
    assert (
        OfficialVoice.objects.at(MORNING).get(party=cast.parties["DO"]).institution
        != consular
    )


def test_the_database_itself_deletes_none(cast):
    with pytest.raises(InternalError), transaction.atomic():
        Institution.objects.create(party=cast.parties["DO"], name_es="Otra").delete()


def test_what_was_open_passes_to_the_focal_points_who_remain(cast):
    colleague = MandateFactory(party=cast.parties["DO"], institution=cast.voices["DO"])
    bruno = Mandate.objects.get(user=cast.bruno)
    services.end_mandate(bruno.pk, by=cast.viewer("elena"))
    passed = Notice.objects.filter(event="account.matters_passed")

    assert [each.recipient for each in passed] == [colleague.user]


def test_where_nobody_remains_the_party_and_the_secretariat_are_told(cast):
    bruno = Mandate.objects.get(user=cast.bruno)
    services.end_mandate(bruno.pk, by=cast.viewer("bruno"))
    passed = Notice.objects.filter(event="account.matters_passed")

    assert {each.recipient for each in passed} == {cast.carla, cast.elena}


def test_a_vice_minister_and_a_director_read_as_members_and_may_do_nothing_more(cast):
    for role in (Role.VICE_MINISTER, Role.DIRECTOR_MIGRATION, Role.DIRECTOR_CONSULAR):
        mandate = services.invite(
            services.accounts.Invitee(
                email=f"{role}@example.org", full_name=f"Cargo {role}", language="es"
            ),
            party_id=cast.parties["DO"].pk,
            role=role,
            institution_id=cast.voices["DO"].pk,
            by=cast.viewer("bruno"),
        )
        viewer = viewer_for(mandate.user, clock.now())
        assert viewer.roles == {Role.MEMBER, role}


def test_only_member_countries_have_them(cast):
    with pytest.raises(Invalid):
        services.appoint(
            cast.sara.pk,
            party_id=cast.parties["AR"].pk,
            role=Role.VICE_MINISTER,
            by=cast.viewer("elena"),
        )


def test_the_form_adds_an_institution_and_comes_home(client, cast):
    client.force_login(cast.bruno)
    where = reverse("members:institution-new", args=["DO"])
    answer = client.post(
        where, {"name_es": "Ministerio de Salud", "website": "salud.gob.do"}
    )

    assert answer.status_code == 302
    added = cast.parties["DO"].institutions.get(name_es="Ministerio de Salud")
    assert added.website == "https://salud.gob.do"
    page = client.get(reverse("members:delegation")).content.decode()
    assert "Ministerio de Salud" in page


def test_the_page_that_closes_names_whose_mandates_end(client, cast):
    client.force_login(cast.bruno)
    where = reverse("members:institution-close", args=[cast.others["DO"].pk])

    assert "Carla" in client.get(where).content.decode()
    assert client.post(where, {"on": "2026-10-01"}).status_code == 302
    assert client.post(where, {"on": "2020-01-01"}).status_code == 200


def test_others_do_not_know_the_forms_exist(client, cast):
    client.force_login(cast.ana)
    for page, argument in (
        ("institution-new", "DO"),
        ("institution-edit", cast.voices["DO"].pk),
        ("institution-close", cast.voices["DO"].pk),
        ("person-edit", cast.bruno.pk),
    ):
        assert client.get(reverse(f"members:{page}", args=[argument])).status_code == 404
