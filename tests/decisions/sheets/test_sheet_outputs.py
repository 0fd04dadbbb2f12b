"""All outputs of a text say the same words in the same order, and keep the rules of paper."""

import hashlib
import io

import pikepdf
import pytest

from crm_portal.core.pdf_fonts import typefaces
from decisions.reports.sheets import akn, akn_reading, data, paper
from decisions.reports.sheets.sheet import in_languages
from decisions.reports.sheets.word import to_docx, to_tracked_docx
from tests import pdf_rules
from tests.core import papers
from tests.decisions.sheets import golden, reading, samples
from tests.decisions.sheets.reading import flat

FILES = ("txt", "json")


@pytest.fixture(scope="module")
def adopted():
    return paper.pdf(samples.adopted())


@pytest.fixture(scope="module")
def redline():
    return paper.pdf(samples.redline())


@pytest.fixture(scope="module")
def hostile():
    return paper.pdf(in_languages(samples.hostile(), "es"))


@pytest.fixture(scope="module")
def table():
    return paper.pdf(samples.proposals(), paper=paper.PROPOSALS)


@pytest.mark.parametrize("languages", [("es", "en"), ("es",), ("en",)])
@pytest.mark.parametrize("name", ["draft", "adopted", "hostile"])
def test_page_word_file_xml_and_json_say_the_same(name, languages):
    sheet = in_languages(getattr(samples, name)(), *languages)
    said = reading.said(sheet)

    assert reading.in_html(sheet) == typefaces().legible(said)
    assert reading.in_docx(to_docx(sheet)) == said
    assert reading.said(akn_reading.read_xml(akn.to_xml(sheet))) == said
    assert reading.said(data.from_json(data.to_json(sheet))) == said


def test_page_and_word_file_show_the_same_changes():
    sheet = samples.redline()
    said = reading.said(sheet, tracked=True)

    assert reading.in_html(sheet) == said
    assert reading.in_docx(to_tracked_docx(sheet)) == said


def test_paper_says_the_same(adopted):
    sheet = samples.adopted()

    assert reading.spoken(sheet, "en") in flat(pdf_rules.text_in(adopted, "en"))
    for row in sheet.rows:
        words = flat(reading.plain(row.words.es))
        assert words in flat(pdf_rules.text_in(adopted, "es"))


def test_paper_shows_the_changes(redline):
    spoken = flat(pdf_rules.text_in(redline, "en"))

    assert flat("and of request the Technical Secretariat to publish its") in spoken
    assert flat("[ensure]MX [seek to ensure [as far as possible]CA, −NI]US") in spoken
    assert flat("Reiterate that the return of migrants") in spoken


@pytest.mark.parametrize("name", ["adopted", "redline", "table"])
def test_papers_keep_every_rule_of_accessible_and_archival_documents(name, request):
    assert pdf_rules.broken(request.getfixturevalue(name)) == []


def test_the_text_and_its_structured_source_are_attached(adopted):
    sheet = samples.adopted()

    with pikepdf.open(io.BytesIO(adopted)) as document:
        text, source = (document.attachments[f"GL2L-M3OY-BUSC.{each}"] for each in FILES)
        content = text.get_file().read_bytes()

        assert {str(each.obj.AFRelationship) for each in (text, source)} == {"/Source"}
        assert source.get_file().mime_type == "application/json"
        assert data.from_json(source.get_file().read_bytes()) == sheet
        assert str(document.docinfo["/Title"]) == paper.title(sheet)
    assert hashlib.sha256(content).hexdigest() == sheet.issued.text_sha256


def test_paper_is_the_same_bytes_again(adopted):
    assert paper.pdf(samples.adopted()) == adopted


def test_a_draft_is_marked_as_one_on_every_page_and_its_lines_are_counted(redline):
    source = reading.html(samples.redline())

    assert "BORRADOR%20%C2%B7%20DRAFT" in source
    assert "%3E45%3C" in source
    with pikepdf.open(io.BytesIO(redline)) as document:
        assert len(document.pages) == 2
    assert "XXXI CRM" in papers.flowing(redline)


def test_hostile_words_are_printed_and_do_nothing(hostile):
    source = reading.html(samples.hostile())
    text = papers.flowing(hostile)

    assert "<script>" not in source
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in source
    assert "\u202e" not in source
    assert "<script>alert(1)</script>" in text
    assert "[U+05E9]" in text
    assert flat(text).count("palabra") == 10_000
    with pikepdf.open(io.BytesIO(hostile)) as document:
        assert len(document.attachments) == 2
        assert "/JavaScript" not in document.Root.get("/Names", {})


def test_the_comparative_table_has_the_base_each_delegation_and_the_presidency_last(table):
    text = pdf_rules.text_in(table, "es")

    said = ("Toman nota", "MX", "US", "PPT", "Acuerdan fortalecer", "CR")
    places = [text.index(word) for word in said]
    assert places == sorted(places)
    assert "Lenguaje acordado en 2024." in text
    with pikepdf.open(io.BytesIO(table)) as document:
        _left, _bottom, width, height = document.pages[0].MediaBox
        assert width > height


def test_the_html_of_a_paper_is_as_agreed():
    body = reading.html(in_languages(samples.redline(), "en")).partition("<body>")[2]

    golden.check("redline.body.html", body.encode())


def test_the_json_of_a_text_is_as_agreed():
    golden.check("draft.json", data.to_json(samples.draft()))
