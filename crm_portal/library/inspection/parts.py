"""The parts of an Office document: text and pictures pass; programs, macros, far links do not."""

import re
from collections.abc import Callable
from zipfile import ZipFile, ZipInfo

from crm_portal.library.inspection.verdicts import Found, refuse

DIRECTORY, ODT = "[Content_Types].xml", b"application/vnd.oasis.opendocument.text"
MAIN = {
    "wordprocessingml.document.main+xml": ".docx",
    "spreadsheetml.sheet.main+xml": ".xlsx",
    "presentationml.presentation.main+xml": ".pptx",
}
MACROS = re.compile(
    r"(^|/)(vba(project|data)\w*\.(bin|xml)|macrosheets/|basic/|scripts/)", re.IGNORECASE
)
INSIDE = re.compile(
    r"(^|/)(embeddings|activex|controls|ctrlprops|object\s?\d*)/", re.IGNORECASE
)
PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"ITSF",
    b"L\0\0\0",
)
ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xd0\xcf\x11\xe0")
XML = (".xml", ".rels", ".vml")
DECLARED = re.compile(rb"<!\s*(doctype|entity)\b", re.IGNORECASE)
RELATION = re.compile(rb"<Relationship\b[^>]*>", re.IGNORECASE)
FAR = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)
LOCAL_TARGET = re.compile(
    rb"Target\s*=\s*[\"']\s*(file:|\\\\|//|ms-|search-ms|javascript|vbscript|data:)",
    re.IGNORECASE,
)
FIELD = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"", re.IGNORECASE)
DDE = re.compile(rb"^\s*DDE(AUTO)?\b", re.IGNORECASE)
CALLS = re.compile(
    rb"<ddeLink\b|<f\b[^>]*>[^<]*\b(cmd|powershell|mshta)\s*\|", re.IGNORECASE
)
SCRIPTED = re.compile(
    rb"<script:|<office:event-listeners>|xlink:href=\"(file|macro|vnd\.sun)", re.IGNORECASE
)


def inspect(
    package: ZipFile, infos: list[ZipInfo], look_into: Callable[[str, bytes], Found]
) -> Found:
    """Return which document the package is, once each part has been looked into."""
    suffix = _kind(package, {info.filename for info in infos})
    for info in infos:
        if not info.is_dir():
            _look_into(package, info, look_into)
    return Found(suffix)


def _kind(package: ZipFile, names: set[str]) -> str:
    if "mimetype" in names and package.read("mimetype").strip() == ODT:
        return ".odt"
    if DIRECTORY not in names:
        raise refuse("unknown")
    declared = package.read(DIRECTORY)
    if b"macroenabled" in declared.lower() or b"vbaproject" in declared.lower():
        raise refuse("macros")
    text = declared.decode("utf-8", "replace")
    found = [suffix for mark, suffix in MAIN.items() if mark in text]
    if len(found) != 1:
        raise refuse("unknown")
    return found[0]


def _look_into(
    package: ZipFile, info: ZipInfo, look_into: Callable[[str, bytes], Found]
) -> None:
    name = info.filename
    if MACROS.search(name):
        raise refuse("macros")
    if "externallinks/" in name.lower():
        raise refuse("external")
    content = package.read(info)
    if INSIDE.search(name) and not name.lower().endswith((*XML, ".xlsx", ".emf", ".png")):
        raise refuse("embedded")
    if content.startswith(PROGRAMS):
        raise refuse("embedded")
    if content.startswith(ARCHIVES):
        _require_chart(name, content, look_into)
    if name.lower().endswith(XML):
        _require_quiet(name, content)


def _require_chart(
    name: str, content: bytes, look_into: Callable[[str, bytes], Found]
) -> None:
    """The figures of a chart are a sheet inside the document; nothing else may be."""
    if not (INSIDE.search(name) and name.lower().endswith(".xlsx")):
        raise refuse("nested")
    look_into(name, content)


def _require_quiet(name: str, content: bytes) -> None:
    plain = (
        content.replace(b"\0", b"")
        if content[:2] in {b"\xff\xfe", b"\xfe\xff"}
        else content
    )
    if DECLARED.search(plain):
        raise refuse("entities")
    if name.lower().endswith(".rels"):
        _require_near(plain)
    fields = b"".join(b"".join(each) for each in FIELD.findall(plain))
    if DDE.search(fields) or CALLS.search(plain) or SCRIPTED.search(plain):
        raise refuse("active")


def _require_near(content: bytes) -> None:
    for relation in RELATION.findall(content):
        if not FAR.search(relation):
            continue
        if not HYPERLINK.search(relation) or LOCAL_TARGET.search(relation):
            raise refuse("external")
