"""Whatever a program sends that the schema can think of: an answer of the schema, never a 5xx."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks

from crm_portal.wsgi import application
from decisions.models import Consultation
from decisions.rules.positions import Position

pytestmark = pytest.mark.slow
TOKEN = "a" * 32
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
BOUNDED = settings(
    max_examples=3,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _one_transaction() -> Iterator[None]:
    """The application answers inside the test's transaction, as it does for Django's client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def session_of(cast: Any, who: str) -> dict[str, str]:
    """The cookies of a person of the cast, or the public's none."""
    if not who:
        return {}
    client = Client()
    client.force_login(cast.people[who])
    return {"session": client.cookies["session"].value, "csrftoken": TOKEN}


@cache
def everything_that_may_be_asked() -> list[Any]:
    """Return the cases of each operation of the schema, which is the same for everybody."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema", application)
    return [made.ok().as_strategy() for made in schema.get_all_operations()]


@pytest.mark.parametrize("who", ["", "claire", "ana", "oscar"])
def test_whatever_is_sent_is_answered_as_the_schema_says(scene, who):
    scene.open()
    scene.reply("CA", Position.CHANGES)
    real = Consultation.objects.get(pk=scene.pk).reference
    cookies, answered = session_of(scene.cast, who), Counter()

    for cases in everything_that_may_be_asked():

        @BOUNDED
        @given(case=cases)
        def ask(case: Any) -> None:
            if "reference" in (case.path_parameters or {}):
                case.path_parameters["reference"] = real
            response = case.call(
                cookies=cookies,
                headers={"X-CSRFToken": TOKEN, "X-Forwarded-For": "192.0.2.1"},
            )
            answered[response.status_code] += 1
            case.validate_response(response, checks=CHECKS)

        ask()

    assert sum(answered.values()) > 200
    assert not [status for status in answered if status >= 500]
    assert answered[200]
