"""The schema explains itself: every operation, parameter, body and answer, in valid examples."""

import json
from functools import cache
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

JSON, PROBLEM = "application/json", "application/problem+json"


@cache
def schema() -> dict[str, Any]:
    return json.loads(Client().get("/api/v1/schema").content)


def operations():
    for path, methods in schema()["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def complaints(shape: dict[str, Any], example: Any) -> list[str]:
    whole = {**shape, "components": schema()["components"]}
    return [each.message for each in Draft202012Validator(whole).iter_errors(example)]


def test_the_schema_is_openapi_3_1_and_says_how_one_signs_in(db):
    assert schema()["openapi"].startswith("3.1")
    schemes = schema()["components"]["securitySchemes"]
    assert schemes["personalToken"]["scheme"] == "bearer"
    assert schemes["cookieAuth"]["in"] == "cookie"
    for name, operation in operations():
        ways = {way for each in operation["security"] for way in each}
        assert {"personalToken", "cookieAuth"} <= ways, name


def test_every_operation_and_parameter_is_described_in_english(db):
    for name, operation in operations():
        assert len(operation["description"]) > 15, name
        assert 10 < len(operation["summary"]) <= 120, name
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description"), (name, parameter["name"])
            assert "title" not in parameter["schema"], (name, parameter["name"])
    everything = json.dumps(schema(), ensure_ascii=False)
    for spanish in ("Referencia", "Símbolo", "Código", "¿"):
        assert f'"title": "{spanish}' not in everything


def test_every_body_and_answer_has_an_example_that_its_own_schema_allows(db):
    seen = 0
    for name, operation in operations():
        contents = [operation.get("requestBody", {}).get("content", {})]
        contents += [each.get("content", {}) for each in operation["responses"].values()]
        for content in contents:
            for kind, body in content.items():
                assert kind in (JSON, PROBLEM), name
                assert "example" in body, name
                assert complaints(body["schema"], body["example"]) == [], name
                seen += 1
    assert seen > 500


def test_every_answer_is_explained_and_every_operation_may_refuse_a_token(db):
    for name, operation in operations():
        for status, answer in operation["responses"].items():
            assert answer["description"], (name, status)
        assert {"400", "401", "403", "404", "429"} <= set(operation["responses"]), name


@pytest.mark.parametrize(("path", "parameter"), [("parties", "on"), ("search", "q")])
def test_what_a_filter_does_is_said_where_it_stands(db, path, parameter):
    told = schema()["paths"][f"/api/v1/{path}"]["get"]["parameters"]
    (found,) = [each for each in told if each["name"] == parameter]
    assert len(found["description"]) > 20
