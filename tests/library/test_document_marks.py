"""The copy that is taken away bears its level, its page and its reader on every page (P4)."""

import io
import subprocess

import pikepdf
import pytest
from django.utils import translation

from crm_portal.library import marking
from crm_portal.library.marking import Mark
from tests.library.documents import pdf

MARK = Mark(
    "RESERVADO: Sólo países miembros · XXI-CRM/DOC/4", "Copia de Óscar (AR), 3 dic 2026"
)


def text_of(content, page):
    command = ["pdftotext", "-f", str(page), "-l", str(page), "-", "-"]
    said = subprocess.run(command, input=content, capture_output=True, check=True)
    return said.stdout.decode()


def lines_of(content, page):
    return [line.strip() for line in text_of(content, page).splitlines() if line.strip()]


@pytest.mark.parametrize("rotate", [0, 90])
def test_every_page_bears_its_marks_and_its_text_stays(rotate):
    source = pdf("Párrafo único", pages=3, rotate=rotate)
    before = bytes(source)

    copy = marking.marked(source, MARK)

    assert source == before
    for page in range(1, 4):
        head, foot = MARK.lines(page, 3)
        told = lines_of(copy, page)
        assert told.count(head) == 1
        assert told.count(foot) == 1
        assert foot.endswith(f"{page}/3")
        assert [line for line in told if line not in {head, foot}] == lines_of(source, page)


def test_a_page_set_off_from_its_corner_is_marked_where_it_is_seen():
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.pages[0].obj.MediaBox = pikepdf.Array([100, 200, 695, 1042])
        out = io.BytesIO()
        made.save(out)

    told = lines_of(marking.marked(out.getvalue(), MARK), 1)

    assert MARK.lines(1, 1)[0] in told


@pytest.mark.django_db
def test_the_level_is_said_in_the_reader_s_language(cast):
    from crm_portal.library.handing import mark_of
    from tests.library.documents import registered

    document = registered(cast.viewer("elena"))
    with translation.override("es"):
        spanish = mark_of(document, document.symbol, cast.viewer("bruno"))
    with translation.override("en"):
        english = mark_of(document, document.symbol, cast.viewer("basil"))

    assert "Member countries only" in english.head
    assert spanish.head != english.head
    assert "Bruno (DO)" in spanish.foot
    assert document.symbol in spanish.head
