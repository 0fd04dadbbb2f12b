"""The copy that a reader takes away: its level, its page and whose it is, on every page.

The stored bytes never change; the marks are drawn over a copy, at the hand-over.
"""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

FONT_SIZE, MARGIN, LINE = 8.0, 14.0, 10.0
# Room for a line of marks, in characters of that size, on the narrowest of usual pages.
AVERAGE_WIDTH = 0.5


class Unmarkable(Exception):
    """The copy cannot be marked, and is therefore not handed over."""


@dataclass(frozen=True)
class Mark:
    """What stands at the head of each page, and at its foot before the page's number."""

    head: str
    foot: str

    def lines(self, page: int, pages: int) -> tuple[str, str]:
        """Return the two lines of one page."""
        return self.head, f"{self.foot} · {page}/{pages}"


def marked(content: bytes, mark: Mark) -> bytes:
    """Return the PDF ``content`` with ``mark`` on every page; its text stays as it was."""
    import pikepdf

    try:
        return _marked(content, mark)
    except pikepdf.PdfError as failure:
        raise Unmarkable(str(failure)) from failure


def _marked(content: bytes, mark: Mark) -> bytes:
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.new() as drawn:
        pages = len(pdf.pages)
        for number, page in enumerate(pdf.pages, start=1):
            width, height = _seen_size(page)
            lines = mark.lines(number, pages)
            overlay = _drawing(drawn, width, height, lines)
            page.add_overlay(overlay, pikepdf.Rectangle(*map(float, page.trimbox)))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _seen_size(page: "pikepdf.Page") -> tuple[float, float]:
    """Return the size of a page as its reader sees it, turned or not."""
    left, low, right, high = (float(each) for each in page.trimbox)
    width, height = abs(right - left), abs(high - low)
    turned = int(page.obj.get("/Rotate", 0)) % 180 != 0
    return (height, width) if turned else (width, height)


def _drawing(
    pdf: "pikepdf.Pdf", width: float, height: float, lines: tuple[str, str]
) -> "pikepdf.Page":
    import pikepdf

    page = pdf.add_blank_page(page_size=(max(width, 3), max(height, 3)))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    head, foot = lines
    drawn = _line(head, MARGIN, height - MARGIN, width) + _line(
        foot, MARGIN, MARGIN - FONT_SIZE / 2, width
    )
    page.obj.Contents = pdf.make_stream(b"/Artifact BMC\n" + drawn + b"EMC\n")
    return page


def _line(text: str, left: float, low: float, width: float) -> bytes:
    """Write one line on a white ground, smaller if the page is too narrow for it."""
    shown = text.encode("cp1252", "replace")
    room = max(width - 2 * left, 1.0)
    size = min(FONT_SIZE, room / (max(len(shown), 1) * AVERAGE_WIDTH))
    long = min(room, len(shown) * AVERAGE_WIDTH * size)
    safe = shown.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    ground = f"q 1 g {left - 2:.2f} {low - 2:.2f} {long + 4:.2f} {LINE:.2f} re f Q\n"
    words = f"BT /F1 {size:.2f} Tf 0.2 g {left:.2f} {low:.2f} Td (".encode()
    return ground.encode() + words + safe + b") Tj ET\n"
