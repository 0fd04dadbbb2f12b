"""What a paper's text is, what its code is, and who may read it. Values in, values out."""

import hashlib
import json
import re
import unicodedata
from base64 import b32encode
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from crm_portal.core.access import Role, Viewer

CODE = re.compile(r"[A-Z2-7]{12}")
# What people read for what is printed: the alphabet of the code has no 0, 1 or 8.
MISREADINGS = str.maketrans("018", "OIB")


class Audience(StrEnum):
    """Whom a document is for until it is published."""

    PUBLIC = "public"
    CIRCULATION = "circulation"
    MEMBERS = "members"
    CLOSED = "closed"


READERS = {
    Audience.CIRCULATION: frozenset({Role.MEMBER, Role.OBSERVER, Role.SECRETARIAT}),
    Audience.MEMBERS: frozenset({Role.MEMBER, Role.SECRETARIAT}),
    # Closed door: named persons only, and not even the Secretariat (001:376).
    Audience.CLOSED: frozenset(),
}


def audiences(viewer: Viewer) -> frozenset[Audience]:
    """Return the audiences that ``viewer`` belongs to, apart from what is published."""
    return frozenset(who for who, roles in READERS.items() if viewer.has(*roles))


def may_publish(viewer: Viewer) -> bool:
    """After consensus it is the Presidency that may publish the text (procedure 1.9)."""
    return viewer.has(Role.PRESIDENCY)


def canonical_text(paragraphs: Iterable[Mapping[str, str]]) -> str:
    """Return a bilingual text as the lines that its hash is taken of.

    One line a paragraph: number, Spanish, English, separated by tabs, in Unicode's
    composed form. White space inside a paragraph counts as one space, so that a text
    typed again from paper gives the same hash.
    """
    return "\n".join(
        "\t".join(_one_line(paragraph.get(part, "")) for part in ("number", "es", "en"))
        for paragraph in paragraphs
    )


def canonical_json(value: Any) -> str:
    """Return ``value`` as JSON in one possible way: sorted keys, no spaces, composed form."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def sha256(text: str) -> str:
    """Return the SHA-256 of ``text`` in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def short_code(digest: str) -> str:
    """Return the first 60 bits of a hexadecimal digest as twelve letters and figures."""
    return b32encode(bytes.fromhex(digest)[:8]).decode()[:12]


def grouped(code: str) -> str:
    """Return a code as it is printed: ``XXXX-XXXX-XXXX``."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def read_code(typed: str) -> str:
    """Return the code that somebody meant by ``typed``, or nothing if it cannot be one.

    Case, spaces and hyphens do not matter; 0, 1 and 8 are read as O, I and B.
    """
    plain = re.sub(r"[\s\-–—._]", "", unicodedata.normalize("NFKC", typed))
    code = plain.upper().translate(MISREADINGS)
    return code if CODE.fullmatch(code) else ""


def alphabet(name: str) -> tuple[str, str]:
    """Return the key that puts names in alphabetical order, accents after the plain letter."""
    plain = unicodedata.normalize("NFD", name.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)), name


def _one_line(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))
