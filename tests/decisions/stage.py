"""Scenes that open by copied rows where nothing can tell the difference."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils.translation import get_language

from crm_portal.core import clock
from decisions.models import Consultation
from tests.cast import Cast
from tests.decisions.scene import Scene
from tests.stamps import Stamp, touched

# Whoever asks for one of these changes what the opening does, or watches it being done.
WATCHING = frozenset(
    {
        "monkeypatch",
        "settings",
        "django_capture_on_commit_callbacks",
        "django_assert_num_queries",
        "django_assert_max_num_queries",
    }
)


@pytest.fixture(scope="session")
def opened_stamp(cast_stamp: Stamp[Cast], django_db_blocker: Any) -> Stamp[Consultation]:
    """A consultation that was just distributed, with the cast around it."""
    with django_db_blocker.unblock():
        return Stamp(lambda: _opened(cast_stamp.lay()))


def _opened(cast: Cast) -> Consultation:
    clock.set_to(cast.at, frozen=True)
    return Scene(cast).open().consultation


@pytest.fixture
def scene(
    cast: Cast,
    request: pytest.FixtureRequest,
    cast_stamp: Stamp[Cast],
    opened_stamp: Stamp[Consultation],
) -> Scene:
    """A consultation to be played, on Thursday 10 September 2026."""
    if not connection.in_atomic_block or WATCHING & {*request.fixturenames}:
        return Scene(cast)
    before = touched()

    def opened() -> Consultation | None:
        same = touched() == before and get_language() == settings.LANGUAGE_CODE
        return opened_stamp.lay_over(cast_stamp) if same else None

    return Scene(cast, opened)
