import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crm_portal.devstack.environment import OWN
from crm_portal.devstack.places import ROOT, Place
from crm_portal.devstack.processes import wait_until


class Terminal:
    """``python -m crm_portal.devstack …`` as somebody would type it, and what it says."""

    def __init__(self, folder: Path, *arguments: str, **env: str) -> None:
        self.output = folder / "terminal.txt"
        inherited = {key: value for key, value in os.environ.items() if key not in OWN}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "crm_portal.devstack", *arguments],
                env={**inherited, "CRM_DATA_DIR": str(folder / "var"), "PORT": "0", **env},
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def text(self) -> str:
        return self.output.read_text()

    def says(self, words: str, *, within: float) -> bool:
        ended = self.process.poll
        wait_until(lambda: words in self.text or ended() is not None, within=within)
        return words in self.text

    def ends(self, *, within: float) -> int:
        return self.process.wait(within)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that root's PostgreSQL, which is somebody else, may enter too."""
    path = Path(tempfile.mkdtemp(prefix="crm-devstack-"))
    path.chmod(0o711)
    yield path
    if (path / "var").exists():
        shutil.rmtree(Place.at(path / "var").sockets)
    shutil.rmtree(path)


@pytest.fixture
def type_in(folder: Path) -> Iterator[Callable[..., Terminal]]:
    terminals: list[Terminal] = []

    def type_in(*arguments: str, **env: str) -> Terminal:
        terminals.append(Terminal(folder, *arguments, **env))
        return terminals[-1]

    yield type_in
    for terminal in terminals:
        terminal.process.terminate()
        terminal.process.wait(60)
