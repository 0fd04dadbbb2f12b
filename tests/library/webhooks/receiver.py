"""Somebody else's machine: a real server on this one, which answers as it is told."""

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

Answer = Callable[["Handler"], None]


@dataclass
class Receiver:
    """What arrived, as it came, and how the next messages are answered (200 unless told)."""

    port: int = 0
    scheme: str = "http"
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int | Answer] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/hook?key=1"


class Handler(http.server.BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.receiver.got.append((self.path, headers, body))
        answer = self.receiver.answers.pop(0) if self.receiver.answers else 200
        if callable(answer):
            answer(self)
        else:
            self.plain(answer)

    def plain(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def do_GET(self) -> None:
        self.receiver.got.append((self.path, {}, b""))
        self.plain(200)

    def log_message(self, *_told: Any) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, *_told: Any) -> None:
        """Whoever called may have gone: that is no error of the receiver's."""


@contextmanager
def listening(context: Any = None) -> Iterator[Receiver]:
    """Listen on this machine; over TLS where a context is given."""
    receiver = Receiver(scheme="https" if context else "http")
    handler = type("Own", (Handler,), {"receiver": receiver})
    with Server(("127.0.0.1", 0), handler) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        receiver.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield receiver
        finally:
            receiver.over.set()
            server.shutdown()
            thread.join()


def redirecting(address: str) -> Answer:
    return lambda handler: handler.plain(302, Location=address)


def dripping(handler: Handler) -> None:
    """Begin an answer and never end it, a byte now and then."""
    over = handler.receiver.over
    try:
        handler.wfile.write(b"HTTP/1.1 200 O")
        while not over.wait(0.02):
            handler.wfile.write(b"k")
            handler.wfile.flush()
    except OSError:
        pass


def babbling(handler: Handler) -> None:
    """Say something that is not HTTP."""
    handler.wfile.write(b"220 mail.example.org ESMTP\r\n")
    handler.close_connection = True
