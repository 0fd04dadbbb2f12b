"""The page of a period and the statements as files: numbers, no formulas, made once."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from crm_portal.library import services as library
from crm_portal.library.models import IssuedDocument, RenderJob
from finance.services import spending
from tests.finance.books import YEAR


@pytest.fixture
def bruno(books):
    client = Client()
    client.force_login(books.cast.people["bruno"])
    return client


@pytest.fixture
def budget(books):
    budget = books.executing(*YEAR)
    from finance.services import assessing

    assessing.assess(budget.pk, key=books.key(), by=books.st)
    books.pay("DO", 5_000_00, on=date(2026, 4, 14))
    return budget


def rows(book, number):
    return list(book.worksheets[number].iter_rows(values_only=True))


def test_the_workbook_has_numbers_and_no_cell_is_a_formula(books, budget, bruno):
    purpose = '=HYPERLINK("http://x.example","y")'
    spending.commit_line(
        budget.pk, books.line("staff"), 500_00, purpose=purpose, by=books.st
    )

    answer = bruno.get(reverse("finance:overview-xlsx"))

    book = openpyxl.load_workbook(BytesIO(answer.content))
    own = next(row for row in rows(book, 0) if row[0] == "República Dominicana")
    assert own[2:3] + own[5:] == (5000, 5000, 0, 0, 0)
    assert rows(book, 3)[1][0] == f"'{purpose}"
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["overview-pdf", "statement-pdf"])
def test_a_pdf_is_asked_for_once_made_by_the_worker_and_kept(books, budget, bruno, name):
    address = reverse(f"finance:{name}", args=["do"] if name == "statement-pdf" else [])

    assert RenderJob.objects.count() == 0
    assert bruno.get(address).status_code == 200
    assert bruno.post(address).status_code == 302
    assert bruno.post(address).status_code == 302
    assert library.make_next()
    assert not library.make_next()

    document = IssuedDocument.objects.get()
    page = bruno.get(address).content.decode()
    assert document.printed_code in page
    assert document.pdf_url in page
    assert bruno.get(document.pdf_url).content.startswith(b"%PDF")


def test_other_figures_are_another_paper_of_the_same_day(books, budget, bruno):
    address = reverse("finance:statement-pdf", args=["do"])
    bruno.post(address)
    books.pay("DO", 10_00)
    bruno.post(address)

    assert RenderJob.objects.count() == 2
    assert len(set(RenderJob.objects.values_list("reference"))) == 1
