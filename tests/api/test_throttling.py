"""A program that runs away is held back, alone, and told when to come back."""

import pytest
from django.core.cache import caches
from django.test import Client

from crm_portal.core import clock
from members import services
from members.access import viewer_for

PUBLIC = "/api/v1/parties"


@pytest.fixture(autouse=True)
def _three_a_minute(settings):
    caches["rates"].clear()
    settings.API_RATES = {"token": 3, "person": 3, "anonymous": 3}
    yield
    caches["rates"].clear()


def asked(client, **headers):
    return client.get(PUBLIC, headers=headers)


def test_requests_past_those_of_a_minute_are_refused_with_the_time_to_wait(cast):
    client = Client(REMOTE_ADDR="192.0.2.7")

    assert [asked(client).status_code for _ in range(3)] == [200] * 3
    refused = asked(client)

    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == "throttled"
    assert 0 < int(refused["Retry-After"]) <= 20
    assert asked(Client(REMOTE_ADDR="192.0.2.8")).status_code == 200
    wrong = client.get("/api/v1/deadlines/preview")
    assert wrong.status_code == 429


def test_a_question_that_makes_no_sense_counts_too(cast):
    client = Client(REMOTE_ADDR="192.0.2.9")

    answers = [client.get("/api/v1/deadlines/preview").status_code for _ in range(4)]
    assert answers == [400, 400, 400, 429]


def test_each_token_and_each_person_has_a_count_of_its_own(cast):
    by = viewer_for(cast.ana, clock.now())
    secrets = [services.make_token(n, areas=[], days=1, by=by)[1] for n in ("a", "b")]
    first, second = ({"Authorization": f"Bearer {each}"} for each in secrets)
    for _ in range(3):
        assert asked(Client(), **first).status_code == 200

    assert asked(Client(), **first).status_code == 429
    assert asked(Client(), **second).status_code == 200
    ana, bruno = Client(), Client()
    ana.force_login(cast.ana)
    bruno.force_login(cast.bruno)
    assert [asked(ana).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert asked(bruno).status_code == 200
    assert asked(Client()).status_code == 200
