"""File names as people send them, made harmless; and as the portal hands them out."""

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

LONGEST = 150
RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{p}{n}" for p in ("com", "lpt") for n in range(10)),
}


def clean(name: str) -> str:
    """Return the last part of ``name``, every invisible sign of it written out.

    It is only ever shown; what is handed out is named after the symbol.
    """
    plain = unicodedata.normalize("NFC", name)
    base = PureWindowsPath(PurePosixPath(plain).name).name
    shown = "".join(_shown(each) for each in base).strip().rstrip(" .")
    stem, dot, suffix = shown.rpartition(".")
    if not dot:
        stem, suffix = shown, ""
    stem = stem.lstrip(".")
    if not stem or stem.partition(".")[0].casefold() in RESERVED:
        stem = f"_{stem}"
    room = LONGEST - len(suffix) - len(dot)
    return f"{stem[: max(room, 1)]}{dot}{suffix}"[:LONGEST]


def suffix_of(name: str) -> str:
    """Return the last suffix of a cleaned name, in small letters: ``.pdf``, or nothing."""
    _stem, dot, suffix = clean(name).rpartition(".")
    return f".{suffix.casefold()}" if dot else ""


def _shown(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in {"Cf", "Zl", "Zp", "Co", "Cs"}:
        return f"<U+{ord(sign):04X}>"
    if kind == "Cc":
        return ""
    return "_" if sign in '<>:"|?*\\/' else sign
