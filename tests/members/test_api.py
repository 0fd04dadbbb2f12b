"""Reading parties and calendars from other systems."""

import pytest

from members.models import CalendarYear, Party
from members.models.calendars import ClosureKind
from tests.factories import ClosureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.members.urls")]


def test_anybody_reads_what_is_public_of_the_parties(client, cast):
    page = client.get("/api/v1/parties/?kind=member_state").json()

    assert [each["code"] for each in page["results"]] == [
        each.code for each in cast.members
    ]
    assert set(page["results"][0]) == {
        "code",
        "kind",
        "name_es",
        "name_en",
        "acronym_es",
        "acronym_en",
        "capital_es",
        "capital_en",
        "capital_tz",
        "source",
        "standing",
        "standings",
        "names",
    }
    assert client.get("/api/v1/parties/DO/").json()["name_en"] == "Dominican Republic"
    assert client.get("/api/v1/parties/XX/").status_code == 404


@pytest.mark.parametrize("path", ["closures", "calendar-years"])
def test_calendars_are_for_those_between_whom_the_procedure_runs(client, cast, path):
    assert client.get(f"/api/v1/{path}/").status_code == 403
    client.force_login(cast.oscar)
    assert len(client.get(f"/api/v1/{path}/").json()["results"]) == 0
    client.force_login(cast.bruno)
    assert len(client.get(f"/api/v1/{path}/").json()["results"]) > 0


def test_entries_are_chosen_by_member_year_and_validity(client, cast):
    client.force_login(cast.bruno)
    old = ClosureFactory(party=cast.parties["DO"], kind=ClosureKind.ADHOC)
    ClosureFactory(
        party=cast.parties["DO"], kind=ClosureKind.CANCELLED, supersedes=old, name_es="No"
    )

    every = client.get("/api/v1/closures/?party=DO&year=2026").json()["results"]
    holding = client.get("/api/v1/closures/?party=DO&year=2026&in_force=true").json()

    assert {each["party"] for each in every} == {"DO"}
    assert len(every) == len(holding["results"]) + 2
    corrected = next(each for each in every if each["id"] == old.pk)
    assert corrected["superseded_by"] == old.pk + 1


def test_a_page_of_entries_takes_a_fixed_number_of_queries(
    client, cast, django_assert_max_num_queries
):
    client.force_login(cast.bruno)
    client.get("/api/v1/closures/")

    with django_assert_max_num_queries(8):
        assert len(client.get("/api/v1/closures/?page_size=200").json()["results"]) == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_only_reads(client, cast, method):
    client.force_login(cast.elena)
    year = CalendarYear.objects.first()

    for path in ("parties/DO", f"calendar-years/{year.pk}"):
        answer = getattr(client, method)(
            f"/api/v1/{path}/", content_type="application/json"
        )
        assert answer.status_code == 405
    assert Party.objects.filter(code="DO").exists()
