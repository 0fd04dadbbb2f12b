"""PDF: read object by object, never rendered. What acts by itself is refused."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from crm_portal.library.inspection.verdicts import Found, refuse

MAGIC = b"%PDF-"
MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|body|iframe)\b", re.IGNORECASE)
HEAD_BYTES = 1024
MOST_OBJECTS, MOST_PAGES, DEEPEST = 60_000, 2_000, 40
ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/RichMediaExecute",
    "/Trans3D",
}
ACTIVE_KEYS = {"/JS", "/RichMediaContent", "/RichMediaSettings"}
ACTIVE_SUBTYPES = {"/RichMedia", "/3D", "/Movie", "/Screen", "/Sound"}
HARMLESS_LINKS = ("http://", "https://", "mailto:", "tel:", "#")
PLAIN_ATTACHMENTS = (".txt", ".json", ".csv", ".xml")


def inspect(content: bytes) -> Found:
    """Return that it is a PDF, with its remarks."""
    import pikepdf

    _require_nothing_else(content)
    remarks: set[str] = set()
    try:
        with pikepdf.open(
            io.BytesIO(content), attempt_recovery=False, suppress_warnings=True
        ) as pdf:
            _look_into(pdf, remarks)
    except pikepdf.PasswordError:
        raise refuse("encrypted") from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, RecursionError, ValueError):
        raise refuse("damaged") from None
    return Found(".pdf", sorted(remarks))


def _require_nothing_else(content: bytes) -> None:
    """A PDF begins at its first byte, ends at its last mark, and is not a ZIP or a page too."""
    if MARKUP.search(content[:HEAD_BYTES]):
        raise refuse("polyglot")
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise refuse("damaged")
    if content[end + 5 :].strip(b"\0\t\n\r\f "):
        raise refuse("polyglot")
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise refuse("polyglot")


def _look_into(pdf: Any, remarks: set[str]) -> None:
    if pdf.is_encrypted:
        raise refuse("encrypted")
    if len(pdf.objects) > MOST_OBJECTS:
        raise refuse("bomb")
    for found in _dictionaries(pdf):
        _require_harmless(found, remarks)
    pages = len(pdf.pages)
    if not pages:
        raise refuse("damaged")
    if pages > MOST_PAGES:
        raise refuse("bomb")


def _dictionaries(pdf: Any) -> Iterator[Any]:
    """Yield every dictionary of the file, those inside others too, each once."""
    yield pdf.trailer
    for each in pdf.objects:
        yield from _within(each, 0)


def _within(found: Any, depth: int) -> Iterator[Any]:
    from pikepdf import Array, Dictionary, Stream

    if depth > DEEPEST:
        raise refuse("nested")
    if isinstance(found, Stream):
        found = found.stream_dict
    if isinstance(found, Dictionary):
        yield found
        inner = [value for _key, value in found.items()]
    elif isinstance(found, Array):
        inner = list(found)
    else:
        return
    for each in inner:
        holds = isinstance(each, Dictionary | Array)
        if holds and not each.is_indirect:
            yield from _within(each, depth + 1)


def _require_harmless(found: Any, remarks: set[str]) -> None:
    keys = set(found.keys())
    if keys & ACTIVE_KEYS or "/XFA" in keys:
        raise refuse("active")
    if str(found.get("/S", "")) in ACTIONS:
        raise refuse("active")
    if str(found.get("/Subtype", "")) in ACTIVE_SUBTYPES:
        raise refuse("active")
    if "/URI" in keys:
        _require_harmless_link(str(found["/URI"]))
        remarks.add("links")
    if "/EF" in keys:
        _require_plain(found)
        remarks.add("attachments")
    if str(found.get("/FT", "")):
        remarks.add("forms")


def _require_harmless_link(target: str) -> None:
    plain = target.strip().casefold()
    if ":" in plain.partition("/")[0] and not plain.startswith(HARMLESS_LINKS):
        raise refuse("external")
    if plain.startswith(("\\\\", "//")):
        raise refuse("external")


def _require_plain(found: Any) -> None:
    """What is attached is text or data: the portal's own papers carry their text so."""
    called = str(found.get("/UF", found.get("/F", ""))).casefold()
    if not called.endswith(PLAIN_ATTACHMENTS):
        raise refuse("embedded")
    for stream in dict(found["/EF"]).values():
        if b"\0" in stream.read_bytes()[:HEAD_BYTES]:
            raise refuse("embedded")
