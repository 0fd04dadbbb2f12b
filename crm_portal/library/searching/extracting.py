"""The words of a file: read by a process of its own, with bounds of time and memory.

``python -m crm_portal.library.searching.extracting SUFFIX`` reads a file from standard
input and writes its words; nothing else of the portal is there.
"""

import io
import resource
import sys
import zipfile
from collections.abc import Iterator

SECONDS, MEMORY, MOST_PAGES, MOST_PART = 30, 1 << 30, 1000, 64 << 20
MOST_WORDS = 1 << 20
# Of each kind of document, the parts that hold its words, and what ends a line in them.
PARTS = {
    ".docx": (("word/document.xml", "word/footnotes.xml"), ("p", "tab", "br")),
    ".pptx": (("ppt/slides/slide",), ("p", "br")),
    ".odt": (("content.xml",), ("p", "h", "line-break")),
    ".xlsx": (("xl/sharedStrings.xml",), ("si",)),
}


def words_of(content: bytes, suffix: str) -> str:
    """Return the words of a document, lines kept; nothing for what holds none.

    Whatever is wrong with the file raises: the caller is alone with it.
    """
    if suffix == ".pdf":
        return "\n".join(_of_pdf(content))
    if suffix in PARTS:
        return "\n".join(_of_package(content, suffix))
    return ""


def _of_pdf(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    for page in PdfReader(io.BytesIO(content)).pages[:MOST_PAGES]:
        yield page.extract_text()


def _of_package(content: bytes, suffix: str) -> Iterator[str]:
    parts, breaks = PARTS[suffix]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for info in package.infolist():
            if info.filename.startswith(parts) and info.file_size <= MOST_PART:
                yield _of_xml(package.read(info), breaks)


def _of_xml(content: bytes, breaks: tuple[str, ...]) -> str:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    found: list[str] = []
    for element in etree.fromstring(content, parser).iter(tag=etree.Element):
        if element.tag.rpartition("}")[2] in breaks:
            found.append("\n")
        found.append(element.text or "")
        found.append(element.tail or "")
    return "".join(found).strip()


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """Read standard input, write the words in UTF-8."""
    content = sys.stdin.buffer.read()
    _bounded()
    words = words_of(content, sys.argv[1])[:MOST_WORDS]
    sys.stdout.buffer.write(words.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
