"""One POST to somebody else's machine: in ten seconds, to a public address, led nowhere else.

The name is resolved once and the connection made to what it resolved to, so that a name
cannot lead to one machine when it is looked at and to another when it is used. Of the
answer nothing but its status is read.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from queue import Empty, SimpleQueue
from typing import Any, cast

from crm_portal.core.errors import Invalid
from crm_portal.library import rules
from crm_portal.library.models.webhooks import Outcome
from crm_portal.library.rules.webhooks import Place

CONNECT_SECONDS, TOTAL_SECONDS = 3.0, 10.0
Resolve = Callable[[str, int], list[Any]]
Answer = tuple[Outcome, int | None]


class _NotPublic(Exception):
    """The name leads to an address that is not of the public Internet."""


def post(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    loopback: bool = False,
    seconds: float = TOTAL_SECONDS,
    resolve: Resolve | None = None,
) -> Answer:
    """Post ``body`` and return what became of it, with the status if there was one.

    ``loopback`` lets it reach this very machine. Nothing is raised: every failure is an
    answer.
    """
    ends = time.monotonic() + seconds
    try:
        place = rules.place_of(address, loopback=loopback)
        with closing(
            _connected(place, ends, resolve or _resolve, loopback=loopback)
        ) as there:
            return _answered(there, place, body, headers, ends)
    except (Invalid, _NotPublic):
        return Outcome.FORBIDDEN, None
    except ssl.SSLError:
        return Outcome.TLS, None
    except (TimeoutError, Empty):
        return Outcome.TIMEOUT, None
    except OSError:
        return Outcome.UNREACHABLE, None
    except (http.client.HTTPException, UnicodeError):
        return Outcome.GARBLED, None


def _answered(
    there: socket.socket,
    place: Place,
    body: bytes,
    headers: Mapping[str, str],
    ends: float,
) -> Answer:
    kind = http.client.HTTPSConnection if place.is_secure else http.client.HTTPConnection
    connection = kind(place.host, place.port)
    connection.sock = cast(socket.socket, _Bounded(there, ends))
    connection.request("POST", place.path, body, {**headers, "Connection": "close"})
    status = connection.getresponse().status
    if status in rules.ACCEPTED:
        return Outcome.ACCEPTED, status
    return Outcome.STATUS, status


def _connected(
    place: Place, ends: float, resolve: Resolve, *, loopback: bool
) -> socket.socket:
    """Return a connection to the first address of the place that takes one, all being public."""
    found = _found(place, resolve, min(CONNECT_SECONDS, _left(ends)))
    addresses = list(dict.fromkeys(each[4][0] for each in found))
    if not addresses or not all(_is_allowed(each, loopback=loopback) for each in addresses):
        raise _NotPublic
    until = min(ends, time.monotonic() + CONNECT_SECONDS)
    raw = _first(addresses, place.port, until)
    if not place.is_secure:
        return raw
    raw.settimeout(_left(ends))
    try:
        return ssl.create_default_context().wrap_socket(raw, server_hostname=place.host)
    except OSError:
        raw.close()
        raise


def _first(addresses: list[str], port: int, until: float) -> socket.socket:
    failure: OSError = OSError()
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=_left(until))
        except OSError as refused:
            failure = refused
    raise failure


def _is_allowed(address: str, *, loopback: bool) -> bool:
    return rules.may_reach(ipaddress.ip_address(address), loopback=loopback)


def _resolve(host: str, port: int) -> list[Any]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def _found(place: Place, resolve: Resolve, seconds: float) -> list[Any]:
    """Resolve a name beside the thread that waits: the system's resolver knows no hurry."""
    told: SimpleQueue[Any] = SimpleQueue()

    def ask() -> None:
        try:
            told.put(resolve(place.host, place.port))
        except (OSError, UnicodeError) as failure:
            told.put(failure)

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    answer = told.get(timeout=seconds)
    if isinstance(answer, Exception):
        raise answer
    return list(answer)


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Bounded:
    """A socket that gives up at one instant, however slowly the other side speaks."""

    def __init__(self, there: socket.socket, ends: float) -> None:
        self._there, self._ends = there, ends

    def sendall(self, data: bytes) -> None:
        self._there.settimeout(_left(self._ends))
        self._there.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._there, self._ends))

    def close(self) -> None:
        self._there.close()


class _Reader(io.RawIOBase):
    """What such a socket says, byte by byte if need be, and not after its instant."""

    def __init__(self, there: socket.socket, ends: float) -> None:
        super().__init__()
        self._there, self._ends = there, ends

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._there.settimeout(_left(self._ends))
        return self._there.recv_into(buffer)
