"""Every address answers its own methods and no others, and a problem to everything else."""

import pytest
from django.test.client import Client
from django.urls import get_resolver

from crm_portal.core.models import AuditEntry

REFUSED = ("put", "patch", "delete", "options", "trace")
PUBLIC = {
    "root",
    "schema",
    "deadline-preview",
    "party-list",
    "party-detail",
    "presidency-list",
    "presidency-detail",
    "troika",
    "institution-list",
    "institution-detail",
    "body-list",
    "body-detail",
    "meeting-list",
    "meeting-detail",
    "agenda-detail",
    "outcome-list",
    "guest-list",
    "registered-list",
    "registered-detail",
    "provision-list",
    "search-list",
    "statistic-list",
    "collection-list",
    "collection-detail",
    "news-list",
    "news-detail",
    "term-list",
    "term-detail",
    "publication-list",
    "publication-detail",
}


def addresses(scene):
    """Every named address under the API, made for the scene's consultation."""
    from crm_portal import api
    from decisions.models import Consultation

    reference = Consultation.objects.get(pk=scene.pk).reference
    for entry in api.urlpatterns:
        if entry.name == "not-found":
            continue
        path = str(entry.pattern).removeprefix("^").removesuffix("\\Z").removesuffix("$")
        for group in get_resolver("crm_portal.api").reverse_dict.getlist(entry.name):
            path = group[0][0][0]
            names = group[0][0][1]
            values = {"reference": reference, "code": "BZ", "pk": "1", "label_year": "2026"}
            values["slug"] = "XXI-CRM-DOC-1"
            values["symbol"] = "XXI-CRM"
            values["valid_from"] = "2005-01-01"
            values["number"] = "1"
            yield entry.name, "/api/v1/" + path % {name: values[name] for name in names}


def test_no_address_answers_a_method_it_does_not_declare(scene, api):
    scene.open()
    client = api("ana")
    before = AuditEntry.objects.count()

    seen = 0
    for _name, address in addresses(scene):
        for method in REFUSED:
            answer = client.generic(method.upper(), address)
            assert answer.status_code == 405, (method, address)
            seen += 1
    assert seen > 200
    assert AuditEntry.objects.count() == before


def test_the_public_reaches_what_is_public_and_nothing_else(scene):
    scene.open()

    for name, address in addresses(scene):
        status = Client().get(address).status_code
        allowed = {200, 302, 400, 404} if name in PUBLIC else {403}
        assert status in allowed, (name, address, status)


def test_an_address_that_does_not_exist_is_a_problem(db):
    for address in ("/api/v1/nowhere", "/api/v1/consultations/", "/api/v1/v2/x.json"):
        answer = Client().get(address)
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "not_found"
    assert Client(enforce_csrf_checks=True).post("/api/v1/nowhere").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/consultations/%00",
        "/api/v1/consultations/%FF%FE",
        "/api/v1/consultations/x%2F..%2Fy/rounds",
        "/api/v1/parties/%00",
        "/api/v1/parties/" + "x" * 4000,
        "/api/v1/calendars/99999999999999999999",
        "/api/v1/calendars/0x7",
        "/api/v1/calendar-years/-1",
    ],
)
def test_an_address_that_makes_no_sense_is_not_found(cast, api, address):
    assert api("elena").get(address).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "calendars?year=99999999999",
        "calendars?year=-1",
        "calendars?year=2026.5",
        "calendars?year=1e5",
        "calendars?year=NaN",
        "calendars?party=%00",
        "calendars?kind=nothing",
        "calendar-years?year=99999999999999999999",
        "calendar-years?party__code=%00",
        "parties?kind=nothing",
        "parties?cursor=%00",
        "parties?cursor=WzAsW11d:x",
        "parties?page_size=-7",
        "consultations?state=%00",
        "consultations?page_size=x",
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_or_ignored(cast, api, query):
    assert api("elena").get(f"/api/v1/{query}").status_code in (200, 400, 404)
