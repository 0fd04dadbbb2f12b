"""The drills' short forms, on real processes that are really harmed."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = [pytest.mark.processes, pytest.mark.slow]
NAMES = ["T1", "T3", "T5", "T6", "T7", "T8", "Q1", "Q2", "Q4", "Q10"]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory) -> dict[str, dict]:
    """Run all the drills on one stage, in a process of their own."""
    report = tmp_path_factory.mktemp("drills") / "verdicts.json"
    done = subprocess.run(
        [sys.executable, "-m", "drills", "--short", "--json", str(report)],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert report.exists(), done.stderr[-3000:]
    return {verdict["name"]: verdict for verdict in json.loads(report.read_text())}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost_and_nothing_happens_twice(verdicts, name):
    assert verdicts[name]["faults"] == []
