"""A report as a Word file in one language, written as the texts' own: the same bytes again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_portal.core.sections import Text, in_language
from decisions.reports.following.blocks import Block, Told
from decisions.reports.sheets import wording
from decisions.reports.sheets.word import package
from decisions.reports.sheets.word.marks import CULTURES, plain
from decisions.reports.sheets.xml import block, element

# Twentieths of a point: A4 upright and its margins.
PAGE_WIDTH, PAGE_HEIGHT, MARGIN, TOP = 11906, 16838, 1240, 1500
INSIDE = PAGE_WIDTH - 2 * MARGIN
PARTS = ("styles", "settings", "fontTable", "header", "footer")
STYLES = {"": "Text", "status": "Text", "quiet": "Small"}
# The first column of a table names the row and is the widest, by the number of columns.
FIRST = {3: 0.44, 5: 0.32}
CELL = {"w_val": "single", "w_sz": 4, "w_space": 0, "w_color": "C4C1B9"}


def to_docx(told: Told, language: str) -> bytes:
    """Return the report as a Word file in ``language``, to be worked on."""
    parts = {
        "styles": package.styles(),
        "settings": package.settings(is_tracked=False),
        "fontTable": package.fonts(),
        "header": _header(told, language),
        "footer": _footer(told, language),
    }
    core = package.core_properties(
        title=_said(told.title, language),
        language=CULTURES[language],
        identifier=told.reference,
        at=datetime.combine(told.until, time(), UTC),
    )
    return package.packed(
        {
            "[Content_Types].xml": package.content_types(["document", *PARTS]),
            "_rels/.rels": package.package_relations(),
            "docProps/core.xml": core,
            "word/document.xml": _document(told, language),
            "word/_rels/document.xml.rels": package.document_relations(list(PARTS)),
            **{f"word/{name}.xml": content for name, content in parts.items()},
        }
    )


def _document(told: Told, language: str) -> str:
    body = [
        _paragraph("Title", plain(_said(told.title, language), language)),
        _paragraph("Sub", plain(_said(told.subtitle, language), language)),
        *(piece for each in told.blocks for piece in WRITERS[each["kind"]](each, language)),
        _section(),
    ]
    return element(
        "w:document",
        block("w:body", body),
        xmlns_w=package.MAIN,
        xmlns_r=package.RELATIONS,
    )


def _section() -> str:
    margins = {"w_top": TOP, "w_bottom": TOP, "w_left": MARGIN, "w_right": MARGIN}
    ends = {"w_header": 700, "w_footer": 560, "w_gutter": 0}
    return element(
        "w:sectPr",
        element("w:headerReference", w_type="default", r_id="header"),
        element("w:footerReference", w_type="default", r_id="footer"),
        element("w:pgSz", w_w=PAGE_WIDTH, w_h=PAGE_HEIGHT),
        element("w:pgMar", **margins, **ends),
    )


def _header(told: Told, language: str) -> str:
    conference = getattr(wording.CONFERENCE, language)
    line = plain(f"{conference} · {told.reference}", language)
    return block("w:hdr", [_paragraph("Small", line)], xmlns_w=package.MAIN)


def _footer(told: Told, language: str) -> str:
    number = element("w:fldSimple", element("w:r", element("w:t", "1")), w_instr=" PAGE ")
    said = ""
    if told.is_demonstration:
        with override(language):
            said = _("Demonstration: positions and people are fictitious.") + " "
    inner = plain(said, language, "Strong") + number
    return block("w:ftr", [_paragraph("Small", inner)], xmlns_w=package.MAIN)


def _heading(told: Block, language: str) -> Iterator[str]:
    words = " ".join(filter(None, [told["number"], _said(told["text"], language)]))
    yield _paragraph(f"Heading{told['level'] - 1}", plain(words, language))


def _words(told: Block, language: str) -> Iterator[str]:
    style = "Strong" if told["style"] == "status" else ""
    words = plain(_said(told["text"], language), _tongue(told["text"], language), style)
    yield _paragraph(STYLES[told["style"]], words)


def _quotation(told: Block, language: str) -> Iterator[str]:
    words = plain(_said(told["text"], language), _tongue(told["text"], language))
    yield _paragraph("Text", words, element("w:ind", w_left=480))
    cited = plain(_said(told["cited"], language), language)
    yield _paragraph("Small", cited, element("w:ind", w_left=480))


def _table(told: Block, language: str) -> Iterator[str]:
    widths = _widths(len(told["columns"]))
    borders = element(
        "w:tblBorders", element("w:bottom", **CELL), element("w:insideH", **CELL)
    )
    properties = element(
        "w:tblPr",
        element("w:tblW", w_w=INSIDE, w_type="dxa"),
        borders,
        element("w:tblLayout", w_type="fixed"),
    )
    grid = element("w:tblGrid", *(element("w:gridCol", w_w=each) for each in widths))
    head = element("w:trPr", element("w:tblHeader"))
    rows = [_row(told["columns"], widths, language, head, "Strong")]
    rows += [_row(row, widths, language) for row in told["rows"]]
    yield block("w:tbl", [properties, grid, *rows])
    yield _paragraph("Small", "")


def _row(
    cells: Sequence[Text],
    widths: Sequence[int],
    language: str,
    properties: str = "",
    style: str = "",
) -> str:
    found = [
        element(
            "w:tc",
            element("w:tcPr", element("w:tcW", w_w=width, w_type="dxa")),
            _paragraph(
                "Small", plain(_said(cell, language), _tongue(cell, language), style)
            ),
        )
        for cell, width in zip(cells, widths, strict=True)
    ]
    return element("w:tr", properties, *found)


def _widths(count: int) -> list[int]:
    first = int(INSIDE * FIRST.get(count, 1 / count))
    rest = (INSIDE - first) // max(count - 1, 1)
    return [first, *[rest] * (count - 1)]


def _paragraph(style: str, inner: str, indent: str = "") -> str:
    properties = element("w:pPr", element("w:pStyle", w_val=style), indent)
    return element("w:p", properties, inner)


def _said(text: Text, language: str) -> str:
    return str(in_language(text, language))


def _tongue(text: Mapping[str, str], language: str) -> str:
    """Return the language that a text is said in: the other one where it is silent."""
    other = "en" if language == "es" else "es"
    return language if text.get(language) or not text.get(other) else other


WRITERS = {
    "heading": _heading,
    "paragraph": _words,
    "quotation": _quotation,
    "table": _table,
}
