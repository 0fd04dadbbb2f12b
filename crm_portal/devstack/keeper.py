"""Start a process again when it has died: at once, then ever later while it keeps dying."""

import signal
import time
from collections.abc import Callable

from crm_portal.devstack.child import Child
from crm_portal.devstack.processes import end_group
from crm_portal.devstack.trouble import Trouble

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0  # seconds
STEADY = 10.0  # seconds of life after which its deaths are forgotten


class Keeper:
    """Keeps one child alive, unless it is ``halted`` on purpose."""

    def __init__(self, child: Child, say: Callable[[str], None]) -> None:
        self.child, self.say = child, say
        self.halted = False
        self._deaths = 0
        self._began = time.monotonic()
        self._due: float | None = None

    def begin(self) -> None:
        """Start the child."""
        self.halted, self._due, self._began = False, None, time.monotonic()
        self.child.begin()

    def halt(self) -> None:
        """Stop the child, and leave it stopped."""
        self.halted = True
        self.child.stop()

    def check(self) -> None:
        """Bury a dead child, and start it again once its pause is over."""
        if self.halted or self.child.alive:
            return
        if self._due is None:
            self._bury()
        elif time.monotonic() >= self._due:
            self._try_again()

    def _bury(self) -> None:
        if self.child.process:
            end_group(self.child.process)
        self._deaths = 0 if time.monotonic() - self._began > STEADY else self._deaths + 1
        pause = min(FIRST_PAUSE * 2**self._deaths, LONGEST_PAUSE)
        self._due = time.monotonic() + pause
        self.say(f"{self.child.name} {self._end()}; starting it again in {pause:.1f} s")

    def _try_again(self) -> None:
        try:
            self.begin()
        except (OSError, Trouble) as problem:
            self.say(f"{self.child.name} could not be started: {problem}")

    def _end(self) -> str:
        code = self.child.process.returncode if self.child.process else None
        if code is None:
            return "is not there"
        if code >= 0:
            return f"ended with status {code}"
        return f"was ended by {signal.Signals(-code).name}"
