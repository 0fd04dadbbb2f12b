"""What the tests of documents may ask for: circles to hang them on."""

from typing import Any

import pytest

from tests.library import documents


@pytest.fixture
def circles(settings: Any) -> None:
    """Meeting 42, its participants, its drafting group and its closed door."""
    settings.CIRCLES = [documents.CIRCLES]
    settings.CIRCLES_OFFERED = [documents.OFFERED]
    settings.CIRCLES_DESCRIBED = [documents.DESCRIBED]
