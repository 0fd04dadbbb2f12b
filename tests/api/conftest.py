"""The API's tests: signed-in clients for the people of the cast, and a scene to play."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from tests.cast import Cast
from tests.decisions.stage import opened_stamp, scene

__all__ = ["opened_stamp", "scene"]

Api = Callable[..., APIClient]


@pytest.fixture
def api(cast: Cast) -> Api:
    """A client for a person of the cast (``ana``), a State's voice (``CA``), or the public."""

    def signed_in(who: str = "", *, csrf: bool = False) -> APIClient:
        client = APIClient(enforce_csrf_checks=csrf)
        client.default_format = "json"
        user = cast.focal_points.get(who) or cast.people.get(who)
        assert user or not who
        if user:
            client.force_login(user)
        return client

    return signed_in
