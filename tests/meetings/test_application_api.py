"""Applications and parties by the API: who may, by day, and what it costs."""

import pytest
from rest_framework.test import APIClient

from meetings.models import Application
from tests.meetings.applying import complete, criteria

URL = "/api/v1/applications"


def client(cast, who: str = "") -> APIClient:
    made = APIClient()
    if who:
        made.force_login(cast.people[who])
    return made


@pytest.fixture
def application(cast) -> Application:
    criteria()
    return complete(cast.viewer("elena"))


@pytest.mark.parametrize(
    ("who", "status", "count"),
    [("elena", 200, 1), ("bruno", 200, 1), ("oscar", 404, 0), ("admin", 404, 0)],
)
def test_the_members_and_the_secretariat_read_applications(
    cast, application, who, status, count
):
    reader = client(cast, who)

    assert len(reader.get(URL).json()["results"]) == count
    assert reader.get(f"{URL}/{application.reference}").status_code == status


def test_the_public_reads_no_application(cast, application):
    assert client(cast).get(URL).status_code == 403


def test_an_application_says_where_it_stands_and_names_no_person(cast, application):
    found = client(cast, "bruno").get(f"{URL}/{application.reference}")

    said = found.json()
    assert (said["state"], said["takes_part_from"]) == ("complete", None)
    assert [each["criterion"] for each in said["evidence"]] == [1, 2, 3]
    assert "Elena" not in found.content.decode()


def test_applications_are_read_in_few_questions(
    cast, application, django_assert_max_num_queries
):
    reader = client(cast, "bruno")
    with django_assert_max_num_queries(14):
        reader.get(URL)


def codes(cast, query: str) -> set[str]:
    return {
        row["code"]
        for row in client(cast)
        .get(f"/api/v1/parties?page_size=100&{query}")
        .json()["results"]
    }


def test_the_parties_of_a_day(cast):
    assert "UNICEF" in codes(cast, "on=2016-01-01&kind=observer_organization")
    assert "UNICEF" not in codes(cast, "on=2014-01-01&kind=observer_organization")
    assert codes(cast, "on=1995-12-31") == set()


def test_a_party_says_its_standing_of_the_day_and_its_names(cast):
    reader = client(cast)
    before = reader.get("/api/v1/parties/UNICEF?on=2014-01-01")
    after = reader.get("/api/v1/parties/UNICEF?on=2016-01-01").json()

    assert before.status_code == 404
    assert after["standing"]["kind"] == "observer_organization"
    assert after["standing"]["since_precision"] == "year"
    assert len(after["standings"]) == 1


@pytest.mark.parametrize("query", ["on=ayer", "on=2026-02-30", "kind=nothing"])
def test_a_day_that_is_none_is_refused(cast, query):
    assert client(cast).get(f"/api/v1/parties?{query}").status_code == 400


def test_parties_are_read_in_few_questions(cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client(cast).get("/api/v1/parties?page_size=100")
