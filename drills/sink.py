"""A mail server on this machine that keeps every letter, or fails as it is told to."""

import asyncio
import socket
from collections import Counter
from email import message_from_bytes
from email.message import Message
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HANG_SECONDS = 15


class Sink:
    """``mode``: ok, greylist (451), reject (550), hang, cut (after DATA), drip."""

    def __init__(self) -> None:
        self.mode = "ok"
        self.letters: list[Message] = []
        self.cuts = 0
        self.controller = Controller(self, hostname="127.0.0.1", port=0)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """Where it listens; the same after every stop and start."""
        return self._port

    def start(self) -> None:
        """Listen (again)."""
        port = getattr(self, "_port", 0) or _free_port()
        self._port = port
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.controller.start()

    def stop(self) -> None:
        """Refuse connections."""
        self.controller.stop(no_assert=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.mode == "greylist":
            return "451 Try again later"
        if self.mode == "reject":
            return "550 No such user"
        if self.mode == "hang":
            await asyncio.sleep(HANG_SECONDS)
            return "451 Too slow"
        if self.mode == "drip":
            await asyncio.sleep(0.2)
        self.letters.append(message_from_bytes(bytes(envelope.content or b"")))
        if self.mode == "cut":
            self.cuts += 1
            server.transport.abort()
        return "250 Kept"

    def ids(self) -> Counter[str]:
        """Return how often each Message-ID arrived."""
        return Counter(str(letter["Message-ID"]) for letter in self.letters)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
