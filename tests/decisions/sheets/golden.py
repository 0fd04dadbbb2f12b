"""Outputs as they were agreed on, to be compared byte by byte.

To agree on a new one, run the tests with ``GOLDEN=write`` and read the difference.
"""

import os
from pathlib import Path

FOLDER = Path(__file__).with_name("golden")


def check(name: str, content: bytes) -> None:
    file = FOLDER / name
    if os.environ.get("GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        file.write_bytes(content)
    assert content == file.read_bytes()
