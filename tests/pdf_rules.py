"""What can be checked of PDF/UA-1 and PDF/A-3 without a certified validator.

Twenty-eight rules over the file as pikepdf and qpdf read it. They are ours: a document that
passes is checked, not certified.
"""

import io
import re
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf

NAMES = (
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2"
    " H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference"
    " BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form"
)
STANDARD_TAGS = frozenset(NAMES.split())
PAINTING = {
    "Tj",
    "TJ",
    "'",
    '"',
    "Do",
    "sh",
    "f",
    "F",
    "f*",
    "S",
    "s",
    "B",
    "b",
    "B*",
    "b*",
}
ROW_PARENTS = {"Table", "THead", "TBody", "TFoot"}
LIST_PARTS = {"LI": {"L"}, "LBody": {"LI"}, "Lbl": {"LI"}}


def broken(pdf: bytes, *, archival: bool = True) -> list[str]:
    """Return the rules that ``pdf`` breaks (empty: it passes)."""
    found: set[str] = set()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for rule in (*ACCESSIBLE, *(ARCHIVAL if archival else ())):
            found.update(rule(document))
    found.update(_qpdf(pdf))
    return sorted(found)


def tags(pdf: bytes) -> list[tuple[str, str]]:
    """Return every tag in reading order with the language it is spoken in."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        language = str(document.Root.Lang)
        return [(_name(e), spoken) for e, spoken in _spoken(document, language)]


def _qpdf(pdf: bytes) -> Iterator[str]:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        run = subprocess.run(
            ["qpdf", "--check", file.name], capture_output=True, check=False
        )
    if run.returncode:
        yield "qpdf --check"


def _identified(document: pikepdf.Pdf) -> Iterator[str]:
    xmp, root = _xmp(document), document.Root
    wanted = {
        "encrypted": "/Encrypt" not in document.trailer,
        "no /ID": "/ID" in document.trailer,
        "no /Lang in the catalog": bool(root.get("/Lang")),
        "no dc:title in XMP": "dc:title" in xmp,
        "no pdfuaid:part in XMP": "pdfuaid:part" in xmp,
        "not Marked": _flag(root, "/MarkInfo", "/Marked"),
        "no DisplayDocTitle": _flag(root, "/ViewerPreferences", "/DisplayDocTitle"),
        "no ParentTree": "/ParentTree" in root.get("/StructTreeRoot", {}),
    }
    yield from (rule for rule, holds in wanted.items() if not holds)


def _structured(document: pikepdf.Pdf) -> Iterator[str]:
    roles = document.Root.get("/StructTreeRoot", {}).get("/RoleMap") or {}
    headings = []
    for element, parent in _elements(document):
        name = _name(element)
        if name not in STANDARD_TAGS and f"/{name}" not in roles:
            yield f"non-standard tag {name}"
        if re.fullmatch(r"H[1-6]", name):
            headings.append(int(name[1]))
        yield from _well_placed(element, name, parent)
    if headings and headings[0] != 1:
        yield "the first heading is not H1"
    if any(after - before > 1 for before, after in pairwise(headings)):
        yield "a heading level is skipped"


def _well_placed(element: Any, name: str, parent: str) -> Iterator[str]:
    if name == "Figure" and "/Alt" not in element and "/ActualText" not in element:
        yield "Figure without Alt"
    if name == "TH" and not _names_its_cells(element):
        yield "TH without Scope or ID"
    if name == "TR" and parent not in ROW_PARENTS:
        yield f"TR inside {parent}"
    if name in {"TD", "TH"} and parent != "TR":
        yield f"{name} inside {parent}"
    if name in LIST_PARTS and parent not in LIST_PARTS[name]:
        yield f"{name} inside {parent}"


def _names_its_cells(element: Any) -> bool:
    attributes = element.get("/A")
    listed = (
        [attributes] if isinstance(attributes, pikepdf.Dictionary) else attributes or []
    )
    return "/ID" in element or any("/Scope" in each for each in listed)


def _annotated(document: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(document.pages, 1):
        if "/Annots" not in page:
            continue
        if page.get("/Tabs") != "/S":
            yield f"page {number}: Tabs is not S"
        for annotation in page.Annots:
            if "/StructParent" not in annotation:
                yield f"page {number}: annotation without StructParent"
            if annotation.get("/Subtype") == "/Link" and "/Contents" not in annotation:
                yield f"page {number}: link without Contents"


def _marked(document: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(document.pages, 1):
        depth = 0
        for _, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            depth += (name in {"BDC", "BMC"}) - (name == "EMC")
            if name in PAINTING and depth == 0:
                yield f"page {number}: unmarked content ({name})"


def _lettered(document: pikepdf.Pdf) -> Iterator[str]:
    for page in document.pages:
        for font in (page.get("/Resources", {}).get("/Font") or {}).values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            descriptor = inner.get("/FontDescriptor", {})
            if not any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3")):
                yield f"font not embedded {font.get('/BaseFont')}"
            if "/ToUnicode" not in font:
                yield f"font without ToUnicode {font.get('/BaseFont')}"


def _archived(document: pikepdf.Pdf) -> Iterator[str]:
    xmp = _xmp(document)
    if 'pdfaid:part="3"' not in xmp and "<pdfaid:part>3" not in xmp:
        yield "no pdfaid:part 3 in XMP"
    if "pdfaExtension:schemas" not in xmp:
        yield "pdfuaid is not described in XMP"
    if not len(document.Root.get("/OutputIntents", [])):
        yield "no OutputIntent"
    attached = list(document.attachments.values())
    if any("/AFRelationship" not in file.obj for file in attached):
        yield "attached file without AFRelationship"
    listed = [file.objgen for file in document.Root.get("/AF", [])]
    if len(listed) != len(set(listed)) or len(listed) != len(attached):
        yield "AF does not list each attached file once"
    if "/AA" in document.Root or "/JavaScript" in document.Root.get("/Names", {}):
        yield "actions or scripts"


def _told_apart(document: pikepdf.Pdf) -> Iterator[str]:
    for element, _parent in _elements(document):
        if "/Lang" in element and not re.fullmatch(
            r"[a-z]{2}(-[A-Z]{2})?", str(element.Lang)
        ):
            yield f"odd language {element.Lang}"


ACCESSIBLE = (_identified, _structured, _annotated, _marked, _lettered, _told_apart)
ARCHIVAL = (_archived,)


def _elements(document: pikepdf.Pdf) -> Iterator[tuple[Any, str]]:
    yield from _below(document.Root.get("/StructTreeRoot", {}).get("/K"), "")


def _below(node: Any, parent: str) -> Iterator[tuple[Any, str]]:
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from _below(each, parent)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node, parent
        if "/K" in node:
            yield from _below(node.K, _name(node))


def _spoken(document: pikepdf.Pdf, language: str) -> Iterator[tuple[Any, str]]:
    def below(node: Any, inherited: str) -> Iterator[tuple[Any, str]]:
        if isinstance(node, pikepdf.Array):
            for each in node:
                yield from below(each, inherited)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            spoken = str(node.get("/Lang", inherited))
            yield node, spoken
            if "/K" in node:
                yield from below(node.K, spoken)

    yield from below(document.Root.StructTreeRoot.K, language)


def _name(element: Any) -> str:
    return str(element.S)[1:]


def _xmp(document: pikepdf.Pdf) -> str:
    metadata = document.Root.get("/Metadata")
    return bytes(metadata.read_bytes()).decode() if metadata is not None else ""


def _flag(root: Any, group: str, name: str) -> bool:
    return bool((root.get(group) or {}).get(name))


def text_in(pdf: bytes, language: str) -> str:
    """Return what is spoken in ``language``, in reading order."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        spoken = _marked_texts(document)
        default = str(document.Root.Lang)
        parts = [
            spoken.get((element.Pg.objgen, int(kid)), "")
            for element, tongue in _spoken(document, default)
            for kid in _contents(element)
            if tongue == language
        ]
    return " ".join(parts)


def _contents(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    listed = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if isinstance(kid, int)]


def _marked_texts(document: pikepdf.Pdf) -> dict[tuple[tuple[int, int], int], str]:
    """Return the text of each piece of marked content, decoded by its font's ToUnicode."""
    texts: dict[tuple[tuple[int, int], int], str] = {}
    for page in document.pages:
        maps = {
            name: _unicode_map(font)
            for name, font in (page.Resources.get("/Font") or {}).items()
        }
        marked, letters = None, {}
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "BDC":
                properties = operands[1]
                marked = int(properties.MCID) if "/MCID" in properties else None
            elif name == "EMC":
                marked = None
            elif name == "Tf":
                letters = maps.get(str(operands[0]), {})
            elif name in {"Tj", "TJ"} and marked is not None:
                key = (page.obj.objgen, marked)
                texts[key] = texts.get(key, "") + _decoded(operands[0], letters)
    return texts


def _decoded(shown: Any, letters: dict[int, str]) -> str:
    pieces = shown if isinstance(shown, pikepdf.Array) else [shown]
    codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    pairs = (codes[i : i + 2] for i in range(0, len(codes), 2))
    return "".join(letters.get(int.from_bytes(pair, "big"), "") for pair in pairs)


def _unicode_map(font: Any) -> dict[int, str]:
    cmap = bytes(font.ToUnicode.read_bytes()).decode("ascii", "replace")
    pairs = re.findall(r"<([0-9A-Fa-f]{2,4})>\s*<([0-9A-Fa-f]+)>", cmap)
    return {int(code, 16): bytes.fromhex(to).decode("utf-16-be") for code, to in pairs}
