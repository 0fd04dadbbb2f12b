"""Files are read by a process of its own: words are found, and what is hostile harms nothing."""

import io
import zipfile

import pytest
from django.urls import reverse

from crm_portal.library.models import FileText
from crm_portal.library.models.search import FileState
from crm_portal.library.searching import extracting, indexing, reading
from tests.library.documents import pdf, registered, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("circles")]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def package(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return out.getvalue()


def test_the_words_of_a_pdf_are_found_once_it_was_read(client, cast):
    text = pdf("Compromisos de los ornitorrincos", pages=2)
    document = registered(cast.viewer("elena"), sheet("es", text), level="members")
    search = reverse("library:search")
    assert reading.read_due() == 1
    assert reading.read_due() == 0

    indexing.index_due()

    client.force_login(cast.people["elena"])
    answer = client.get(search, {"q": "ornitorrinco"})
    assert [hit.entry.target_id for hit, _where in answer.context["hits"]] == [document.pk]
    assert "<mark>ornitorrincos</mark>" in answer.text


def test_each_kind_of_document_gives_its_words():
    body = (
        f'<w:document xmlns:w="{WORD}"><w:p><w:t>Uno</w:t></w:p><w:p><w:t>dos</w:t></w:p>'
    )
    word = package("word/document.xml", f"{body}</w:document>".encode())
    sheet = package("xl/sharedStrings.xml", b"<sst><si><t>tres</t></si></sst>")

    assert extracting.words_of(word, ".docx").split() == ["Uno", "dos"]
    assert extracting.words_of(sheet, ".xlsx").split() == ["tres"]
    assert extracting.words_of(pdf("cuatro"), ".pdf").split() == ["cuatro", "1"]
    assert extracting.words_of(b"x", ".png") == ""


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"%PDF-1.7 nothing", ".pdf"),
        (b"no package", ".docx"),
        (package("word/document.xml", b"<unclosed"), ".docx"),
    ],
)
def test_what_cannot_be_read_is_said_so_and_read_no_more(content, suffix, caplog):
    state, words = reading._words(content, suffix)

    assert (state, words) == (FileState.UNREADABLE, "")
    assert "nothing" not in caplog.text


def test_entities_are_not_followed():
    hostile = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a><t>x&b;y</t></a>'

    assert "root:" not in extracting.words_of(
        package("word/document.xml", hostile), ".docx"
    )


def test_a_file_of_two_documents_is_read_once(cast):
    elena = cast.viewer("elena")
    registered(elena, sheet("es", pdf("Igual")))
    registered(elena, sheet("es", pdf("Igual")))

    assert reading.read_due() == 1
    assert FileText.objects.count() == 1
