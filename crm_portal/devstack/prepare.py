"""Bring the database up to what the code says: schema, reference data, demonstration."""

import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from crm_portal.devstack.places import ROOT, Place

PATIENCE = 30.0  # seconds for the database to answer
SOURCES = ("crm_portal", "members", "meetings", "decisions", "finance", "static", "locale")
NOT_SOURCES = {"__pycache__", "devstack"}
MADE = {".pyc", ".mo"}


class Stamp:
    """Whether the database was last prepared by this code, for this demonstration."""

    def __init__(self, place: Place, env: Mapping[str, str]) -> None:
        self.path = place.data / "prepared"
        self.digest = _digest(env)

    def holds(self) -> bool:
        """Return whether nothing has changed since."""
        return self.path.exists() and self.path.read_text() == self.digest

    def keep(self) -> None:
        """Remember that the database is prepared, for what was there when this was made."""
        self.path.write_text(self.digest)

    def forget(self) -> None:
        """Remember nothing: the next start prepares the database."""
        self.path.unlink(missing_ok=True)


def accounts(place: Place) -> list[tuple[str, str, str]]:
    """Return role, e-mail and password of the demonstration's people, if there are any."""
    path = place.data / "accounts.json"
    return [tuple(row) for row in json.loads(path.read_text())] if path.exists() else []


def main() -> None:
    """Prepare the database that the environment names."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    call_command("compile_catalogue", verbosity=0)
    _load_pages()  # letters name them, and the servers are still starting
    _await_database()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    people: list[tuple[str, str, str]] = []
    if settings.DEMONSTRATION:
        from crm_portal import demonstration

        # It loads the reference data itself, once its clock stands where the story begins.
        call_command("seed_demonstration", verbosity=0)
        people = [
            (str(role), email, password)
            for role, email, password in demonstration.accounts()
        ]
    else:
        call_command("load_reference", verbosity=0)
    _write_privately(settings.DATA_DIR / "accounts.json", json.dumps(people))


def _digest(env: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for name in ("DATABASE_URL", "DEMONSTRATION", "CRM_DEMO_STORY"):
        digest.update(f"{name}={env.get(name)}\n".encode())
    for path in sorted(_sources()):
        at = path.stat()
        digest.update(f"{path} {at.st_size} {at.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for name in SOURCES:
        for folder, folders, files in os.walk(ROOT / name):
            folders[:] = sorted(set(folders) - NOT_SOURCES)
            yield from (Path(folder, f) for f in files if Path(f).suffix not in MADE)


def _load_pages() -> None:
    from django.urls import reverse

    reverse("core:today")


def _await_database() -> None:
    from django.db import OperationalError, connection

    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return connection.ensure_connection()
        except OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _write_privately(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)
