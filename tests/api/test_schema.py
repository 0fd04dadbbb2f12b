"""The schema says all that the API does, without a warning, the same to everybody."""

import json
from io import StringIO

from django.core.management import call_command
from django.test import Client
from django.utils.translation import override

SCHEMA = "/api/v1/schema"


def test_the_schema_is_made_and_validated_without_a_warning(tmp_path):
    for language in ("es", "en"):
        with override(language):
            call_command(
                "spectacular",
                file=str(tmp_path / "schema.yaml"),
                validate=True,
                fail_on_warn=True,
                api_version="1",
                stderr=StringIO(),
            )


def test_anybody_reads_the_schema_and_it_is_in_english(db):
    answer = Client().get(SCHEMA, headers={"Accept-Language": "es"})

    described = json.loads(answer.content)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/vnd.oai.openapi+json"
    assert described["info"]["title"] == "CRM portal API"
    state = described["components"]["schemas"]["StateEnum"]
    assert "In consultation" in state["description"]


def test_every_refusal_in_the_schema_is_a_problem(db):
    described = json.loads(Client().get(SCHEMA).content)

    seen = 0
    for path, operations in described["paths"].items():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"], path
                    seen += 1
    assert seen > 100


def test_every_act_says_that_it_may_be_refused(db):
    described = json.loads(Client().get(SCHEMA).content)

    acts = [each["post"] for each in described["paths"].values() if "post" in each]
    assert len(acts) > 25
    for act in acts:
        assert {"400", "403", "404", "409"} <= set(act["responses"])
