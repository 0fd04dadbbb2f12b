"""The typefaces of paper: only our own, the same on every machine, prepared once.

WeasyPrint finds fonts through fontconfig. It is pointed at a configuration that lists
our files and nothing else, so that a document never depends on what a machine has.
"""

import hashlib
import shutil
import tempfile
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings

TYPEFACES = Path(__file__).with_name("pdf_typefaces")

REGULAR, SEMIBOLD = 80, 180  # fontconfig's own numbers for 400 and 600
ROMAN, ITALIC = 0, 100

# A family of its own for the extended subset: WeasyPrint keys fonts by their description,
# and two files that describe themselves alike would be taken for one.
FACES = {
    f"{file}-{subset}-{style}": (f"{family}{suffix}", weight, slant)
    for file, family in (
        ("source-sans-3", "Source Sans 3"),
        ("source-serif-4", "Source Serif 4"),
    )
    for subset, suffix in (("latin", ""), ("latin-ext", " Ext"))
    for style, weight, slant in (
        ("400-normal", REGULAR, ROMAN),
        ("600-normal", SEMIBOLD, ROMAN),
        ("400-italic", REGULAR, ITALIC),
    )
}

# What our typefaces lack and typography says the same way.
EQUIVALENTS = {
    "\u2010": "-",
    "\u2011": "-",
    "\u2015": "—",
    "\u202f": "\u00a0",
    "\u2007": "\u00a0",
    "\u2008": "\u2009",
}


@dataclass(frozen=True)
class Typefaces:
    """Where the prepared typefaces are, and which characters they can draw."""

    configuration: Path
    characters: frozenset[str]

    def legible(self, text: str) -> str:
        """Return ``text`` with every character that cannot be drawn shown as ``[U+2192]``.

        An official record must not print an empty box where somebody wrote something.
        """
        odd = set(text) - self.characters
        return text.translate({ord(character): _in_print(character) for character in odd})


def _in_print(character: str) -> str:
    if character in EQUIVALENTS or ord(character) < 0x20:
        return EQUIVALENTS.get(character, character)
    kind = unicodedata.category(character)
    if kind.startswith("Z"):
        return " "
    # Joiners, direction marks and variation selectors: nothing to see, and some could hide.
    if kind == "Cf" or "\ufe00" <= character <= "\ufe0f":
        return ""
    return f"[U+{ord(character):04X}]"


@lru_cache(maxsize=1)
def typefaces() -> Typefaces:
    """Prepare the typefaces on this machine, or find them prepared."""
    return Typefaces(_prepared() / "fonts.conf", _characters())


def _prepared() -> Path:
    root = Path(settings.DATA_DIR) / "typefaces"
    home = root / _digest()
    if not (home / "fonts.conf").exists():
        root.mkdir(parents=True, exist_ok=True)
        # Built aside and put in place in one step: another process may be doing the same.
        draft = Path(tempfile.mkdtemp(dir=root))
        _unpack(draft, home)
        try:
            draft.rename(home)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)
    return home


def _digest() -> str:
    parts = [_configuration(Path("/"))]
    parts += [
        hashlib.sha256((TYPEFACES / f"{name}.woff2").read_bytes()).hexdigest()
        for name in FACES
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _unpack(draft: Path, home: Path) -> None:
    from fontTools.ttLib import woff2

    for name in FACES:
        woff2.decompress(str(TYPEFACES / f"{name}.woff2"), str(draft / f"{name}.ttf"))
    (draft / "fonts.conf").write_text(_configuration(home), encoding="utf-8")


def _configuration(home: Path) -> str:
    rules = "".join(_rule(home / f"{name}.ttf", *face) for name, face in FACES.items())
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig>\n<dir>{escape(str(home))}</dir>\n"
        f"<cachedir>{escape(str(home / 'cache'))}</cachedir>\n{rules}</fontconfig>\n"
    )


def _rule(path: Path, family: str, weight: int, slant: int) -> str:
    # The family is put in front, not replaced: Pango loses a font whose own name is gone.
    return (
        f'<match target="scan"><test name="file"><string>{escape(str(path))}</string></test>'
        f'<edit name="family" mode="prepend"><string>{family}</string></edit>'
        f'<edit name="weight" mode="assign_replace"><int>{weight}</int></edit>'
        f'<edit name="slant" mode="assign_replace"><int>{slant}</int></edit></match>\n'
    )


def _characters() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    seen: dict[str, set[int]] = {}
    for name, (family, *_) in FACES.items():
        points = set(TTFont(TYPEFACES / f"{name}.woff2").getBestCmap())
        style = f"{family.removesuffix(' Ext')} {name[-10:]}"
        seen.setdefault(style, set()).update(points)
    return frozenset(chr(point) for point in set.intersection(*seen.values()))
