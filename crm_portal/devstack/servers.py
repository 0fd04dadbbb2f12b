"""A real PostgreSQL and a real Redis of one's own, on private Unix sockets."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from crm_portal.devstack import binaries, unprivileged
from crm_portal.devstack.child import Child
from crm_portal.devstack.places import Place
from crm_portal.devstack.processes import spawn, stop
from crm_portal.devstack.trouble import Trouble

DATABASE = OWNER = "app"
# macOS has no C.UTF-8; the collation is C on both.
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"


class Server(Child):
    """A child with an address, and data that it keeps unless it is ``ephemeral``."""

    def __init__(
        self, place: Place, *, ephemeral: bool = False, keep: Sequence[int] = ()
    ) -> None:
        super().__init__(place, keep=keep)
        self.ephemeral = ephemeral
        self.data = self.data_folder()
        self.is_new = False

    @property
    def url(self) -> str:
        """Where to reach it, as Django and Celery read it."""
        raise NotImplementedError

    def data_folder(self) -> Path:
        """Where its data are."""
        return self.place.data / self.name

    def remove(self) -> None:
        """Remove the data of the stopped server."""
        shutil.rmtree(self.data, ignore_errors=True)


class Postgres(Server):
    """PostgreSQL, owned by ``app``, trusting whoever can reach its socket."""

    name = "postgres"
    ask = death = signal.SIGINT  # a fast shutdown: clients are cut off, nothing is lost
    grace = 15.0
    _making: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{OWNER}@/{DATABASE}?host={self.place.sockets}"

    def data_folder(self) -> Path:
        return unprivileged.data_folder(super().data_folder())

    def begin(self) -> None:
        self.bin = unprivileged.binaries(binaries.postgres_bin())
        if self.ephemeral:
            self.ask = signal.SIGQUIT  # at once: nothing in it will be read again
        unprivileged.own(self.place.sockets)
        if (self.data / "PG_VERSION").exists():
            self._start()
        else:
            self._make()

    def finish(self) -> None:
        if self._making:
            self._made()
        super().finish()
        self._create_database()

    def stop(self) -> None:
        if self._making:
            stop(self._making, signal.SIGTERM, within=2)
        super().stop()

    def pause(self) -> None:
        """Stop the server so that its data can be copied."""
        if self.process:
            stop(self.process, signal.SIGINT, within=self.grace)

    def answers(self) -> bool:
        import psycopg2

        try:
            self.execute("SELECT 1")
        except psycopg2.OperationalError:
            return False
        return True

    def execute(self, statement: str) -> bool:
        """Run one statement outside the portal's own database; return whether it found any."""
        import psycopg2

        there = psycopg2.connect(
            host=str(self.place.sockets), user=OWNER, dbname="postgres"
        )
        there.autocommit = True
        with contextlib.closing(there), there.cursor() as cursor:
            cursor.execute(statement)
            return cursor.rowcount > 0

    def _make(self) -> None:
        self.is_new = True
        # Made beside its place and moved there when whole: it may be interrupted.
        unfinished = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unprivileged.own(unfinished)
        collation = [f"--locale={LOCALE}", "--lc-collate=C", "--encoding=UTF8"]
        if self.ephemeral:
            collation += ["--no-sync", "--wal-segsize=1"]
        self._making = self._spawn(
            "initdb",
            [
                "-D",
                unfinished,
                "-U",
                OWNER,
                "--auth=trust",
                "--no-instructions",
                *collation,
            ],
        )

    def _made(self) -> None:
        making, self._making = self._making, None
        if making is None or making.wait() != 0:
            raise Trouble(f"initdb failed: {self.last_words()}")
        self.data.with_name(f"{self.data.name}.new").rename(self.data)
        self._start()

    def _start(self) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.place.sockets),
            "max_connections": "80",
            "shared_buffers": "64MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "idle_in_transaction_session_timeout": "60s",
        }
        if self.ephemeral:
            settings |= {"fsync": "off", "synchronous_commit": "off"}
            settings |= {"full_page_writes": "off", "min_wal_size": "2MB"}
        options = [part for item in settings.items() for part in ("-c", "=".join(item))]
        self.process = self._spawn("postgres", ["-D", self.data, *options])

    def _spawn(self, program: str, arguments: list[str | Path]) -> subprocess.Popen[bytes]:
        env = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        return spawn(
            [self.bin / program, *arguments],
            env=env | {"LC_ALL": LOCALE},
            log=self.place.log(self.name),
            cwd=Path("/"),
            death=self.death,
            ids=unprivileged.needed(),
            keep=self.keep,
        )

    def _create_database(self) -> None:
        if not self.execute(f"SELECT FROM pg_database WHERE datname = '{DATABASE}'"):
            self.execute(f"CREATE DATABASE {DATABASE}")


class Redis(Server):
    """Redis, keeping what it was given unless it is ephemeral."""

    name = "redis"

    @property
    def socket(self) -> Path:
        return self.place.sockets / "redis.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def begin(self) -> None:
        self.socket.unlink(missing_ok=True)
        self.data.mkdir(mode=0o700, exist_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "maxmemory-policy": "noeviction",
            "save": "",
            "appendonly": "no" if self.ephemeral else "yes",
        }
        arguments = [part for key, value in options.items() for part in (f"--{key}", value)]
        self.process = spawn(
            [binaries.redis_server(), *arguments],
            env=os.environ,
            log=self.place.log(self.name),
            cwd=Path("/"),
            death=self.death,
            keep=self.keep,
        )

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as there:
            there.settimeout(2)
            try:
                there.connect(str(self.socket))
                there.sendall(b"PING\r\n")
                return there.recv(16).startswith(b"+PONG")
            except OSError:
                return False


# What the environment names instead of each.
SERVERS: dict[str, type[Server]] = {"DATABASE_URL": Postgres, "REDIS_URL": Redis}
