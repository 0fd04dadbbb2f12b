"""Four drills in their short forms, on real processes that are really harmed."""

from typing import Any

import pytest

from tests import drilling

pytestmark = [pytest.mark.processes, pytest.mark.awaited]
NAMES = ["T1", "T6", "T8", "Q4"]


@pytest.fixture(scope="module")
def verdicts() -> dict[str, dict[str, Any]]:
    """What the drills that run beside the tests have found."""
    return drilling.verdicts()


def test_every_drill_runs_once():
    assert sorted(name for names in drilling.STAGES for name in names) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost_and_nothing_happens_twice(verdicts, name):
    assert verdicts[name]["faults"] == []
