"""A draft that the portal put out as a Word document comes back as it was, brackets and all."""

import pytest

from decisions.reading.docx import read_docx
from decisions.reading.notices import Code
from decisions.reports.sheets.word.document import to_docx
from decisions.rules.texts.notation import written
from decisions.rules.texts.paragraphs import Form
from tests.decisions.reading.writing import docx, p, reader, run
from tests.decisions.sheets import samples


def test_a_draft_in_two_languages_comes_back():
    sheet = samples.draft()
    said = [
        (written(row.words.es), written(row.words.en)) for row in sheet.rows if row.is_there
    ]

    found = read_docx(to_docx(sheet), reader())

    texts = [(each.es, each.en) for each in found.paragraphs]
    named = [each.text for each in found.notices if each.code is Code.PART_NAME]
    assert [each for each in said if each not in texts] == [
        tuple(each.split(" / ")) for each in named
    ]
    assert all(each.form is Form.PARAGRAPH for each in found.paragraphs[-3:])


UP = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["Instan a [todas]", ("MX",), "."], "Instan a [MX: todas]."),
        (["[uno]", ("MX, −US",), " [dos]", ("CR",)], "[MX, -US: uno | CR: dos]"),
        (["[a [b]", ("CA",), " c]", ("GT",)], "[GT: a [CA: b] c]"),
        (["[uno] y [dos]", ("CR",)], "[uno] y [CR: dos]"),
        (["E = mc", ("2",), " y MX", ("MX",)], "E = mc2 y MXMX"),
    ],
)
def test_delegations_raised_behind_a_bracket_are_whose_it_is(pieces, text):
    inner = [each if isinstance(each, str) else run(each[0], UP) for each in pieces]

    found = read_docx(docx(p(*inner)), reader())

    assert found.paragraphs[0].es == text
