"""The drills run beside the other tests, and are judged when those are done.

Most of a drill is waiting. They begin as soon as it is known that they will be asked for,
in processes of their own, each on a stage of its own, and leave their verdicts in a folder.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from crm_portal.devstack.places import ROOT
from crm_portal.devstack.processes import wait_until

# The others take minutes: ``make drill`` runs them all.
STAGES = [["T6", "T1"], ["T8", "Q4"]]
# Where the verdicts are; the workers of pytest-xdist inherit it.
FOLDER = "CRM_DRILLS_FOLDER"
ASKED_FOR = "test_drills.py"
LONGEST = 900  # seconds


class Drills:
    """Begins the drills once, for whoever collects the tests, and ends them with the run."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="drills-")
        os.environ[FOLDER] = self.folder.name
        self.running: list[subprocess.Popen[bytes]] = []

    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        self._begin_for(ids)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._begin_for([item.nodeid for item in session.items])

    def pytest_unconfigure(self) -> None:
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait()
        self.folder.cleanup()

    def _begin_for(self, ids: list[str]) -> None:
        if not self.running and any(ASKED_FOR in name for name in ids):
            self.running = [begun(names, Path(self.folder.name)) for names in STAGES]


def begun(names: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a process that runs the drills ``names``, and note in ``folder`` that it ended."""
    asked = ["-m", "drills", *names, "--short", "--json", str(folder / f"{names[0]}.json")]
    with (folder / f"{names[0]}.txt").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *asked], cwd=ROOT, stdout=output, stderr=subprocess.STDOUT
        )
    ended = folder / f"{names[0]}.ended"
    Thread(target=lambda: (process.wait(), ended.touch()), daemon=True).start()
    return process


def verdicts() -> dict[str, dict[str, Any]]:
    """Wait for every drill, and return the verdicts by name."""
    folder = Path(os.environ[FOLDER])
    found = {}
    for first, *_others in STAGES:
        assert wait_until((folder / f"{first}.ended").exists, within=LONGEST, every=0.5)
        report = folder / f"{first}.json"
        assert report.exists(), (folder / f"{first}.txt").read_text()[-3000:]
        for verdict in json.loads(report.read_text()):
            found[verdict["name"]] = verdict
    return found
