"""Load: connections in a closed loop, by wrk where there is one, by threads where not."""

import http.client
import json
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SCRIPT = Path(__file__).with_name("wrk.lua")
MILLISECONDS = 1000


@dataclass(frozen=True)
class Load:
    """What came back: how many, in how long, how late (milliseconds), how many not 200."""

    requests: int
    seconds: float
    p50: float
    p95: float
    failed: int
    size: int

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def generator() -> str:
    """Return the name of the load generator that ``press`` uses."""
    return "wrk" if shutil.which("wrk") else "Python threads"


def press(url: str, *, cookie: str = "", seconds: float, connections: int = 8) -> Load:
    """Ask for ``url`` again and again over ``connections`` connections."""
    if shutil.which("wrk"):
        command = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{round(seconds)}s"]
        command += ["-s", str(SCRIPT), "--timeout", "30s", url, "--", cookie]
    else:
        command = [sys.executable, __file__, url, cookie, str(seconds), str(connections)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Load(**json.loads(done.stdout.splitlines()[-1]))


class Client(threading.Thread):
    """One connection's worth of requests, each sent when the one before has been answered."""

    def __init__(self, url: str, cookie: str, until: float) -> None:
        super().__init__()
        self.parts, self.headers, self.until = urlsplit(url), {"Cookie": cookie}, until
        self.took: list[float] = []
        self.failed, self.size = 0, 0

    def run(self) -> None:
        while (began := time.monotonic()) < self.until:
            self._ask()
            self.took.append((time.monotonic() - began) * MILLISECONDS)

    def _ask(self) -> None:
        there = http.client.HTTPConnection(self.parts.netloc, timeout=30)
        try:
            there.request("GET", self.parts.path, headers=self.headers)
            answer = there.getresponse()
            self.size += len(answer.read())
            self.failed += answer.status != http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            self.failed += 1
        finally:
            there.close()


def main() -> None:
    """Be the load generator, in a process of its own, and print what came back."""
    url, cookie, seconds, connections = sys.argv[1:]
    began = time.monotonic()
    clients = [Client(url, cookie, began + float(seconds)) for _ in range(int(connections))]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    took = sorted(each for client in clients for each in client.took)
    found = {
        "requests": len(took),
        "seconds": time.monotonic() - began,
        "p50": took[len(took) // 2],
        "p95": took[len(took) * 95 // 100],
        "failed": sum(client.failed for client in clients),
        "size": sum(client.size for client in clients),
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
