"""The whole portal as one object: start it, ask where it is, harm it, stop it.

``make run`` is this with a terminal around it; tests, drills and benchmarks use it bare.
"""

import contextlib
import json
import os
import signal
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from crm_portal.devstack import environment
from crm_portal.devstack.child import Child
from crm_portal.devstack.keeper import Keeper
from crm_portal.devstack.places import ROOT, Lock, Place
from crm_portal.devstack.prepare import Stamp
from crm_portal.devstack.processes import descendants
from crm_portal.devstack.programs import Beat, Prepare, Web, Worker
from crm_portal.devstack.servers import SERVERS, Postgres, Server
from crm_portal.devstack.trouble import Trouble

PROGRAMS = {kind.name: kind for kind in (Web, Worker, Beat)}
ALL = (*(kind.name for kind in SERVERS.values()), *PROGRAMS)
LAST_RUN_ENDS_WITHIN = 20.0  # seconds
LOCKS = 2
CHECK_EVERY = 0.1  # seconds


def quietly(_line: str) -> None:
    """Say nothing."""


class Portal:
    """The processes named in ``names``, on the data in ``data``.

    They get the environment of this process, but for the servers and settings that it
    uses itself, and over it ``env``; servers named there are used and not started.
    ``port`` 0 takes any free one. With ``watch``, a thread starts again what dies; without
    ``prepare`` the database stays as it is found.
    """

    def __init__(
        self,
        data: Path | str,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        names: Sequence[str] = ALL,
        env: Mapping[str, str] | None = None,
        ephemeral: bool = False,
        watch: bool = False,
        prepare: bool = True,
        say: Callable[[str], None] = quietly,
    ) -> None:
        self.place = Place.at(data)
        self.host, self.asked_port, self.names = host, port, tuple(names)
        inherited = {k: v for k, v in os.environ.items() if k not in environment.OWN}
        self.given = inherited | dict(env or {})
        self.ephemeral, self.watch, self.prepare = ephemeral, watch, prepare
        self.say = say
        self.env: dict[str, str] = {}
        self.keepers: dict[str, Keeper] = {}
        self._turn = threading.RLock()
        self._over = threading.Event()
        self._watcher: threading.Thread | None = None
        self._locks: list[Lock] = []

    def __enter__(self) -> "Portal":
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Where the web process answers."""
        return environment.site_url(self.host, int(self.env["PORT"]))

    def start(self) -> None:
        """Start everything, preparing the database if it is new or the code has changed."""
        keep = self._take_locks()
        port = self._port()
        self._turn_logs()
        servers = self._servers(keep)
        self.env = environment.build(
            self.place, self.given, _urls(servers), self.host, port
        )
        self._sign()
        programs = [PROGRAMS[name] for name in self.names if name in PROGRAMS]
        children = [program(self.place, self.env, keep=keep) for program in programs]
        self._begin(servers)
        stamp = Stamp(self.place, self.env)
        if self.prepare and not (_are_kept(servers) and stamp.holds()):
            self._prepare(stamp, servers, children, keep)
        self._finish(servers)
        self._begin(child for child in children if child.name not in self.keepers)
        self._finish(children)
        if self.watch:
            self._watcher = threading.Thread(target=self.keep_up, daemon=True)
            self._watcher.start()

    def stop(self) -> None:
        """Stop beat, worker, web, Redis and PostgreSQL, in this order."""
        self._over.set()
        if self._watcher:
            self._watcher.join()
        for keeper in reversed(self.keepers.values()):
            keeper.halt()
            if self.ephemeral and isinstance(keeper.child, Server):
                keeper.child.remove()
        self._release()

    def forget(self) -> None:
        """Make the next start prepare the database again."""
        Stamp(self.place, {}).forget()

    def remove(self) -> None:
        """Remove the servers' data, wherever they are, of a portal that does not run."""
        keep = self._take_locks()
        for server in self._servers(keep):
            server.remove()
        self._release()

    def check(self) -> None:
        """Start again what has died, once its pause is over."""
        with self._turn:
            for keeper in self.keepers.values():
                keeper.check()

    def keep_up(self, still: Callable[[], bool] = lambda: True) -> None:
        """Check ten times a second, until stopped or no longer ``still``."""
        while still() and not self._over.wait(CHECK_EVERY):
            self.check()

    def pids(self, name: str) -> list[int]:
        """Return the process ``name`` and all under it; empty when it is not running."""
        child = self.keepers[name].child
        if not child.alive or child.process is None:
            return []
        return [child.process.pid, *descendants(child.process.pid)]

    def kill(self, name: str, sig: signal.Signals = signal.SIGKILL) -> None:
        """Send ``sig`` to the process ``name``, and nothing to what is under it."""
        for pid in self.pids(name)[:1]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sig)

    def halt(self, name: str) -> None:
        """Stop the process ``name`` in order, and leave it stopped."""
        with self._turn:
            self.keepers[name].halt()

    def restart(self, name: str) -> None:
        """Stop the process ``name`` if it runs, start it, and wait until it can be used."""
        with self._turn:
            self.keepers[name].halt()
            self.keepers[name].begin()
            self.keepers[name].child.finish()

    def _take_locks(self) -> list[int]:
        ours = Lock(self.place.data / "portal.lock")
        self._locks.append(ours)
        if not ours.take():
            raise Trouble(f"The portal already runs on {self.place.data}{self._by_whom()}.")
        # Held by every process of the portal: free once the last of them is gone.
        theirs = Lock(self.place.data / "processes.lock")
        self._locks.append(theirs)
        if not theirs.take(within=LAST_RUN_ENDS_WITHIN):
            raise Trouble(f"Processes of an earlier run still use {self.place.data}.")
        return [theirs.fd]

    def _release(self) -> None:
        if len(self._locks) == LOCKS:
            with contextlib.suppress(OSError):  # sockets of servers that were killed
                self.place.sockets.rmdir()
        while self._locks:
            self._locks.pop().release()

    def _by_whom(self) -> str:
        with contextlib.suppress(OSError, ValueError, KeyError):
            sign = json.loads((self.place.data / "portal.json").read_text())
            return f": {sign['url']} (process {sign['pid']})"
        return ""

    def _port(self) -> int:
        if "web" not in self.names:
            return self.asked_port
        return environment.free_port(self.host, self.asked_port)

    def _sign(self) -> None:
        sign = {"url": self.url, "pid": os.getpid()}
        (self.place.data / "portal.json").write_text(json.dumps(sign))

    def _turn_logs(self) -> None:
        for log in self.place.log_dir.glob("*.log"):
            log.rename(log.with_suffix(".log.1"))

    def _servers(self, keep: Sequence[int]) -> list[Server]:
        return [
            kind(self.place, ephemeral=self.ephemeral, keep=keep)
            for variable, kind in SERVERS.items()
            if kind.name in self.names and not self.given.get(variable)
        ]

    def _begin(self, children: Iterable[Child]) -> None:
        for child in children:
            keeper = Keeper(child, self.say)
            keeper.begin()
            self.keepers[child.name] = keeper

    def _finish(self, children: Iterable[Child]) -> None:
        for child in children:
            child.finish()

    def _prepare(
        self,
        stamp: Stamp,
        servers: Sequence[Child],
        children: Sequence[Child],
        keep: Sequence[int],
    ) -> None:
        from crm_portal.core.management.commands.compile_catalogue import compile_catalogues

        self.say("Preparing the database: schema, reference data, demonstration.")
        stamp.forget()
        prepare = Prepare(self.place, self.env, keep=keep)
        try:
            # It loads while the servers start, and the pages are loaded while it works.
            prepare.begin()
            compile_catalogues(ROOT / "locale")
            self._finish(servers)
            self._begin(child for child in children if child.name == Web.name)
            prepare.finish()
        finally:
            prepare.stop()
        stamp.keep()


def _are_kept(servers: Iterable[Server]) -> bool:
    return any(server.name == Postgres.name and not server.is_new for server in servers)


def _urls(servers: Iterable[Server]) -> dict[str, str]:
    kinds = {kind.name: variable for variable, kind in SERVERS.items()}
    return {kinds[server.name]: server.url for server in servers}
