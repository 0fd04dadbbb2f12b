"""The decisions' tests play scenes with the cast."""

import pytest

from tests.cast import Cast
from tests.decisions.scene import Scene


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """A consultation to be played, on Thursday 10 September 2026."""
    return Scene(cast)
