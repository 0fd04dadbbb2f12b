"""The drills' short forms, on real processes that are really harmed."""

import contextlib
import json
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = [pytest.mark.processes, pytest.mark.slow]
# Most of a drill is waiting: these run side by side, each on a stage of its own.
STAGES = [["T5", "T3", "Q10", "Q1", "Q4"], ["T6", "T7", "Q2", "T8", "T1"]]
NAMES = ["T1", "T3", "T5", "T6", "T7", "T8", "Q1", "Q2", "Q4", "Q10"]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory) -> dict[str, dict]:
    """Run all the drills, each stage in a process of its own."""
    folder = tmp_path_factory.mktemp("drills")
    found = {}
    with contextlib.ExitStack() as stages:
        running = [stages.enter_context(begun(names, folder)) for names in STAGES]
        for names, process in zip(STAGES, running, strict=True):
            process.wait()
            report = folder / f"{names[0]}.json"
            said = (folder / f"{names[0]}.txt").read_text()
            assert report.exists(), said[-3000:]
            found |= {
                verdict["name"]: verdict for verdict in json.loads(report.read_text())
            }
    return found


@contextlib.contextmanager
def begun(names, folder):
    """A process that runs the drills ``names`` and reports in ``folder``."""
    report = folder / f"{names[0]}.json"
    with (folder / f"{names[0]}.txt").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "drills", *names, "--short", "--json", report],
            cwd=settings.BASE_DIR,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_every_drill_runs_once():
    assert sorted(name for names in STAGES for name in names) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost_and_nothing_happens_twice(verdicts, name):
    assert verdicts[name]["faults"] == []
