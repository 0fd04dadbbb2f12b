"""A whole portal to harm: its processes, a mailbox that misbehaves, rounds by the hundred."""

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from crm_portal.devstack.portal import ALL, Portal
from drills.sink import Sink

SERVERS = ("postgres", "redis")


@contextmanager
def stage(names: Sequence[str] = ALL) -> Iterator["Stage"]:
    """Start ``names`` on fresh data, with Django in this process on the same database."""
    with tempfile.TemporaryDirectory(prefix="drill-") as data, Sink() as sink:
        env = {
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            "CRM_DEMO_STORY": "0",
            "CRM_CRASHPOINTS": "1",
            "LOG_LEVEL": "WARNING",
        }
        with Portal(data, names=names, env=env, ephemeral=False, watch=True) as portal:
            os.environ.update(portal.env)
            import django

            django.setup()
            yield Stage(portal, sink, Path(data))


class Stage:
    """What a drill may use: the portal, the mailbox, the clock."""

    def __init__(self, portal: Portal, sink: Sink, data: Path) -> None:
        self.portal, self.sink, self.data = portal, sink, data

    def run(self, *arguments: str, check: bool = True) -> int:
        """Run a Python module or file in the portal's environment; return its exit status."""
        import subprocess

        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.portal.env,
            check=False,
            capture_output=True,
            text=True,
        )
        if check and done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.returncode

    def tick(self) -> None:
        """Sweep once, in a process of its own."""
        self.run("manage.py", "tick")

    def sweep(self) -> None:
        """Sweep once, in this process: when what is looked at is what a death left behind."""
        from django.core.management import call_command

        call_command("tick", stdout=io.StringIO())

    def settle(self) -> None:
        """Let whatever an earlier drill left be delivered."""
        from crm_portal.core.models import Notice

        until(lambda: not Notice.objects.owed().exists(), 180)

    def halt(self, *names: str) -> None:
        for name in names:
            self.portal.halt(name)

    def start(self, *names: str) -> None:
        for name in names:
            self.portal.restart(name)

    def arm(self, point: str) -> None:
        """Make the next process that passes ``point`` die there."""
        (self.data / f"crash-{point}").touch()

    def disarm(self, point: str) -> bool:
        """Return whether ``point`` was never reached, and forget it."""
        path = self.data / f"crash-{point}"
        was_armed = path.exists()
        path.unlink(missing_ok=True)
        return was_armed


def until(what: Callable[[], bool], seconds: float, every: float = 0.2) -> bool:
    """Ask until ``what`` holds or ``seconds`` have passed; return whether it did."""
    from django.db import InterfaceError, OperationalError, connection

    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if what():
                return True
        except (OperationalError, InterfaceError):
            connection.close()
        time.sleep(every)
    return False
