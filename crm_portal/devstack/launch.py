"""Become another program that cannot outlive the process that asked for it.

Run as a script, by path and with ``-I -S``: it starts in milliseconds, as root if its
parent is root, and gives that up before it becomes the program.
"""

import ctypes
import os
import signal
import sys
import time

PR_SET_PDEATHSIG = 1
WATCH_EVERY = 0.3  # seconds
ENDINGS = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)


def main() -> None:
    """Read ``parent how signal user:group program arguments…`` and become ``program``."""
    parent, how, death, ids, *command = sys.argv[1:]
    os.setsid()  # Ctrl-C at the terminal must not reach it: its parent stops it in order
    if ids != "-":
        _drop_to(*map(int, ids.split(":")))
    _end_when_told()
    if how == "prctl":
        _die_with_parent(int(parent), int(death))
    else:
        _leave_a_watcher(int(parent), int(death))
    os.execv(command[0], command)


def _drop_to(user: int, group: int) -> None:
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)


def _end_when_told() -> None:
    # A shell that starts something with "&" lets it ignore some of these, and so would the
    # program until it decides otherwise: its parent's death could pass unnoticed.
    for name in ENDINGS:
        signal.signal(name, signal.SIG_DFL)


def _die_with_parent(parent: int, death: int) -> None:
    # After the change of user, which clears it; and the parent may be gone already.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death)
    if os.getppid() != parent:
        sys.exit("the parent ended first")


def _leave_a_watcher(parent: int, death: int) -> None:
    program = os.getpid()
    if os.fork():
        return
    for name in ENDINGS:
        signal.signal(name, signal.SIG_IGN)
    while os.getppid() == program:
        if not _is_alive(parent):
            os.kill(program, death)
            break
        time.sleep(WATCH_EVERY)
    os._exit(0)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    main()
