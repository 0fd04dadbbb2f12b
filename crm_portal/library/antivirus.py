"""The door to clamd: its INSTREAM command, over a socket named in the settings."""

import socket
import struct
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

CHUNK_BYTES = 64 * 1024
LONGEST_REPLY = 4096


class ScannerDown(Exception):
    """The scanner did not answer, or not in a way that says what it found."""


@dataclass(frozen=True)
class Verdict:
    """What the scanner said of some bytes; ``signature`` names what it found in them."""

    is_clean: bool
    signature: str = ""


def scan(content: bytes) -> Verdict:
    """Ask clamd about ``content``. Whatever is not a clear answer raises ``ScannerDown``."""
    try:
        with _connected() as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK_BYTES):
                chunk = content[start : start + CHUNK_BYTES]
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
            reply = _reply(line)
    except (OSError, ValueError) as failure:
        raise ScannerDown(type(failure).__name__) from failure
    return _read(reply)


def _connected() -> socket.socket:
    """Open ``/run/clamd.sock``, ``unix:///run/clamd.sock`` or ``tcp://host:3310``."""
    where = settings.CLAMD_SOCKET
    parts = urlsplit(where)
    seconds = settings.CLAMD_TIMEOUT_SECONDS
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname, parts.port or 3310), seconds)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(seconds)
    try:
        line.connect(parts.path if parts.scheme == "unix" else where)
    except OSError:
        line.close()
        raise
    return line


def _reply(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_REPLY:
        more = line.recv(LONGEST_REPLY)
        if not more:
            break
        said += more
    return said.rstrip(b"\0").decode(errors="replace").strip()


def _read(reply: str) -> Verdict:
    if reply == "stream: OK":
        return Verdict(is_clean=True)
    if reply.startswith("stream: ") and reply.endswith(" FOUND"):
        return Verdict(is_clean=False, signature=reply[8:-6])
    raise ScannerDown(reply[:200])
