"""S6: nothing is done by a request that another site made."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from tests import matrix
from tests.cast import Cast
from tests.matrix_scenes import set_scene

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
# Nothing is there to be done: the address answers so whoever asks.
NO_SUCH = {404, 405}


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["presidency", "public"])
def test_every_unsafe_request_wants_its_token(cast: Cast, who: str, caplog):
    caplog.set_level("ERROR", "django")
    stage = set_scene(cast, "in consultation")
    client = Client(enforce_csrf_checks=True)
    if name := stage.visitors[who]:
        client.force_login(stage.people[name])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value if name else ""
    let_through = []
    for page in matrix.pages():
        address = stage.address(page)
        for method in UNSAFE:
            client.cookies.clear()
            if session:
                client.cookies[settings.SESSION_COOKIE_NAME] = session
            with transaction.atomic():
                status = client.generic(method, address).status_code
                transaction.set_rollback(True)
            if status != 403 and status not in NO_SUCH:
                let_through.append((method, page, status))

    assert [each for each in let_through if not _is_harmless(each)] == []


def _is_harmless(each: tuple[str, str, int]) -> bool:
    """Asking what a term would be writes nothing: it is a reading that has a body."""
    return each[1] == "api:deadline-preview" and each[0] == "POST"


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["account_login", "account_reset_password"])
def test_the_door_wants_it_from_strangers_too(page):
    from django.urls import reverse

    client = Client(enforce_csrf_checks=True)
    typed = {"login": "x@example.org", "password": "x", "email": "x@example.org"}

    assert client.post(reverse(page), typed).status_code == 403
    client.get(reverse(page))
    token = client.cookies["csrftoken"].value
    foreign = {"Origin": "https://elsewhere.example.org"}
    typed["csrfmiddlewaretoken"] = token
    assert client.post(reverse(page), typed, headers=foreign).status_code == 403
    assert client.post(reverse(page), typed).status_code != 403
