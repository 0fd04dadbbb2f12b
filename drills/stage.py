"""A whole portal to harm: its processes, a mailbox that misbehaves, rounds by the hundred."""

import io
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from crm_portal.devstack.portal import ALL, Portal
from crm_portal.devstack.servers import Postgres
from drills.nursery import Nursery
from drills.sink import Sink

if TYPE_CHECKING:
    from crm_portal.core.models import NoticeQuerySet

SERVERS = ("postgres", "redis")
SHORT_TICK, TICK = 10, 30  # seconds
IN_A_TRANSACTION = """
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
        AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
"""


@contextmanager
def stage(names: Sequence[str] = ALL, *, short: bool = False) -> Iterator["Stage"]:
    """Start ``names`` on fresh data, with Django in this process on the same database.

    ``short`` waits less: beat ticks more often, and PostgreSQL leaves what it has written
    to the kernel, which survives the death of any process, if not that of the machine.
    """
    with tempfile.TemporaryDirectory(prefix="drill-") as data, Sink() as sink:
        env = {
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            "CRM_DEMO_STORY": "0",
            "CRM_CRASHPOINTS": "1",
            "CRM_TICK_SECONDS": str(SHORT_TICK if short else TICK),
            "LOG_LEVEL": "WARNING",
        }
        with Portal(data, names=names, env=env, ephemeral=False, watch=True) as portal:
            if short:
                _leave_writing_to_the_kernel(portal)
            os.environ.update(portal.env)
            import django

            django.setup()
            with closing(Nursery(portal.env)) as nursery:
                yield Stage(portal, sink, Path(data), nursery)


def _leave_writing_to_the_kernel(portal: Portal) -> None:
    postgres = portal.keepers["postgres"].child
    assert isinstance(postgres, Postgres)
    postgres.execute("ALTER SYSTEM SET fsync = off")
    postgres.execute("SELECT pg_reload_conf()")


class Stage:
    """What a drill may use: the portal, the mailbox, the clock."""

    def __init__(self, portal: Portal, sink: Sink, data: Path, nursery: Nursery) -> None:
        self.portal, self.sink, self.data, self.nursery = portal, sink, data, nursery

    def run(self, *arguments: str, check: bool = True) -> int:
        """Run a Python file in a process of its own; return its exit status."""
        ended = self.nursery.run(*arguments)
        if check and ended.status:
            raise RuntimeError(ended.complaint)
        return ended.status

    def tick(self) -> None:
        """Sweep once, in a process of its own."""
        self.run("manage.py", "tick")

    def sweep(self) -> None:
        """Sweep once, in this process: when what is looked at is what a death left behind."""
        from django.core.management import call_command

        call_command("tick", stdout=io.StringIO())

    def bury(self) -> bool:
        """Wait until PostgreSQL knows of a death: until then the dead hold their locks."""
        from django.db import connection

        def nobody_is_in_a_transaction() -> bool:
            with connection.cursor() as cursor:
                cursor.execute(IN_A_TRANSACTION)
                return cursor.fetchone() is None

        return until(nobody_is_in_a_transaction, 30)

    def settle(self) -> None:
        """Deliver whatever an earlier drill left, without waiting for beat."""

        def nothing_leaves() -> bool:
            self.sweep()
            return not leaving().exists()

        until(nothing_leaves, 180, every=1)

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


def leaving() -> "NoticeQuerySet":
    """Return the notices still owed, but for those that wait for their reader's hours."""
    from crm_portal.core.models import Notice

    return Notice.objects.owed().filter(waits=False, carrier=None)


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
