"""Documents as the tests register them, and the circles that they hang on."""

import io
from functools import cache
from typing import Any

import pikepdf

from crm_portal.core.access import Role, Viewer
from crm_portal.library import services
from crm_portal.library.models import Document
from crm_portal.library.services import Draft, Sheet

OFFERED = "tests.library.documents.offered"
CIRCLES = "tests.library.documents.circles"
DESCRIBED = "tests.library.documents.described"
TABLE = "meeting:42"


def circles(viewer: Viewer) -> frozenset[str]:
    """Of meeting 42: members and Secretariat take part and draft, Vice-Ministers sit closed."""
    found = set()
    if viewer.has(Role.MEMBER, Role.SECRETARIAT, Role.CIVIL_SOCIETY):
        found.add(f"{TABLE}:participants")
    if viewer.has(Role.MEMBER):
        found.add(f"{TABLE}:drafting")
    if viewer.has(Role.VICE_MINISTER, Role.PRESIDENCY):
        found.add(f"{TABLE}:closed")
    return frozenset(found)


def offered(viewer: Viewer) -> list[tuple[str, str]]:
    kinds = ["participants", "drafting"]
    if f"{TABLE}:closed" in circles(viewer):
        kinds.append("closed")
    return [(f"{TABLE}:{kind}", f"XXI CRM, {kind}") for kind in kinds]


def described(key: str, viewer: Viewer) -> Any:
    from crm_portal.library.circles import Described

    return Described(label="XXI CRM", parties=["Guatemala", "México"])


@cache
def pdf(words: str = "Texto de prueba", pages: int = 1, rotate: int = 0) -> bytes:
    """Return a small PDF with ``words`` on each page."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        for number in range(1, pages + 1):
            page = made.add_blank_page(page_size=(595, 842))
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            text = f"BT /F1 14 Tf 72 700 Td ({words} {number}) Tj ET"
            page.obj.Contents = made.make_stream(text.encode("cp1252"))
            if rotate:
                page.obj.Rotate = rotate
        made.save(out)
    return out.getvalue()


def sheet(
    language: str = "es", content: bytes | None = None, name: str = "nota.pdf"
) -> Sheet:
    return Sheet.of(name, content or pdf(), language)


def draft(**said: Any) -> Draft:
    usual = {
        "series": "XXI-CRM",
        "category": "DOC",
        "title_es": "Proyecto de declaración",
        "title_en": "Draft declaration",
        "level": "members",
    }
    return Draft(**{**usual, **said})


def registered(by: Viewer, *sheets: Sheet, **said: Any) -> Document:
    """Return a document that ``by`` registers; in Spanish, unless files are given."""
    return services.register_document(draft(**said), sheets or [sheet()], by=by)
