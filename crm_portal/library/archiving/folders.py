"""Files of an archive's folder: nothing outside it, no link followed, nothing too large."""

import os
import stat
from pathlib import Path, PurePosixPath, PureWindowsPath

from django.conf import settings

PLAIN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Unreadable(Exception):
    """A file that is not taken; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parts_of(name: str) -> tuple[str, ...]:
    """Return the folders and the file that ``name`` leads through; Unreadable if outside."""
    if "\x00" in name or PureWindowsPath(name).drive or name.startswith(("/", "\\")):
        raise Unreadable("outside")
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or ".." in parts:
        raise Unreadable("outside")
    return parts


def read(folder: Path, name: str) -> bytes:
    """Return the bytes of a plain file below ``folder``; Unreadable says why not.

    Each step of the path is opened from the one before and follows no link, so that nothing
    put in its place meanwhile leads elsewhere.
    """
    *above, last = parts_of(name)
    here = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in above:
            below = os.open(part, PLAIN | os.O_DIRECTORY, dir_fd=here)
            os.close(here)
            here = below
        file = os.open(last, PLAIN, dir_fd=here)
    except FileNotFoundError:
        raise Unreadable("absent") from None
    except OSError:
        raise Unreadable("link") from None
    finally:
        os.close(here)
    try:
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode):
            raise Unreadable("link")
        if found.st_size > settings.LIBRARY_MAX_BYTES:
            raise Unreadable("too_large")
    except Unreadable:
        os.close(file)
        raise
    with os.fdopen(file, "rb") as opened:
        return opened.read(settings.LIBRARY_MAX_BYTES)
