"""Who presides on any day, asked from another system: public, and honest about gaps."""

from datetime import timedelta

import pytest

from crm_portal.core import clock
from crm_portal.reference import loading
from members import services
from tests.cast import MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def reference():
    return loading.load()


def get(client, path, **query):
    return client.get(f"/api/v1/{path}", query, headers={"Accept-Language": "en"})


def test_anybody_reads_every_presidency_with_its_source(client, reference):
    page = get(client, "presidencies", page_size=200).json()

    assert len(page["results"]) == 30
    assert page["results"][0] == {
        "label_year": 1996,
        "party": "MX",
        "starts_at": "1996-01-01T06:00:00Z",
        "ends_at": "1997-01-01T06:00:00Z",
        "precision": "year",
        "theme_es": "Conformación de la CRM como un proceso de consulta",
        "theme_en": "",
        "handover_meeting_es": "",
        "handover_meeting_en": "",
        "handover_place": "",
        "note_es": "",
        "note_en": "",
        "source": "001:337",
    }


@pytest.mark.parametrize(
    ("on", "years"),
    [
        ("2002-12-01", [2003]),
        ("2002-12-01T06:00:00Z", [2003]),
        ("2002-12-01T00:00:00-06:00", [2003]),
        ("2014-11-25", [2015]),
        ("2020-07-01", [2020]),
        ("2025-07-01", []),
        ("1995-01-01", []),
    ],
)
def test_who_presided_on_a_day_or_at_an_instant(client, reference, on, years):
    found = get(client, "presidencies", on=on).json()["results"]

    assert [each["label_year"] for each in found] == years


@pytest.mark.parametrize(
    "on", ["yesterday", "2002-13-40", "0001-01-01", "9999-12-31", "x" * 99]
)
def test_what_is_no_day_is_said_to_be_none(client, reference, on):
    for path in ("presidencies", "troika"):
        answer = get(client, path, on=on)
        assert answer.status_code == 400
        assert answer.json()["code"] == "invalid"


def test_one_presidency_by_its_year_and_those_of_a_country(client, reference):
    assert get(client, "presidencies/2015").json()["handover_place"] == "Managua"
    assert get(client, "presidencies/2025").status_code == 404
    mexico = get(client, "presidencies", party="MX").json()["results"]
    assert [each["label_year"] for each in mexico] == [1996, 2003, 2010, 2015, 2021]


def test_the_troika_of_a_day(client, reference):
    [moment] = get(client, "troika", on="2020-07-01").json()

    assert moment == {
        "at": "2020-07-01T06:00:00Z",
        "label_year": 2020,
        "current": "CR",
        "previous": "GT",
        "next": "MX",
        "is_complete": True,
        "notices": moment["notices"],
    }


def test_a_day_on_which_the_chair_passes_has_two_moments(client, cast):
    at = MORNING + timedelta(days=1)
    by = cast.viewer("elena")
    services.hand_over_presidency(cast.parties["MX"].pk, 2027, by=by, at=at)

    found = get(client, "troika", on="2026-09-11").json()

    assert [(each["at"], each["current"]) for each in found] == [
        ("2026-09-11T06:00:00Z", "GT"),
        ("2026-09-11T15:00:00Z", "MX"),
    ]
    presiding = get(client, "presidencies", on="2026-09-11").json()["results"]
    assert [each["party"] for each in presiding] == ["GT", "MX"]


def test_now_unless_told(client, cast):
    [moment] = get(client, "troika").json()

    assert (moment["current"], moment["previous"]) == ("GT", "BZ")
    assert moment["next"] is None
    assert not moment["is_complete"]
    assert clock.now() == MORNING


def test_nobody_writes_there(client, cast):
    client.force_login(cast.elena)
    for method in ("post", "put", "patch", "delete"):
        for path in ("presidencies", "presidencies/2026", "troika"):
            assert getattr(client, method)(f"/api/v1/{path}").status_code == 405


def test_a_page_of_them_takes_few_queries(client, reference, django_assert_max_num_queries):
    get(client, "presidencies")

    with django_assert_max_num_queries(4):
        get(client, "presidencies")
