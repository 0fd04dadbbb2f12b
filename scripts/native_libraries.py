"""Find libraries and programs where the system does not look for them.

Copied into the virtual environment by scripts/bootstrap, which runs it at every start of
its Python: a library loaded once is found again by its name, whoever asks.
"""

import ctypes
import os
import sys
from pathlib import Path

UNPACKED = Path(sys.prefix) / "native" / "libpango-1.0-0" / "usr" / "lib"
NODE = Path(sys.prefix) / "bin" / "playwright-node"
HOMEBREW = "/opt/homebrew/lib:/usr/local/lib:/usr/lib"


def load(folder: Path) -> None:
    """Load every library below ``folder``; each pass finds what the one before enabled."""
    left = sorted(folder.glob("**/lib*.so.*"))
    while left:
        failed = [path for path in left if not _loads(path)]
        if len(failed) == len(left):
            return
        left = failed


def _loads(path: Path) -> bool:
    try:
        ctypes.CDLL(str(path))
    except OSError:
        return False
    return True


if sys.platform == "darwin":
    os.environ.setdefault("DYLD_FALLBACK_LIBRARY_PATH", HOMEBREW)
elif UNPACKED.exists():
    load(UNPACKED)
if NODE.exists():
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(NODE))
