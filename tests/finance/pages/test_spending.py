"""Spending on its pages: recorded once, reversed, committed, moved, listed and taken away."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from finance import reports
from finance.models import Commitment, Expenditure, LineTransfer
from finance.services import spending
from finance.services.spending import Spent
from tests.finance.pages.budget_visits import Visits, words
from tests.library.documents import pdf

pytestmark = pytest.mark.django_db
BAD, FORBIDDEN, UNKNOWN, CONFLICT, DONE = 400, 403, 404, 409, 302
MOST_QUERIES = 16


@pytest.fixture
def visits(books):
    return Visits(books)


@pytest.fixture
def budget(books):
    return books.executing()


def on(budget, books, code="staff"):
    return f"{budget.pk}:{books.line(code)}"


def spent(books, budget, cents=100_00, purpose="Salario", code="staff", **more):
    what = Spent(budget.pk, books.line(code), cents, books.st.on, purpose, **more)
    return spending.record_expenditure(what, key=books.key(), by=books.st)


def stands(budget, books, code="staff"):
    return {each.key: each for each in reports.lines_of(budget)}[books.line(code)]


def test_an_expenditure_is_recorded_once_with_its_document(visits, books, budget):
    form = {
        "line": on(budget, books),
        "cents": "1,250.50",
        "paid_on": books.st.on.isoformat(),
        "purpose": "Salario de agosto",
        "key": "form-7",
    }
    for _turn in range(2):
        form["document"] = SimpleUploadedFile("recibo.pdf", pdf("recibo"))
        answer = visits.post("elena", "expenditure-new", **form)
        assert answer.status_code == DONE

    made = Expenditure.objects.get()
    assert (made.cents, stands(budget, books).spent) == (1_250_50, 1_250_50)
    told = words(visits.get("bruno", "expenditure", made.pk))
    assert "Salario de agosto USD 1,250.50" in told
    assert "Reverse it" not in told
    answer = visits.get("bruno", "expenditure-document", made.pk)
    assert answer.content == pdf("recibo")


def test_what_is_wrong_in_the_form_is_said_and_nothing_typed_is_lost(visits, books, budget):
    form = {
        "line": on(budget, books),
        "cents": "0",
        "purpose": "Pasajes",
        "paid_on": (books.st.on + timedelta(days=2)).isoformat(),
        "key": "form-8",
    }

    refused = visits.post("elena", "expenditure-new", **form)
    assert refused.status_code == BAD
    assert 'value="Pasajes"' in refused.content.decode()
    later = visits.post("elena", "expenditure-new", **{**form, "cents": "10"})
    assert later.status_code == BAD
    bad_file = SimpleUploadedFile("nota.pdf", b"<html>")
    worse = {**form, "cents": "10", "paid_on": books.st.on, "document": bad_file}
    assert visits.post("elena", "expenditure-new", **worse).status_code == BAD
    assert not Expenditure.objects.exists()


def test_a_commitment_is_made_once_spent_of_and_released(visits, books, budget):
    form = {
        "line": on(budget, books),
        "cents": "1,000",
        "purpose": "Contrato",
        "key": "form-9",
    }
    for _turn in range(2):
        assert visits.post("elena", "commitment-new", **form).status_code == DONE
    promise = Commitment.objects.get()
    changed = {**form, "cents": "2,000"}
    assert visits.post("elena", "commitment-new", **changed).status_code == CONFLICT

    spend = {
        "line": on(budget, books),
        "cents": "400",
        "purpose": "Primer pago",
        "paid_on": books.st.on.isoformat(),
        "commitment": promise.pk,
        "key": "form-10",
    }
    other = {**spend, "line": on(budget, books, "other")}
    assert visits.post("elena", "expenditure-new", **other).status_code == BAD
    assert visits.post("elena", "expenditure-new", **spend).status_code == DONE
    assert stands(budget, books).committed == 600_00
    shown = visits.get("bruno", "budget-lines", budget)
    assert [(each.used, each.left) for each in shown.context["promises"]] == [
        (400_00, 600_00)
    ]

    release = ("commitment-release", promise.pk)
    assert visits.post("elena", *release, key="form-11").status_code == DONE
    assert visits.post("elena", *release, key="form-11").status_code == CONFLICT
    assert stands(budget, books).committed == 0
    too_much = {**form, "cents": "900,000", "key": "form-12"}
    assert visits.post("elena", "commitment-new", **too_much).status_code == CONFLICT


def test_an_expenditure_is_reversed_and_stays_on_record(visits, books, budget):
    made = spent(books, budget)
    form = {"reason": "doble registro", "key": "form-13"}

    assert visits.post("elena", "expenditure-reverse", made.pk, **form).status_code == DONE

    assert stands(budget, books).spent == 0
    told = words(visits.get("bruno", "expenditure", made.pk))
    assert "This expenditure was reversed." in told
    assert "doble registro" in told
    assert visits.get("elena", "expenditure-reverse", made.pk).status_code == CONFLICT
    rows = visits.get("elena", "spending", state="standing").context["rows"]
    assert rows == []


def test_the_presidency_moves_money_and_the_secretariat_only_by_decision(
    visits, books, budget
):
    form = {
        "origin": books.line("other"),
        "target": books.line("staff"),
        "cents": "700",
        "reason": "acuerdo",
        "key": "form-14",
    }
    assert visits.post("bruno", "line-transfer", budget, **form).status_code == FORBIDDEN
    assert visits.post("elena", "line-transfer", budget, **form).status_code == BAD
    for _turn in range(2):
        assert visits.post("ana", "line-transfer", budget, **form).status_code == DONE
    cited = {**form, "key": "form-15", "text": books.decision.text}
    assert visits.post("elena", "line-transfer", budget, **cited).status_code == DONE
    same = {**form, "key": "form-16", "target": books.line("other")}
    assert visits.post("ana", "line-transfer", budget, **same).status_code == BAD

    assert LineTransfer.objects.count() == 2
    assert stands(budget, books).moved == 1_400_00
    told = words(visits.get("bruno", "budget-lines", budget))
    assert "agreed by the presidency" in told


def test_nothing_is_spent_of_a_budget_that_is_not_being_carried_out(visits, books):
    budget = books.approved()

    assert visits.get("elena", "expenditure-new").status_code == CONFLICT
    assert visits.get("ana", "line-transfer", budget).status_code == CONFLICT
    assert visits.get("bruno", "budget-lines", books.draft()).status_code == UNKNOWN


def test_the_list_is_filtered_and_counts_as_often_for_any_length(
    visits, books, budget, django_assert_max_num_queries
):
    for number in range(8):
        spent(books, budget, purpose=f"Pasajes {number}")
    spent(books, budget, purpose="Alquiler", code="other")
    visits.get("bruno", "spending")

    with django_assert_max_num_queries(MOST_QUERIES):
        shown = visits.get("bruno", "spending")
    assert len(shown.context["rows"]) == 9
    for asked, found in (
        ({"words": "alquiler"}, 1),
        ({"line": "other"}, 1),
        ({"budget": budget.reference, "words": "pasajes"}, 8),
        ({"since": books.st.on + timedelta(days=1)}, 0),
        ({"until": books.st.on}, 9),
        ({"undocumented": "on"}, 9),
        ({"line": "nope", "since": "x", "page": "-3"}, 9),
    ):
        assert len(visits.get("bruno", "spending", **asked).context["rows"]) == found, asked
    with django_assert_max_num_queries(MOST_QUERIES):
        visits.get("bruno", "budget-lines", budget)


def test_a_sheet_holds_what_was_asked_for_and_nothing_that_computes(visits, books, budget):
    spent(books, budget, purpose='=HYPERLINK("http://x";"y")')
    spent(books, budget, cents=5, purpose="Alquiler", code="other")

    answer = visits.get("bruno", "spending-csv", words="hyperlink")
    sheet = b"".join(answer.streaming_content).decode("utf-8-sig")
    _heads, row = csv.reader(io.StringIO(sheet))
    assert row[3] == '\'=HYPERLINK("http://x";"y")'
    assert row[4] == "100.00"

    answer = visits.get("bruno", "spending-xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert book.active.max_row == 3


def test_a_sign_that_no_workbook_holds_does_not_take_the_sheet_away(visits, books, budget):
    spent(books, budget, purpose="Alqui\x01ler")

    answer = visits.get("bruno", "spending-xlsx")

    assert (
        openpyxl.load_workbook(io.BytesIO(answer.content)).active["D2"].value == "Alquiler"
    )
