"""Matrices on their pages: proposed by the country, confirmed, with source, day and history."""

import io
from datetime import date

import openpyxl
import pytest

from crm_portal.core import clock
from crm_portal.core.models import Notice
from crm_portal.library.models import RenderJob
from crm_portal.library.services import make_next
from decisions import ask_notices, asked_today
from decisions.models.following_matrices import Matrix, MatrixCell
from decisions.services.following import matrices
from tests.decisions.following.pages.asking import Asking


@pytest.fixture
def asking(cast):
    return Asking(cast)


PALERMO, MEXICO = "protocolo-de-palermo", "MX"
CELL = ("convenciones", PALERMO, MEXICO)
TYPED = {
    "signed_on": "2000-12-13",
    "bound_on": "2003-03-04",
    "means": "ratification",
    "source": "treaties.un.org",
}


def test_the_secretariat_opens_a_matrix_with_its_topics_and_adds_others(asking):
    said = {
        "kind": "words",
        "name_es": "Requisitos de visa",
        "topics": "Haití | Haiti\nCuba",
    }
    opened = asking.post("elena", "matrix-new", **said)
    again = asking.post("elena", "matrix-new", **said)
    named = asking.post("elena", "topic-matrix-widen", "requisitos-de-visa", topics="Cuba")
    asking.post("elena", "topic-matrix-widen", "requisitos-de-visa", topics="Cuba.")
    matrix = Matrix.objects.get()

    assert opened.status_code == 302
    assert again.status_code == 409
    assert b"Requisitos de visa" in again.content
    assert named.status_code == 409
    assert list(matrix.topics.values_list("code", flat=True)) == ["haiti", "cuba", "cuba-2"]
    assert asking.get("ana", "matrix-new").status_code == 403


def test_a_cell_says_what_its_country_proposed_once_it_is_confirmed(asking):
    asking.matrix()
    asking.post("mateo", "matrix-cell-propose", *CELL, **TYPED)
    before = asking.read("bruno", "matrix-cell", *CELL)
    waiting = asking.read("elena", "matrix-cell", *CELL)
    today = asked_today.today(asking.viewer("elena"))
    confirmed = asking.post("elena", "matrix-cell-confirm", *CELL)

    assert "Nothing is confirmed yet" in before
    assert "What is proposed" not in before
    assert "What is proposed" in waiting
    assert [row["text"] for row in today][:1] == ["Convenciones"]
    assert confirmed.status_code == 302
    text = asking.read("bruno", "topic-matrix", "convenciones")
    assert "bound" in text
    assert "ratified on 4 Mar 2003; signed on 13 Dec 2000" in text
    assert "10 Sep 2026 · treaties.un.org" in text
    assert asking.post("elena", "matrix-cell-confirm", *CELL).status_code == 302
    assert MatrixCell.objects.count() == 1


def test_what_is_declined_says_why_to_its_country_and_to_nobody_else(asking):
    asking.proposed(asking.matrix())
    empty = asking.post("elena", "matrix-cell-decline", *CELL, reason=" ")
    asking.post("elena", "matrix-cell-decline", *CELL, reason="Falta el depósito.")
    notice = Notice.objects.get(
        event="request.decided", recipient__email="mateo@example.org"
    )

    assert empty.status_code == 400
    assert "Falta el depósito." in asking.read("mateo", "matrix-cell", *CELL)
    assert "Falta el depósito." not in asking.read("bruno", "matrix-cell", *CELL)
    assert "Falta el depósito." in ask_notices.compose(notice, clock.now()).body


def test_what_held_before_stays_in_the_history_of_the_cell(asking):
    matrix = asking.matrix()
    first = asking.proposed(matrix, as_of=date(2001, 1, 1), bound_on=None, means="")
    second = asking.proposed(matrix)
    for cell in (first, second):
        matrices.confirm_cell(cell.pk, by=asking.viewer("elena"))
    text = asking.read("bruno", "matrix-cell", *CELL)

    assert text.index("What is confirmed") < text.index("ratified on 4 Mar 2003")
    assert text.index("What it said before") < text.index("As of 1 Jan 2001")


@pytest.mark.parametrize(
    "wrong",
    [{"source": ""}, {"means": ""}, {"bound_on": "1999-01-01"}, {"means": "accession"}],
)
def test_what_cannot_be_so_is_said_and_what_was_typed_is_kept(asking, wrong):
    asking.matrix()
    answer = asking.post("mateo", "matrix-cell-propose", *CELL, **{**TYPED, **wrong})

    assert answer.status_code == 400
    assert b'value="2000-12-13"' in answer.content
    assert not MatrixCell.objects.exists()


def test_nobody_proposes_the_cell_of_another_country_or_reads_what_is_not_public(asking):
    asking.matrix()

    assert asking.get("bruno", "matrix-cell-propose", *CELL).status_code == 403
    assert asking.post("mateo", "matrix-cell-confirm", *CELL).status_code == 403
    for name, where in (
        ("topic-matrix", CELL[:1]),
        ("matrix-cell", CELL),
        ("topic-matrix-file", ("convenciones", "xlsx")),
    ):
        assert asking.get("oscar", name, *where).status_code == 404
    asking.matrix(name_es="Abierta", is_public=True)
    assert asking.get("oscar", "topic-matrix", "abierta").status_code == 200
    assert "Convenciones" not in asking.read("oscar", "matrices")


def test_the_matrix_goes_out_as_excel_and_as_one_paper_made_by_the_worker(asking):
    cell = asking.proposed(asking.matrix(), source="=HYPERLINK()")
    matrices.confirm_cell(cell.pk, by=asking.viewer("elena"))
    answer = asking.get("bruno", "topic-matrix-file", "convenciones", "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    asking.post("elena", "topic-matrix-issue", "convenciones")
    job = RenderJob.objects.get()

    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "'=HYPERLINK()" in {cell.value for cell in cells}
    (topic,) = job.context["table"]
    assert sum(row["source"] != "" for row in topic["rows"]) == 1
    assert (
        asking.get("bruno", "topic-matrix-file", "convenciones", "pdf").status_code == 409
    )
    assert make_next()
    paper = asking.get("bruno", "topic-matrix-file", "convenciones", "pdf")
    assert paper.content.startswith(b"%PDF")


def test_a_wide_matrix_asks_no_more_of_the_database(asking, django_assert_max_num_queries):
    matrix = asking.matrix()
    for _each in range(5):
        cell = asking.proposed(matrix)
        matrices.confirm_cell(cell.pk, by=asking.viewer("elena"))
    bruno = asking.client("bruno")
    bruno.get("/en/intranet/follow-up/matrices/convenciones/")

    with django_assert_max_num_queries(12):
        bruno.get("/en/intranet/follow-up/matrices/convenciones/")
    with django_assert_max_num_queries(12):
        bruno.get(f"/en/intranet/follow-up/matrices/convenciones/cells/{PALERMO}/MX/")
