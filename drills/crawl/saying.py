"""What an answer says, whatever it is: pages, data, PDFs, office files, and packs of them."""

import html as entities
import io
import json
import re
import zipfile

from lxml import etree, html
from pypdf import PdfReader

from drills.crawl.client import Answer
from drills.crawl.reading import ANY_BLANK, HTML

ZIP, PDF = b"PK\x03\x04", b"%PDF"
TAGS = re.compile(r"<[^>]+>")
SILENT = ("image/", "font/")


def words(answer: Answer) -> list[str]:
    """Return what an answer says, to be searched: as it is written, and without its tags."""
    if answer.kind.startswith(SILENT) or not answer.body:
        return []
    if answer.kind == HTML:
        return [_squeezed(_plain(answer.body)), _squeezed(_readable(answer.body))]
    return [_squeezed(said) for said in _of_file(answer.body, answer.kind)]


def _of_file(body: bytes, kind: str) -> list[str]:
    if body.startswith(PDF):
        pages = PdfReader(io.BytesIO(body)).pages
        return [" ".join(page.extract_text() for page in pages)]
    if body.startswith(ZIP):
        return _of_pack(body)
    if kind.endswith("json"):
        return [_plain(_without_escapes(body))]
    return [_plain(body)]


def _of_pack(body: bytes) -> list[str]:
    """Return what the files of a pack say, or the parts of an office file."""
    said = []
    with zipfile.ZipFile(io.BytesIO(body)) as pack:
        for name in pack.namelist():
            inside = pack.read(name)
            if inside.startswith((PDF, ZIP)):
                said += _of_file(inside, "")
            elif name.endswith((".xml", ".rels", ".txt", ".csv", ".html")):
                said.append(TAGS.sub("", _plain(inside)))
        said.append(" ".join(pack.namelist()))
    return said


def _readable(body: bytes) -> str:
    tree = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    return str(etree.tostring(tree, method="text", encoding="unicode"))


def _plain(body: bytes) -> str:
    return entities.unescape(body.decode("utf-8", "replace"))


def _without_escapes(body: bytes) -> bytes:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False).encode()
    except ValueError:
        return body


def _squeezed(text: str) -> str:
    return ANY_BLANK.sub(" ", text)
