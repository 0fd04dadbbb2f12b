"""Which Chromium drives the pages in tests and measurements."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """Return the Chromium to launch, or None for the one that Playwright has of its own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    places = os.pathsep.join([os.environ.get("PATH", ""), str(Path(sys.prefix) / "bin")])
    return next(filter(None, (shutil.which(name, path=places) for name in NAMES)), None)
