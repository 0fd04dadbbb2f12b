"""Words that are markup somewhere, in every field of a text: on no medium are they any."""

from html.parser import HTMLParser

import pytest
from defusedxml.ElementTree import fromstring

from crm_portal.core.pdf import page_source
from crm_portal.library.inspection import inspect
from decisions.reports.sheets import akn, akn_reading, data, paper
from decisions.reports.sheets.sheet import clean
from decisions.reports.sheets.word import to_docx, to_tracked_docx
from tests.core.test_pdf_closed_door import PAYLOADS
from tests.decisions.sheets import reading, samples

SCRIPTS = [
    "<script>alert(1)</script>",
    "' onload=x \"hx-get='/x'",
    "{{ 7|add:7 }}]]>--><!--",
]
PLACES = {"file": "file:///etc/passwd", "http": "http://127.0.0.1:9", "port": 9}
POISON = " ".join([*SCRIPTS, *(each.format(**PLACES) for each in PAYLOADS)])
# What is one of a few words, a day or a key; everything else is what somebody wrote.
FIXED = {
    "format", "languages", "status", "authoritative", "part", "form", "operation", "state",
    "es_state", "en_state", "fate", "key", "parent", "at", "on", "received_at", "language",
    "reason_language", "decision_language", "by", "reserves",
}  # fmt: skip
NAMES = ["draft", "redline", "proposals", "adopted"]


def poisoned(value, name=""):
    """The same value with poison in every field that words may stand in."""
    if isinstance(value, dict):
        is_statement = "received_at" in value
        return {
            key: each if is_statement and key == "kind" else poisoned(each, key)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [poisoned(each, name) for each in value]
    if isinstance(value, str) and value and name not in FIXED:
        return f"{value} {POISON}"
    return value


def sheet(name):
    return data.from_data(poisoned(data.to_data(getattr(samples, name)())))


class Elements(HTMLParser):
    """The elements of a page with the names of their attributes, and what is in its styles."""

    def __init__(self):
        super().__init__()
        self.found, self.styles, self.is_style = set(), [], False

    def handle_starttag(self, tag, attrs):
        self.found.add((tag, *sorted(name for name, _value in attrs)))
        self.is_style = tag == "style"

    def handle_data(self, data):
        if self.is_style:
            self.styles.append(data)


def elements(sheet, template):
    found = Elements()
    found.feed(
        page_source(
            template,
            paper.context(sheet),
            language=sheet.main_language,
            title=paper.title(sheet),
            created=sheet.at,
        )
    )
    return found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("template", [paper.DRAFT, paper.ADOPTED, paper.PROPOSALS])
def test_paper_has_the_elements_of_its_template_and_no_others(name, template):
    harmless, hostile = (
        elements(each, template) for each in (getattr(samples, name)(), sheet(name))
    )

    assert hostile.found == harmless.found
    assert hostile.styles == harmless.styles


@pytest.mark.parametrize("name", NAMES)
def test_a_word_file_has_no_elements_of_theirs_and_points_nowhere(name):
    hostile = sheet(name)

    for docx in (to_docx(hostile), to_tracked_docx(hostile)):
        for path, content in reading.parts(docx).items():
            tags = {each.tag for each in fromstring(content).iter()}
            assert not any(tag.endswith("}script") or tag == "script" for tag in tags)
            assert b"TargetMode" not in content, path
    assert reading.in_docx(to_docx(hostile)) == reading.said(clean(hostile))


def test_our_own_word_files_pass_our_own_inspection():
    for docx in (to_docx(samples.adopted()), to_tracked_docx(samples.proposals())):
        found = inspect("texto.docx", docx)

        assert (found.suffix, found.remarks) == (".docx", [])


@pytest.mark.parametrize("name", NAMES)
def test_akoma_ntoso_reads_the_words_back(name):
    hostile = sheet(name)

    assert akn_reading.read_xml(akn.to_xml(hostile)) == clean(hostile)
