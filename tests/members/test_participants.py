"""“Who takes part”, for anybody and on any day; and the pages where the record is kept."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core.access import Viewer
from crm_portal.core.sources import cite
from crm_portal.reference import loading
from crm_portal.reference.files import PARTIES, rows
from members import rosters, services
from members.models import ContinuityAnswer, PartyName, Standing
from members.models.parties import Party
from members.services.standing import Decision
from tests.cast import MORNING
from tests.factories import InstitutionFactory, MandateFactory, UserFactory

TODAY = MORNING.date()
DECISION = {"decided_on": "2026-09-08", "text": "Decisión 4", "source": "Declaración"}


def page(query: str = "", client: Client | None = None) -> str:
    answer = (client or Client()).get(reverse("conference:participants") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def counts(day: date) -> dict[str, int]:
    public = Viewer(at=MORNING)
    return {group.kind: group.active for group in rosters.roster(public, day)}


@pytest.mark.parametrize(
    ("day", "organizations"), [(date(2014, 1, 1), 8), (date(2016, 1, 1), 10)]
)
def test_on_a_day_as_many_organizations_observed_as_the_sources_say(db, day, organizations):
    loading.load()

    assert counts(day)["observer_organization"] == organizations
    answer = Client().get(reverse("conference:participants"), {"al": day.isoformat()})
    group = next(
        each for each in answer.context["groups"] if each.kind == "observer_organization"
    )
    assert group.active == organizations


def test_belize_absent_from_a_meeting_is_a_member_all_the_same(db):
    """Ten of the members signed at the XXI CRM, in November 2016, and Belize was absent."""
    loading.load()

    on_that_day = Party.objects.members_on(date(2016, 11, 18)).values_list(
        "code", flat=True
    )
    assert "BZ" in on_that_day
    assert len(on_that_day) == 11


def test_every_party_of_the_sources_has_its_page_with_its_source(db):
    loading.load()
    roster = page()

    for row in rows(PARTIES):
        address = reverse("conference:participant", args=[row["code"]])
        assert address in roster
        shown = Client().get(address).content.decode()
        with override("es"):
            assert cite(row["source"]) in shown


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2001, 3, 1), "Unidad Técnica de Apoyo"),
        (date(2002, 5, 29), "Unidad Técnica de Apoyo"),
        (date(2002, 5, 30), "Secretaría Técnica"),
        (date(2019, 12, 31), "Secretaría Técnica"),
        (date(2020, 1, 1), "Secretaría Ejecutiva"),
    ],
)
def test_the_secretariat_is_called_as_it_was_on_the_day(db, day, name):
    loading.load()
    secretariat = Party.objects.get(code="ST")

    with override("es"):
        assert rosters.name_on(secretariat, day)[0] == name
    assert PartyName.objects.on(day).filter(party=secretariat).count() == 1
    assert name in page(f"?on={day}")


def test_before_the_first_conference_nobody_took_part(cast):
    assert set(counts(date(1995, 12, 31)).values()) == {0}
    assert "1995" in page("?on=1995-12-31")


@pytest.mark.parametrize("query", ["?on=ayer", "?on=2026-02-30", "?al=1", "?on=%00"])
def test_what_is_no_day_is_said_and_today_shown(cast, query):
    shown = page(query)

    assert "error-summary" in shown
    assert "México" in shown


def test_a_suspended_country_is_shown_as_such_and_one_that_left_below(cast):
    elena = cast.viewer("elena")
    decision = Decision("Decisión 9", TODAY, "Declaración")
    services.suspend(cast.parties["NI"].pk, decision=decision, by=elena)
    services.record_departure(cast.parties["PA"].pk, decision=decision, by=elena)

    groups = {each.kind: each for each in rosters.roster(elena, TODAY)}
    members = groups["member_state"]
    assert (members.active, members.suspended) == (9, 1)
    assert [each.party.code for each in rosters.departed(elena, TODAY)] == ["PA"]
    assert "Decisión 9" in page()
    assert counts(TODAY - timedelta(days=1))["member_state"] == 11


def test_the_public_page_names_institutions_and_no_person(cast):
    shown = Client().get(reverse("conference:participant", args=["DO"])).content.decode()

    assert cast.voices["DO"].name_es in shown
    assert "Bruno" not in shown
    assert "example.org" not in shown


def test_the_roster_asks_little_however_many_take_part(cast, django_assert_max_num_queries):
    client = Client()
    with django_assert_max_num_queries(8):
        client.get(reverse("conference:participants"))


def test_countries_stand_in_the_alphabet_of_the_reader(cast):
    def first(language: str) -> str:
        with override(language):
            return rosters.roster(Viewer(at=MORNING), TODAY)[0].entries[-1].name

    assert (first("es"), first("en")) == ("República Dominicana", "United States")


def signed_in(cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def test_the_secretariat_records_a_suspension_on_its_page(cast):
    elena, address = (
        signed_in(cast, "elena"),
        reverse("members:standing-record", args=["NI"]),
    )
    assert elena.get(address).status_code == 200

    wrong = elena.post(address, {"act": "suspend"} | DECISION | {"since": "2026-09-01"})
    assert wrong.status_code == 200
    assert b"error-summary" in wrong.content

    assert elena.post(address, {"act": "suspend"} | DECISION).status_code == 302
    assert Standing.objects.get(party__code="NI", until=None).status == "suspended"
    assert b"reinstate" in elena.get(address).content


def test_the_secretariat_records_an_admission_that_came_by_paper(cast):
    elena = signed_in(cast, "elena")
    typed = {"kind": "observer_organization", "code": "oit"} | DECISION
    names = {"name_es": "Organización Internacional del Trabajo", "name_en": "ILO"}

    answer = elena.post(reverse("members:standing-admit"), typed | names)

    assert answer.status_code == 302
    party = Party.objects.get(code="OIT")
    assert party.standings.get().since == date(2026, 9, 8)


@pytest.mark.parametrize("who", ["bruno", "oscar", "admin"])
def test_nobody_else_finds_the_pages_of_the_record(cast, who):
    client = signed_in(cast, who)
    for name, args in (
        ("standings", []),
        ("standing-admit", []),
        ("standing-record", ["NI"]),
        ("continuity", []),
    ):
        assert client.get(reverse(f"members:{name}", args=args)).status_code == 404


def test_an_organization_answers_on_its_page_and_the_secretariat_reads(cast):
    ines = UserFactory(full_name="Inés")
    MandateFactory(user=ines, institution=InstitutionFactory(party=cast.parties["OIM"]))
    elena = signed_in(cast, "elena")
    asked = elena.post(reverse("members:continuity"), {"parties": [cast.parties["OIM"].pk]})
    assert asked.status_code == 302
    answer = ContinuityAnswer.objects.get()
    address = reverse("members:continuity-answer", args=[answer.pk])
    client = Client()
    client.force_login(ines)

    assert client.get(address).status_code == 200
    assert client.post(address, {"continues": "yes", "text": "Sí."}).status_code == 302
    assert b"error-summary" in client.post(address, {"continues": "no"}).content
    assert "Inés" in elena.get(reverse("members:continuity")).content.decode()
    assert signed_in(cast, "oscar").get(address).status_code == 404
