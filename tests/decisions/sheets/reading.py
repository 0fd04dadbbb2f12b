"""What a reader finds in each output, as words in reading order, to be held against the sheet."""

import io
import zipfile
from html.parser import HTMLParser

from defusedxml.ElementTree import fromstring

from crm_portal.core.pdf import page_source
from decisions.reports.sheets import paper, wording
from decisions.reports.sheets.runs import plain, runs
from decisions.rules.texts.diff import Mark
from decisions.rules.texts.paragraphs import Form

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BLOCKS = {"td", "th", "p", "tr", "h1", "h2", "table"}


def flat(*words):
    """Words without the white space between them: lines break elsewhere on every medium."""
    return "".join("".join(words).split())


def said(sheet, *, tracked=False):
    """What every output says of the text itself, from its title to its last paragraph."""
    found = []
    for language in sheet.languages:
        found += [
            sheet.title.said(language),
            *(line.said(language) for line in sheet.lines),
        ]
    for row in sheet.rows:
        if row.is_there or (tracked and row.fate):
            found += list(paragraph(sheet, row, sheet.languages, tracked=tracked))
    return flat(*found)


def paragraph(sheet, row, languages, *, tracked):
    is_inside = row.depth and row.form is not Form.HEADING
    if not is_inside:
        yield row.label
    for language in languages:
        if is_inside:
            yield row.label
        was = row.was.said(language) if tracked and row.was is not None else None
        yield "".join(run.text for run in runs(row.words.said(language), was))
        yield wording.note(sheet, row, language)


def spoken(sheet, language):
    """What the text says in one language, the numbers in the margin apart."""
    found = [sheet.title.said(language), *(line.said(language) for line in sheet.lines)]
    for row in sheet.rows:
        if row.depth and row.form is not Form.HEADING:
            found.append(row.label)
        found += [plain(row.words.said(language)), wording.note(sheet, row, language)]
    return flat(*found)


class Words(HTMLParser):
    """The words of the first table of a page."""

    def __init__(self):
        super().__init__()
        self.found, self.open, self.is_done = [], 0, False

    def handle_starttag(self, tag, attrs):
        if tag == "table" and ("class", "tx") in [(k, (v or "")[:2]) for k, v in attrs]:
            self.open += 1

    def handle_endtag(self, tag):
        if tag == "table" and self.open:
            self.open, self.is_done = 0, True

    def handle_data(self, data):
        if self.open and not self.is_done:
            self.found.append(data)


def html(sheet):
    """The source of the paper, complete."""
    return page_source(
        paper.template(sheet),
        paper.context(sheet),
        language=sheet.main_language,
        title=paper.title(sheet),
        created=sheet.at,
    )


def in_html(sheet):
    words = Words()
    words.feed(html(sheet))
    return flat(*words.found)


def parts(docx):
    """The parts of a Word file by their paths."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(docx, name="document"):
    return fromstring(parts(docx)[f"word/{name}.xml"])


def in_docx(docx, *, without=()):
    """The words of the table, those within the marks named left out (``ins``, ``del``)."""
    table = tree(docx).find(f".//{W}tbl")
    return flat(*_within(table, {f"{W}{name}" for name in without}))


def _within(element, without):
    gone = element.find(f"{W}trPr")
    if element.tag in without or (
        gone is not None and any(each.tag in without for each in gone)
    ):
        return
    if element.tag in {f"{W}t", f"{W}delText"}:
        yield element.text or ""
    for each in element:
        yield from _within(each, without)


def marks(runs_, mark):
    """The words of runs with one mark."""
    return [run.text for run in runs_ if run.mark is Mark(mark)]
