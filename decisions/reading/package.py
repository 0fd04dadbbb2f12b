"""A Word document as the trees of its parts, once nothing in it can do harm."""

import io
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from crm_portal.core.errors import Invalid
from crm_portal.library.inspection import Hostile, inspect, packages
from decisions.reading.limits import require_part, require_size
from decisions.reading.xml import WORD, W, value

# How a protected document names what it locks up, in the directory of its container.
LOCKED = "EncryptedPackage".encode("utf-16-le")
# Some writers call the parts ``document2.xml``; glossaries and the like lie deeper.
NAME = re.compile(r"word/(document|styles|numbering|footnotes|endnotes|comments)\d*\.xml")
MARGIN = re.compile(r"word/(header|footer)\d*\.xml")
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"


@dataclass(frozen=True)
class Package:
    """The parts of a document that hold words or say how they look, by their names."""

    parts: dict[str, bytes]

    @cached_property
    def body(self) -> Any:
        """Return the tree of the words. Invalid: there is none."""
        root = self.tree("document")
        body = None if root is None else root.find(f"{W}body")
        if body is None:
            raise _not_docx()
        return body

    @cached_property
    def numbering(self) -> Any:
        return self.tree("numbering")

    @cached_property
    def styles(self) -> dict[str, Any]:
        """Return the styles of paragraphs by their ids."""
        root = self.tree("styles")
        found = [] if root is None else root.findall(f"{W}style")
        return {value(each, "styleId"): each for each in found}

    @property
    def margins(self) -> list[str]:
        """Name the parts that stand at the head or the foot of the pages."""
        return [name for name in self.parts if MARGIN.fullmatch(name)]

    def tree(self, name: str) -> Any:
        """Return a part as a tree; None: it is not there. Invalid: it cannot be read."""
        content = self.parts.get(name)
        if content is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError:
            raise Invalid(
                _("The file is damaged or incomplete: save it again, then send it."),
                code="damaged",
            ) from None


def opened(content: bytes) -> Package:
    """Return the parts of a Word document. Invalid: it is none, or it could do harm.

    What a file may be is one rule for the whole portal (library.inspection).
    """
    require_size(content)
    if content.startswith(packages.OLD_OFFICE) and LOCKED in content:
        raise Invalid(
            _("The file is protected by a password: send it without."), code="encrypted"
        )
    if content and not content.startswith((packages.MAGIC, packages.OLD_OFFICE)):
        raise _not_docx()
    try:
        inspect("text.docx", content)
    except Hostile as hostile:
        if hostile.code in {"unknown", "suffix"}:
            raise _not_docx() from None
        raise
    return Package(_parts(content))


def _parts(content: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in sorted(package.namelist()):
            called = _called(name)
            if called and called not in found:
                part = package.read(name)
                require_part(part)
                found[called] = part.replace(STRICT, WORD.encode())
    return found


def _called(name: str) -> str:
    """Return what a part is known as here; empty: nobody reads it."""
    if found := NAME.fullmatch(name):
        return found[1]
    return name if MARGIN.fullmatch(name) else ""


def _not_docx() -> Invalid:
    return Invalid(
        _("This is not a Word document (.docx): save it as one, or paste the text."),
        code="not_docx",
    )
