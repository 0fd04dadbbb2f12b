"""A Redis in between that refuses, hangs, is slow, resets, or is full."""

import asyncio
import contextlib
import socket
import struct
import threading
from typing import Self
from urllib.parse import urlsplit

LINGER = struct.pack("ii", 1, 0)
CUT_AFTER_BYTES = 100
FULL = b"-OOM command not allowed when used memory > 'maxmemory'.\r\n"


class FaultyRedis:
    """A TCP door to the Redis at ``url``; ``mode``: pass, refuse, blackhole, delay, reset, full."""

    def __init__(self, url: str) -> None:
        self.upstream = urlsplit(url).path
        self.mode = "pass"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    def __exit__(self, *error: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if self.mode == "refuse":
            writer.transport.abort()
            return
        with contextlib.suppress(OSError):
            up_reader, up_writer = await asyncio.open_unix_connection(self.upstream)
            await asyncio.gather(
                self._pipe(reader, up_writer, writer), self._pipe(up_reader, writer, writer)
            )

    async def _pipe(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        client: asyncio.StreamWriter,
    ) -> None:
        seen = 0
        with contextlib.suppress(OSError, asyncio.CancelledError):
            while data := await reader.read(65536):
                while self.mode == "blackhole":
                    await asyncio.sleep(0.05)
                if self.mode == "delay":
                    await asyncio.sleep(1)
                if self.mode == "full" and writer is not client:
                    client.write(FULL)
                    continue
                seen += len(data)
                if self.mode == "reset" and seen > CUT_AFTER_BYTES:
                    _reset(client)
                    return
                writer.write(data)
                await writer.drain()
        writer.close()


def _reset(client: asyncio.StreamWriter) -> None:
    sock = client.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
    client.transport.abort()
