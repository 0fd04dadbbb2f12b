"""One process of the portal: how it starts, when it can be used, how it ends.

Starting has two halves, so that what takes time happens side by side: ``begin`` starts
and returns, ``finish`` waits until the process can be used.
"""

import signal
import subprocess
from collections.abc import Sequence

from crm_portal.devstack.places import Place
from crm_portal.devstack.processes import stop, wait_until
from crm_portal.devstack.trouble import Trouble


class Child:
    """A process with a name, a log and a way to end. ``keep`` are files it holds open."""

    name = ""
    ask = signal.SIGTERM  # to end in order
    death = signal.SIGTERM  # when its parent is gone
    patience = 30.0  # seconds until it can be used
    grace = 10.0  # seconds to end
    process: subprocess.Popen[bytes] | None = None

    def __init__(self, place: Place, *, keep: Sequence[int] = ()) -> None:
        self.place = place
        self.keep = tuple(keep)

    def begin(self) -> None:
        """Start the process."""
        raise NotImplementedError

    def answers(self) -> bool:
        """Return whether the process can be used now."""
        return self.alive

    def finish(self) -> None:
        """Wait until the process can be used, or raise Trouble with the end of its log."""
        wait_until(self._settled, within=self.patience)
        if not self.alive or not self.answers():
            raise Trouble(f"{self.name} did not start: {self.last_words()}")

    def stop(self) -> None:
        """End the process and whatever it started."""
        if self.process:
            stop(self.process, self.ask, within=self.grace)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def last_words(self) -> str:
        """Return what its log says at the end, and where that log is."""
        log = self.place.log(self.name)
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        said = [line for line in lines if line.strip()][-1:] or ["it said nothing"]
        return f"{said[0].strip()} (see {log})"

    def _settled(self) -> bool:
        return not self.alive or self.answers()
