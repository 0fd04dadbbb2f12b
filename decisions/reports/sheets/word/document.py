"""The document of a Word file: title and paragraphs in a table, both languages side by side."""

from collections.abc import Callable

from decisions.reports.sheets.data import text_sha256
from decisions.reports.sheets.sheet import Row, Sheet, clean
from decisions.reports.sheets.word import ends, package
from decisions.reports.sheets.word.changes import Redline, Suggestions, Written
from decisions.reports.sheets.word.marks import CULTURES, Marks, plain
from decisions.reports.sheets.xml import block, element
from decisions.rules.texts.paragraphs import Form

# Twentieths of a point, as Word counts: A4 upright, its margins, the columns.
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
LEFT, RIGHT, TOP, BOTTOM = 1240, 1000, 1760, 1360
NUMBERS, GAP = 480, 240
STEP = 300
SECTION = (
    element("w:headerReference", w_type="default", r_id="header")
    + element("w:footerReference", w_type="default", r_id="footer")
    + element("w:pgSz", w_w=PAGE_WIDTH, w_h=PAGE_HEIGHT)
    + element(
        "w:pgMar",
        w_top=TOP,
        w_right=RIGHT,
        w_bottom=BOTTOM,
        w_left=LEFT,
        w_header=700,
        w_footer=560,
        w_gutter=0,
    )
)


def to_docx(sheet: Sheet) -> bytes:
    """Return the text as it stands, without any changes: a Word file, the same bytes again."""
    return _file(clean(sheet), Marks(), Written)


def to_tracked_docx(sheet: Sheet) -> bytes:
    """Return the text with changes that Word tracks, to be accepted or rejected there.

    Against the version that it is compared with, in the name of the draft; else what
    delegations propose, in the name of each. What cannot stand upon another's change, and
    every reason, is in a comment.
    """
    return _file(sheet, Marks(), Redline if sheet.is_redlined else Suggestions)


def _file(sheet: Sheet, marks: Marks, way: Callable[[Sheet, Marks], Written]) -> bytes:
    document = _document(sheet, way(sheet, marks))
    names = ["styles", "settings", "fontTable", "header", "footer"]
    parts = {
        "styles": package.styles(),
        "settings": package.settings(is_tracked=way is not Written),
        "fontTable": package.fonts(),
        "header": ends.header(sheet),
        "footer": ends.footer(sheet),
    }
    if marks.comments:
        names.append("comments")
        parts["comments"] = ends.comments(marks, sheet.main_language)
    core = package.core_properties(
        title=f"{sheet.heading}: {sheet.title.said(sheet.main_language)}",
        language=CULTURES[sheet.main_language],
        identifier=sheet.issued.code if sheet.issued else text_sha256(sheet),
        at=sheet.at,
    )
    return package.packed(
        {
            "[Content_Types].xml": package.content_types(["document", *names]),
            "_rels/.rels": package.package_relations(),
            "docProps/core.xml": core,
            "word/document.xml": document,
            "word/_rels/document.xml.rels": package.document_relations(names),
            **{f"word/{name}.xml": content for name, content in parts.items()},
        }
    )


def _document(sheet: Sheet, written: Written) -> str:
    rows = [_row(sheet, row, written) for row in sheet.rows if written.shows(row)]
    body = [_table(sheet, [_head(sheet), *rows]), *ends.below(sheet), _section()]
    return element(
        "w:document",
        block("w:body", body),
        xmlns_w=package.MAIN,
        xmlns_r=package.RELATIONS,
    )


def _section() -> str:
    return element("w:sectPr", SECTION)


def _table(sheet: Sheet, rows: list[str]) -> str:
    width = _column(sheet)
    columns = [NUMBERS, *(width for _language in sheet.languages)]
    properties = element(
        "w:tblPr",
        element("w:tblW", w_w=sum(columns), w_type="dxa"),
        element("w:tblLayout", w_type="fixed"),
        element(
            "w:tblCellMar",
            element("w:left", w_w=0, w_type="dxa"),
            element("w:right", w_w=GAP, w_type="dxa"),
        ),
    )
    grid = element("w:tblGrid", *(element("w:gridCol", w_w=each) for each in columns))
    return block("w:tbl", [properties, grid, *rows])


def _column(sheet: Sheet) -> int:
    return (PAGE_WIDTH - LEFT - RIGHT - NUMBERS) // len(sheet.languages)


def _head(sheet: Sheet) -> str:
    cells = [
        _cell(
            sheet,
            [
                _paragraph("Title", plain(sheet.title.said(language), language)),
                *(
                    _paragraph("Sub", plain(line.said(language), language))
                    for line in sheet.lines
                ),
                _paragraph("Sub", ""),
            ],
            is_second=place > 0,
        )
        for place, language in enumerate(sheet.languages)
    ]
    properties = element("w:trPr", element("w:tblHeader"))
    return element("w:tr", properties, _number_cell(""), *cells)


def _row(sheet: Sheet, row: Row, written: Written) -> str:
    label = "" if _stands_inside(row) else row.label
    shown = plain(label, sheet.main_language, "Number") if label else ""
    cells = [
        _cell(sheet, [_words(row, language, written, place)], is_second=place > 0)
        for place, language in enumerate(sheet.languages)
    ]
    return element("w:tr", written.row_mark(row), _number_cell(shown), *cells)


def _stands_inside(row: Row) -> bool:
    """Items within others have their number with their words, as on paper."""
    return row.depth > 0 and row.form is not Form.HEADING


def _words(row: Row, language: str, written: Written, place: int) -> str:
    inner = written.inside(row, language)
    if _stands_inside(row) and row.label:
        number = plain(row.label, language, "Number")
        inner = number + element("w:r", element("w:tab")) + inner
    if place == 0:
        inner += written.remarks(row)
    style = f"Heading{row.depth + 1}" if row.form is Form.HEADING else "Text"
    return _paragraph(style, inner, indent=_indent(row), mark=written.paragraph_mark(row))


def _indent(row: Row) -> str:
    if not _stands_inside(row):
        return ""
    return element("w:ind", w_left=STEP * row.depth, w_hanging=STEP)


def _paragraph(style: str, inner: str, *, indent: str = "", mark: str = "") -> str:
    properties = element("w:pPr", element("w:pStyle", w_val=style), indent, mark)
    return element("w:p", properties, inner)


def _number_cell(inner: str) -> str:
    properties = element("w:tcPr", element("w:tcW", w_w=NUMBERS, w_type="dxa"))
    return element("w:tc", properties, _paragraph("Text", inner))


def _cell(sheet: Sheet, inner: list[str], *, is_second: bool) -> str:
    """A cell; the second language has a rule and some space on its left."""
    width = element("w:tcW", w_w=_column(sheet), w_type="dxa")
    rule = element("w:left", w_val="single", w_sz=4, w_space=0, w_color="C4C1B9")
    beside = element("w:left", w_w=GAP, w_type="dxa")
    second = element("w:tcBorders", rule) + element("w:tcMar", beside)
    return element("w:tc", element("w:tcPr", width, second if is_second else ""), *inner)
