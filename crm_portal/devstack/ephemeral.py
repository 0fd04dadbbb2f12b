"""Servers for the length of one test run, in a folder that goes away with them."""

import os
import shutil
import tempfile
from pathlib import Path

from crm_portal.devstack.places import Lock, Place
from crm_portal.devstack.servers import SERVERS, Postgres, Server
from crm_portal.devstack.template import Template

PREFIX = f"crm-test-{os.geteuid()}-"
DATABASE = "test_app"  # what Django calls the tests' copy of "app"


class Ephemeral:
    """Those of PostgreSQL and Redis that the environment does not name."""

    def __init__(self) -> None:
        self.wanted = [name for name in SERVERS if name not in os.environ]
        self.servers: list[Server] = []
        self.postgres: Postgres | None = None
        self.place: Place | None = None
        self.env: dict[str, str] = {}
        self.running = False
        if self.wanted:
            self._settle()

    def begin(self, template: Template | None = None) -> bool:
        """Start the servers; return whether the database is a copy of ``template``."""
        copied = bool(self.postgres and template and template.exists())
        if copied and self.postgres and template:
            template.restore(self.postgres.data)
        for server in self.servers:
            server.begin()
            self.running = True
        return copied

    def finish(self) -> None:
        """Wait until the servers answer."""
        if self.running:
            for server in self.servers:
                server.finish()

    def save(self, template: Template) -> None:
        """Keep the database as ``template``; nobody may be connected to it."""
        if self.postgres and self.running:
            self.postgres.pause()
            template.save(self.postgres.data)
            self.postgres.begin()
            self.postgres.finish()

    def multiply(self, names: list[str]) -> None:
        """Copy the tests' database under each of ``names``."""
        if self.postgres:
            for name in names:
                self.postgres.execute(f'CREATE DATABASE "{name}" TEMPLATE "{DATABASE}"')

    def stop(self) -> None:
        """Stop the servers and remove their folders."""
        if self.place is None:
            return
        if self.running:
            for server in reversed(self.servers):
                server.stop()
                server.remove()
        self.lock.release()
        _remove(self.place)
        self.place = None

    def _settle(self) -> None:
        _remove_abandoned()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        folder.chmod(0o711)  # root's PostgreSQL runs as somebody else
        self.lock = Lock(folder / "lock")
        self.lock.take()
        self.place = Place.at(folder)
        for name in self.wanted:
            server = SERVERS[name](self.place, ephemeral=True, keep=[self.lock.fd])
            self.servers.append(server)
            self.env[name] = server.url
            if isinstance(server, Postgres):
                self.postgres = server


def _remove(place: Place) -> None:
    for folder in (place.data, place.sockets):
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if not (folder / "lock").exists():
            continue
        lock = Lock(folder / "lock")
        if lock.take():  # whoever made it was killed, and so were its servers
            _remove(Place.at(folder))
        lock.release()
