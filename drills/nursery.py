"""Processes born ready: forked from one that has read the portal's code and touched nothing.

A drill starts processes by the dozen to kill them. Each is a process of its own, with its
own connections; only reading and compiling the code is done once for all of them.
"""

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

CRASHED = 1


class Ended(NamedTuple):
    """How a process ended: its exit status (negative: the signal), and its complaint."""

    status: int
    complaint: str


class Nursery:
    """Runs Python files, one process each, in an environment."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "drills.nursery"],
            env=dict(env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> Ended:
        """Run a file with its arguments, and wait until it ends, however it does."""
        assert self._parent.stdin
        assert self._parent.stdout
        print(json.dumps(arguments), file=self._parent.stdin, flush=True)
        return Ended(*json.loads(self._parent.stdout.readline()))

    def close(self) -> None:
        """Let the parent go; its children have all ended."""
        assert self._parent.stdin
        self._parent.stdin.close()
        self._parent.wait()


def main() -> None:
    """Read one line of arguments after another; answer each with how its process ended."""
    import django

    django.setup()
    import crm_portal.celery
    import crm_portal.urls  # noqa: F401

    for line in sys.stdin:
        print(json.dumps(_born(json.loads(line))), flush=True)


def _born(arguments: list[str]) -> Ended:
    complaints, reader = os.memfd_create("complaints"), os.getpid()
    child = os.fork()
    if os.getpid() != reader:
        _live(arguments, complaints)
    _pid, status = os.waitpid(child, 0)
    os.lseek(complaints, 0, os.SEEK_SET)
    with os.fdopen(complaints) as said:
        return Ended(os.waitstatus_to_exitcode(status), said.read()[-2000:])


def _live(arguments: list[str], complaints: int) -> None:
    """Be the file named first; never return."""
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(0, 1)
    os.dup2(complaints, 2)
    sys.argv, status = arguments, 0
    sys.path.insert(0, str(Path(arguments[0]).resolve().parent))
    try:
        runpy.run_path(arguments[0], run_name="__main__")
    except SystemExit as asked:
        status = asked.code if isinstance(asked.code, int) else int(asked.code is not None)
    except BaseException as error:  # noqa: BLE001 - told to whoever waits
        print(repr(error), file=sys.stderr)
        status = CRASHED
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
