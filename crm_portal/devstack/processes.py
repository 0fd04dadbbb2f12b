"""Children of this process: started so that they cannot outlive it, and ended in full."""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

LAUNCHER = Path(__file__).with_name("launch.py")
POLL = 0.02  # seconds


class _Forker(threading.Thread):
    """The one thread that starts children.

    Linux sends a child its parent-death signal when the *thread* that started it ends,
    so that thread has to last as long as the process.
    """

    def __init__(self) -> None:
        super().__init__(name="forker", daemon=True)
        self.orders: queue.SimpleQueue[tuple[Callable[[], Any], queue.SimpleQueue[Any]]]
        self.orders = queue.SimpleQueue()

    def run(self) -> None:
        while True:
            order, answer = self.orders.get()
            try:
                answer.put((order(), None))
            except OSError as error:
                answer.put((None, error))

    def do(self, order: Callable[[], Any]) -> Any:
        answer: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.orders.put((order, answer))
        result, error = answer.get()
        if error:
            raise error
        return result


_lock = threading.Lock()
_forkers: dict[int, _Forker] = {}


def spawn(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    log: Path,
    cwd: Path,
    death: signal.Signals = signal.SIGTERM,
    ids: tuple[int, int] | None = None,
    keep: Iterable[int] = (),
) -> subprocess.Popen[bytes]:
    """Start ``command`` in a session of its own, output to ``log``, as ``ids`` if given.

    It receives ``death`` when this process ends, however it ends, and inherits the file
    descriptors in ``keep``.
    """
    how = "prctl" if sys.platform == "linux" else "watch"
    user = f"{ids[0]}:{ids[1]}" if ids else "-"
    launch = [sys.executable, "-I", "-S", LAUNCHER, os.getpid(), how, int(death), user]
    with log.open("ab") as output:
        return _forker().do(
            lambda: subprocess.Popen(
                [str(part) for part in (*launch, *command)],
                env=dict(env),
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=tuple(keep),
            )
        )


def _forker() -> _Forker:
    with _lock:
        forker = _forkers.get(os.getpid())
        if forker is None:
            forker = _forkers[os.getpid()] = _Forker()
            forker.start()
    return forker


def stop(process: subprocess.Popen[bytes], ask: signal.Signals, *, within: float) -> None:
    """Ask ``process`` to end, insist after ``within`` seconds, and leave nothing of it."""
    if process.poll() is None:
        process.send_signal(ask)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(within)
    end_group(process)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill ``process`` and whatever of its session is still there."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(
    condition: Callable[[], bool], *, within: float, every: float = POLL
) -> bool:
    """Return whether ``condition`` came true before ``within`` seconds had passed."""
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def descendants(pid: int) -> list[int]:
    """Return the processes under ``pid``, parents first, itself excluded."""
    children: dict[int, list[int]] = {}
    for child, parent in _parents():
        children.setdefault(parent, []).append(child)
    found: list[int] = []
    level = [pid]
    while level:
        level = [child for parent in level for child in children.get(parent, [])]
        found += level
    return found


def is_alive(pid: int) -> bool:
    """Return whether ``pid`` is a running process (a zombie is not)."""
    if Path("/proc/self").exists():
        return _stat(pid)[0] not in {"", "Z", "X"}
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _parents() -> Iterable[tuple[int, int]]:
    if Path("/proc/self").exists():
        pids = [
            int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()
        ]
        for pid in pids:
            state, parent = _stat(pid)
            if state:
                yield pid, parent
        return
    listing = subprocess.run(
        ["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True
    )
    for line in listing.stdout.splitlines():
        pid_text, parent_text = line.split()
        yield int(pid_text), int(parent_text)


def _stat(pid: int) -> tuple[str, int]:
    # The name, in parentheses, may hold anything; the fields follow its last bracket.
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return "", 0
    state, parent, *_ = text.rpartition(")")[2].split()
    return state, int(parent)
