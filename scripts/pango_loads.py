"""Exit with 0 when the libraries that WeasyPrint opens are found, at the cost of an eye-blink."""

import ctypes
import ctypes.util
import sys

LIBRARIES = ("gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig")
NUMBERS = {"fontconfig": "1"}


def loads(name: str) -> bool:
    number = NUMBERS.get(name, "0")
    names = [f"lib{name}.so.{number}", f"lib{name}.{number}.dylib"]
    if sys.platform != "linux":
        names += filter(None, [ctypes.util.find_library(name)])
    for candidate in names:
        try:
            ctypes.CDLL(candidate)
        except OSError:
            continue
        return True
    return False


sys.exit(not all(map(loads, LIBRARIES)))
