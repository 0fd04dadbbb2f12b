"""What a measurement costs this machine: processor time, memory, and who else was busy."""

import os
import platform
import resource
import time
from collections.abc import Callable, Iterable
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
KIB = 1024
Pids = Callable[[], Iterable[int]]


def describe() -> str:
    """Return processor, cores, memory, system and Python, for the head of a report."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / KIB**3
    return (
        f"{os.cpu_count()} x {model}, {total:.0f} GiB, {platform.system()}"
        f" {platform.release()}, Python {platform.python_version()}"
    )


def load_average() -> float:
    """Return the one-minute load average."""
    return round(os.getloadavg()[0], 2)


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return the processor time that ``pids`` and their ended children have used."""
    return sum(_ticks(pid) for pid in pids) / TICKS


def memory_mib(pids: Iterable[int]) -> list[float]:
    """Return the proportional set size of each process, in MiB."""
    return [round(_pss_kib(pid) / KIB, 1) for pid in pids]


def _ticks(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return 0
    fields = text.rpartition(")")[2].split()
    return sum(map(int, fields[11:15]))  # utime, stime, cutime, cstime


def _pss_kib(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next(
        int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")
    )


class Window:
    """Processor time over a stretch of time: of the processes measured, and of the others."""

    def __init__(self, pids: Pids) -> None:
        self.pids = pids

    def __enter__(self) -> "Window":
        self._began, self._busy = time.monotonic(), _busy_seconds()
        self._ours, self._own = cpu_seconds(self.pids()), _own_seconds()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.monotonic() - self._began
        self.cpu = cpu_seconds(self.pids()) - self._ours
        busy = _busy_seconds() - self._busy
        own = 0.0 if os.getpid() in self.pids() else _own_seconds() - self._own
        self.others = max(0.0, busy - self.cpu - own)

    @property
    def others_percent(self) -> int:
        """How much of one core everybody else used meanwhile."""
        return round(100 * self.others / self.seconds)


def _own_seconds() -> float:
    """This process and the load generators that it has waited for."""
    spent = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in spent)


def _busy_seconds() -> float:
    """All processors, all users, since the machine started: neither idle nor waiting."""
    fields = [int(field) for field in _first_line("/proc/stat").split()[1:]]
    user, nice, system, _idle, _wait, irq, softirq, *_ = fields
    return (user + nice + system + irq + softirq) / TICKS


def _first_line(path: str) -> str:
    with Path(path).open() as file:
        return file.readline()
