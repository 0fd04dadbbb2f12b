"""Where things are kept: what must last, sockets, logs, and the locks on them."""

import fcntl
import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from crm_portal.devstack import unprivileged
from crm_portal.devstack.processes import wait_until
from crm_portal.devstack.trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_SOCKET_DIR = 80  # bytes: a socket's whole path must stay under 104 (macOS) or 108


@dataclass(frozen=True)
class Place:
    """The folders of one portal: its data, the logs in it, and its sockets elsewhere."""

    data: Path
    sockets: Path

    @classmethod
    def at(cls, data: Path | str) -> "Place":
        """Make the folders for ``data``, whatever the length of its path."""
        folder = Path(data).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        place = cls(folder, _socket_dir(folder))
        place.log_dir.mkdir(exist_ok=True)
        return place

    @property
    def log_dir(self) -> Path:
        return self.data / "log"

    def log(self, name: str) -> Path:
        """Return the log of the process ``name``."""
        return self.log_dir / f"{name}.log"


class Lock:
    """A file that one process holds, and lets go however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, *, within: float = 0) -> bool:
        """Return whether the lock was free, or became so in ``within`` seconds."""
        return self._try() or (within > 0 and wait_until(self._try, within=within))

    def release(self) -> None:
        os.close(self.fd)

    def _try(self) -> bool:
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _socket_dir(data: Path) -> Path:
    digest = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    name = f"crm-{os.geteuid()}-{digest}"
    folder = Path(tempfile.gettempdir()) / name
    if len(os.fsencode(folder)) > LONGEST_SOCKET_DIR:
        folder = Path("/tmp") / name
    folder.mkdir(mode=0o700, exist_ok=True)
    owners = {os.geteuid(), unprivileged.ids()[0] if os.geteuid() == 0 else os.geteuid()}
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise Trouble(f"{folder} belongs to somebody else: remove it, or set TMPDIR.")
    return folder
