"""A migrated test database, kept while no migration changes: migrating takes seconds."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from crm_portal.devstack.places import ROOT

APPS = ("crm_portal", "members", "meetings", "decisions", "finance")
ALSO = ("requirements-browser.txt",)
# Values taken by hand may end up in the schema; what makemigrations imports by itself
# ("import members.models") is for validators and choices, which do not.
IMPORTED = re.compile(rf"^from ((?:{'|'.join(APPS)})[\w.]*)", re.MULTILINE)
DISUSED = 86400.0  # seconds since it was last copied
SHELF = Path(sys.prefix) / "test-databases"


class Template:
    """The data folder of a stopped PostgreSQL in which every migration has run."""

    def __init__(self, shelf: Path = SHELF) -> None:
        self.folder = shelf / _key()

    def exists(self) -> bool:
        """Return whether there is one for the migrations as they are now."""
        return self.folder.exists()

    def restore(self, data: Path) -> None:
        """Make ``data`` a copy of it."""
        os.utime(self.folder)
        shutil.rmtree(data, ignore_errors=True)
        _copy(self.folder, data)

    def save(self, data: Path) -> None:
        """Keep a copy of ``data``, where there is room for one, and drop what is disused."""
        partial = self.folder.with_name(f"{self.folder.name}.{os.getpid()}")
        try:
            partial.parent.mkdir(parents=True, exist_ok=True)
            _copy(data, partial)
            partial.rename(self.folder)  # fails if another run was faster
        except (OSError, subprocess.CalledProcessError):
            shutil.rmtree(partial, ignore_errors=True)
        for folder in partial.parent.glob("*"):
            if folder.stat().st_mtime < time.time() - DISUSED:
                shutil.rmtree(folder, ignore_errors=True)

    def forget(self) -> None:
        """Keep none."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    # cp, because it is fast and keeps the owner, without whom PostgreSQL does not start.
    subprocess.run(["cp", "-Rp", source, target], check=True)


def _key() -> str:
    made_by = f"{sys.version} {os.environ.get('DEVSTACK_PG_BIN')}"
    digest = hashlib.sha256(made_by.encode())
    for path in sorted({*_migrations(), *(ROOT / name for name in ALSO)}):
        digest.update(f"{path}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


def _migrations() -> Iterator[Path]:
    for app in APPS:
        for migration in (ROOT / app).glob("**/migrations/*.py"):
            yield migration
            yield from _imported(migration.read_text())


def _imported(text: str) -> Iterator[Path]:
    for name in IMPORTED.findall(text):
        module = ROOT.joinpath(*name.split("."))
        yield from filter(Path.is_file, (module.with_suffix(".py"), module / "__init__.py"))
