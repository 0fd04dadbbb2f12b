"""A little clamd: it speaks INSTREAM over a socket, and knows one signature, also packed."""

import io
import socket
import struct
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.library.hostile import EICAR


def judge(content: bytes) -> bytes:
    """Return the reply that clamd gives on ``content``."""
    inside = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            inside += [package.read(name) for name in package.namelist()]
    found = any(EICAR in each for each in inside)
    return b"stream: Eicar-Signature FOUND\0" if found else b"stream: OK\0"


def _whole(line: socket.socket, size: int) -> bytes:
    said = b""
    while len(said) < size:
        more = line.recv(size - len(said))
        if not more:
            raise EOFError
        said += more
    return said


def _serve_one(line: socket.socket, refuses: bool) -> None:
    with line:
        assert _whole(line, 10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", _whole(line, 4))[0]:
            content += _whole(line, size)
        line.sendall(
            b"INSTREAM size limit exceeded. ERROR\0" if refuses else judge(content)
        )


@contextmanager
def clamd(where: str | Path = "", *, refuses: bool = False) -> Iterator[str]:
    """Serve until the end of the block; yield what CLAMD_SOCKET says."""
    unix = bool(where)
    family = socket.AF_UNIX if unix else socket.AF_INET
    server = socket.socket(family, socket.SOCK_STREAM)
    server.bind(str(where) if unix else ("127.0.0.1", 0))
    server.listen()

    def serve() -> None:
        while True:
            try:
                line, _address = server.accept()
            except OSError:
                return
            _serve_one(line, refuses)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield str(where) if unix else f"tcp://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)
