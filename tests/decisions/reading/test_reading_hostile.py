"""What must not be opened is refused before it is, each with its own reason (U1, U2)."""

import pytest

from crm_portal.core.errors import Invalid
from decisions.reading import limits
from decisions.reading.docx import read_docx
from decisions.reading.paste import read_pasted
from tests.decisions.reading.writing import MAIN, docx, p, part, reader, table
from tests.library.hostile import office, zipped

WORD_PART = "word/document.xml"
ENTITY = (
    b'<!DOCTYPE d [<!ENTITY far SYSTEM "file:///etc/passwd">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b"<w:body><w:p><w:r><w:t>&far;</w:t></w:r></w:p></w:body></w:document>"
)
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 2


def bomb():
    return office(parts={"word/media.xml": b"0" * 40_000_000})


def with_part(name, content):
    return office(parts={name: content})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (with_part("word/vbaProject.bin", b"x"), "macros"),
        (
            office(main=MAIN.replace("document.main", "document.macroEnabled.main")),
            "macros",
        ),
        (bomb(), "bomb"),
        (with_part(WORD_PART, ENTITY), "entities"),
        (LOCKED, "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
        (office("xlsx"), "not_docx"),
        (b"%PDF-1.7 no", "not_docx"),
        (b"Un texto y nada m\xc3\xa1s", "not_docx"),
        (zipped({"a.txt": b"a"}), "not_docx"),
        (b"", "empty"),
        (office(), "not_docx"),
        (with_part(WORD_PART, b"<broken"), "damaged"),
        (docx(), "no_words"),
        (docx(p("___"), table(["", ""])), "no_words"),
        (docx(p("a") * (limits.MOST_PARAGRAPHS + 1)), "too_many_paragraphs"),
        (docx(p("uno " * (limits.MOST_WORDS + 1))), "too_many_words"),
        (docx("<w:p/>" * limits.MOST_MARKS), "bomb"),
        (b"0" * (limits.MOST_BYTES + 1), "too_large"),
    ],
    ids=lambda each: each if isinstance(each, str) else "file",
)
def test_a_file_that_is_no_harmless_word_document_is_refused(content, code):
    with pytest.raises(Invalid) as wrong:
        read_docx(content, reader())

    assert wrong.value.code == code
    assert wrong.value.message


def test_a_tree_too_deep_to_walk_is_damaged():
    deep = "<w:r>" * 5_000 + "</w:r>" * 5_000

    with pytest.raises(Invalid) as wrong:
        read_docx(
            office(parts={WORD_PART: part("document", f"<w:body>{deep}</w:body>")}),
            reader(),
        )

    assert wrong.value.code == "damaged"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no_words"),
        (" \n\t\n--", "no_words"),
        ("a" * (limits.MOST_PASTED_SIGNS + 1), "too_large"),
        ("Uno.\n" * (limits.MOST_PARAGRAPHS + 1), "too_many_paragraphs"),
    ],
)
def test_nothing_and_too_much_is_not_read_from_what_is_pasted(text, code):
    with pytest.raises(Invalid) as wrong:
        read_pasted(text, reader())

    assert wrong.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> de la Conferencia",
        "=cmd|' /C calc'!A0 uno",
        "{{ 7*7 }} dos",
    ],
)
def test_markup_and_formulas_are_words(text):
    assert read_pasted(text, reader()).paragraphs[0].es == text
    assert read_docx(docx(p(text)), reader()).paragraphs[0].es == text
