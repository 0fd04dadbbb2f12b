"""A sheet on paper: what the templates print, and the PDF itself.

The library's worker is given ``context``, which is plain JSON, and reads the sheet back from
it; a tag hands the templates what ``view`` says.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from django.utils.safestring import SafeString

from crm_portal.core.pdf import AttachedFile, render_pdf
from crm_portal.library.rules import canonical_json, sha256
from decisions.reports.sheets import wording
from decisions.reports.sheets.data import canonical, from_data, to_data
from decisions.reports.sheets.markup import html
from decisions.reports.sheets.runs import runs
from decisions.reports.sheets.sheet import Issued, Row, Sheet, Two
from decisions.rules.texts.diff import Fate
from decisions.rules.texts.paragraphs import Form

DRAFT, ADOPTED = "pdf/texts/draft.html", "pdf/texts/adopted.html"
PROPOSALS = "pdf/texts/proposals.html"
# Above so many characters a paragraph may be broken over pages.
LONG = 900
LINE, LINES, TOP = 14, 49, 88


@dataclass(frozen=True, slots=True)
class Cell:
    """One language of a paragraph, with what a reader of a draft has to know of it."""

    language: str
    words: SafeString
    note: str = ""
    is_good: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph as the templates print it."""

    row: Row
    shape: str
    level: int
    cells: tuple[Cell, ...]

    @property
    def label(self) -> str:
        """Return what stands in the margin: nothing where the number stands with the words."""
        return "" if self.inner_label else self.row.label

    @property
    def inner_label(self) -> str:
        """Return the number of an item within another, which stands with its words."""
        return self.row.label if self.row.depth and not self.is_heading else ""

    @property
    def is_heading(self) -> bool:
        """Say whether it is a heading."""
        return self.row.form is Form.HEADING

    @property
    def is_gone(self) -> bool:
        """Say whether it stood in the version that the text is compared with, and no more."""
        return self.row.fate is Fate.DELETED


@dataclass(frozen=True, slots=True)
class View:
    """What the templates print of a sheet. ``background`` is the grid of lines, as a URL."""

    sheet: Sheet
    status: Two
    dated: Two
    lines: tuple[Line, ...]
    background: str


def template(sheet: Sheet) -> str:
    """Return which paper a sheet is printed on."""
    return ADOPTED if sheet.is_adopted else DRAFT


def context(sheet: Sheet) -> dict[str, Any]:
    """Return what the library is given to print: plain JSON, and what of it is attached."""
    return {"sheet": to_data(sheet), "structured": "sheet"}


def title(sheet: Sheet) -> str:
    """Return the title of the file, in its main language."""
    language = sheet.main_language
    status = wording.status(sheet).said(language)
    return f"{sheet.heading}: {sheet.title.said(language)} ({status})"


def pdf(sheet: Sheet, *, paper: str = "") -> bytes:
    """Return a sheet as PDF/A-3a and PDF/UA-1, its source attached as JSON. NotPrintable."""
    printed = paper or template(sheet)
    data = context(sheet)
    return render_pdf(
        printed,
        data,
        language=sheet.main_language,
        title=title(sheet),
        identifier=sha256(canonical_json({"paper": printed, **data})),
        created=sheet.at,
        attachments=attached(sheet),
    )


def attached(sheet: Sheet) -> list[AttachedFile]:
    """Return what goes into the PDF: the text that the hash is of, and the whole as JSON."""
    name = sheet.issued.code if sheet.issued else f"{sheet.kind}-{sheet.draft}"
    text = canonical(sheet)
    return [
        AttachedFile(f"{name}.txt", text.encode(), f"SHA-256 {sha256(text)}"),
        AttachedFile(f"{name}.json", canonical_json(to_data(sheet)).encode()),
    ]


def view(data: Mapping[str, Any], issued: Mapping[str, str] | None = None) -> View:
    """Return what the templates print; ``issued`` is what the library added."""
    sheet = from_data(data)
    if issued:
        sheet = replace(
            sheet, issued=Issued(issued["code"], issued["url"], issued["text_sha256"])
        )
    return View(
        sheet,
        wording.status(sheet),
        wording.dated(sheet),
        tuple(_line(sheet, row) for row in sheet.rows if row.is_there or row.fate),
        "" if sheet.is_adopted else background(sheet),
    )


def _line(sheet: Sheet, row: Row) -> Line:
    cells = tuple(_cell(sheet, row, language) for language in sheet.languages)
    longest = max(len(cell.words) for cell in cells)
    shape = "item"
    if row.form is Form.HEADING:
        shape = "heading"
    elif row.depth:
        shape = f"item-{row.depth}"
    if longest > LONG:
        shape = f"{shape} long"
    return Line(row, shape, min(row.depth + 2, 6), cells)


def _cell(sheet: Sheet, row: Row, language: str) -> Cell:
    was = row.was.said(language) if row.was is not None else None
    words = html(runs(row.words.said(language), was))
    note = wording.note(sheet, row, language)
    is_good = row.is_agreed and row.state(language) not in wording.LANGUAGE_NOTES
    return Cell(language, words, note, is_good=is_good)


def background(sheet: Sheet) -> str:
    """Return the grid of line numbers and the watermark, as the background of every page.

    There they are artefacts, outside the tags and the reading order; every line of text of
    either column stands on the grid.
    """
    said = " · ".join(getattr(wording.WATERMARK, each) for each in sheet.languages)
    numbers = "".join(_number(at) for at in range(1, LINES + 1))
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="595.28pt" height="841.89pt"'
        ' viewBox="0 0 595.28 841.89" font-family="Source Sans 3">'
        '<text x="297" y="444" text-anchor="middle" font-family="Source Serif 4"'
        ' font-weight="600" font-size="66" fill="#f1efea"'
        f' transform="rotate(-38 297 430)">{said}</text>{numbers}</svg>'
    )
    return f"data:image/svg+xml,{quote(drawing, safe='')}"


def _number(at: int) -> str:
    size, shown = (6.5, str(at)) if at % 5 == 0 else (6, "·")
    return (
        f'<text x="52" y="{TOP + LINE * at - 4.3:.1f}" text-anchor="end"'
        f' font-size="{size}" fill="#76808a">{shown}</text>'
    )
