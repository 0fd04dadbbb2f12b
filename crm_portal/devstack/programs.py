"""The portal's own processes: web, worker, beat, and what prepares for them."""

import http.client
import signal
import sys
from collections.abc import Mapping, Sequence

from crm_portal.devstack.child import Child
from crm_portal.devstack.places import ROOT, Place
from crm_portal.devstack.processes import spawn
from crm_portal.devstack.trouble import Trouble

READY = "/healthz/ready"
NOT_WAITING = "-c synchronous_commit=off"


class Program(Child):
    """A Python module of the portal, run in the environment of the portal."""

    def __init__(
        self, place: Place, env: Mapping[str, str], *, keep: Sequence[int] = ()
    ) -> None:
        super().__init__(place, keep=keep)
        self.env = env

    @property
    def arguments(self) -> list[str]:
        """What follows ``python -m``."""
        raise NotImplementedError

    def begin(self) -> None:
        self.process = spawn(
            [sys.executable, "-m", *self.arguments],
            env=self.env,
            log=self.place.log(self.name),
            cwd=ROOT,
            death=self.death,
            keep=self.keep,
        )


class Prepare(Program):
    """Runs once and ends: schema, reference data, demonstration."""

    name = "prepare"
    patience = 600.0

    def __init__(
        self, place: Place, env: Mapping[str, str], *, keep: Sequence[int] = ()
    ) -> None:
        # What a crash would lose is made again by the next start: do not wait for the disk.
        super().__init__(place, {"PGOPTIONS": NOT_WAITING, **env}, keep=keep)

    @property
    def arguments(self) -> list[str]:
        return ["crm_portal.devstack", "prepare"]

    def finish(self) -> None:
        if self.process is None or self.process.wait(self.patience) != 0:
            raise Trouble(f"The database could not be prepared: {self.last_words()}")


class Web(Program):
    """gunicorn, two workers, on ``HOST`` and ``PORT``; loaded once, which starts sooner."""

    name = "web"
    patience = 60.0

    @property
    def arguments(self) -> list[str]:
        host, port = self.env["HOST"], self.env["PORT"]
        bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        config = str(ROOT / "deploy" / "gunicorn.conf.py")
        return [
            "gunicorn",
            "-c",
            config,
            "-b",
            bind,
            "-w",
            "2",
            "--preload",
            "crm_portal.wsgi",
        ]

    def answers(self) -> bool:
        host = reachable(self.env["HOST"])
        there = http.client.HTTPConnection(host, int(self.env["PORT"]), timeout=5)
        try:
            there.request("GET", READY)
            return there.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            there.close()


class Worker(Program):
    """Celery, two tasks at a time."""

    name = "worker"
    grace = 5.0  # what it was doing stays owed, and is done after the next start
    death = signal.SIGQUIT  # with its parent go the servers: no task can end well

    @property
    def arguments(self) -> list[str]:
        lonely = ["--without-gossip", "--without-mingle"]
        return [*_celery("worker"), "-c", "2", *lonely]


class Beat(Program):
    """The clock of the sweep."""

    name = "beat"

    @property
    def arguments(self) -> list[str]:
        schedule = str(self.place.data / "beat-schedule")
        return [*_celery("beat"), "-s", schedule, "--pidfile="]


def reachable(host: str) -> str:
    """Return the address at which this machine itself reaches what listens on ``host``."""
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)


def _celery(command: str) -> list[str]:
    return ["celery", "-A", "crm_portal", command, "--loglevel", "INFO"]
