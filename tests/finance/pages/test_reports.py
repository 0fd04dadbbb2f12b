"""The Secretariat's report: a draft over live figures, issued once with those of its day."""

import io
from datetime import date

import openpyxl
import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library.models import IssuedDocument, Kind, RenderJob
from crm_portal.library.services import make_next
from finance import activity as records
from finance.models import ActivityReport, LetterKind
from finance.presentation.reports.workbook import guarded
from finance.rules.budgets import Period
from finance.services import activity, assessing, following, spending
from finance.services.activity import Written
from finance.services.spending import Spent
from tests import pdf_rules

YEAR = Period(date(2026, 1, 1), date(2026, 9, 10))
WORDS = (("summary_es", "=Resumen"), ("summary_en", "Summary"))


def client(books, who):
    found = Client()
    found.force_login(books.cast.people[who])
    return found


def address(name, *more):
    with override("en"):
        return reverse(f"finance:{name}", args=more)


def played(books):
    """A year: assessed, called, one member paid, something spent."""
    budget = books.executing()
    assessing.assess(budget.pk, key="a", on=date(2026, 1, 2), by=books.st)
    following.write_letter(budget.pk, LetterKind.CALL, by=books.ppt)
    books.pay("US", 141_360_00, on=date(2026, 3, 2))
    bruno = books.viewer("bruno")
    row = books.of(budget, "DO")
    following.pledge(row.pk, said_on=bruno.on, source="nota", by=bruno)
    spent = Spent(budget.pk, books.line("staff"), 20_000_00, date(2026, 2, 1), "Enero")
    spending.record_expenditure(spent, key="s", by=books.st)
    return budget


def drafted(books, **more):
    typed = Written(YEAR.starts_on, YEAR.ends_on, words=WORDS, **more)
    return activity.draft_report(typed, by=books.st)


def test_the_figures_are_those_of_the_records(books):
    played(books)

    told = records.figures(YEAR, books.st)

    (execution,) = told["execution"]
    assert execution["total"] == {
        "planned": 282_724_00,
        "spent": 20_000_00,
        "to_date": 20_000_00,
        "left": 262_724_00,
    }
    usa = next(row for row in told["members"] if row["code"] == "US")
    assert (usa["received"], usa["outstanding"]) == (141_360_00, 0)
    states = {row["code"]: row["status"] for row in told["members"]}
    assert (states["US"], states["DO"], states["HN"]) == ("paid", "in_process", "pending")
    assert sum(row["outstanding"] for row in told["members"]) == 141_364_00
    cash = told["cash"]
    assert (cash["opening"], cash["received"], cash["spent"]) == (0, 141_360_00, 20_000_00)
    assert (cash["lowest"], cash["lowest_on"]) == (-20_000_00, "2026-02-01")
    assert [row["members"] for row in told["letters"]] == [len(books.cast.members)]
    assert (told["fund"]["halves"], told["fund"]["balance"]) == ([], 0)
    before = records.figures(Period(date(2026, 1, 1), date(2026, 1, 31)), books.st)
    assert before["cash"]["received"] == 0


def test_an_issued_report_keeps_its_figures_and_is_put_on_paper_once(books):
    budget = played(books)
    report = drafted(books)

    activity.issue_report(report.pk, signed_by="Elena", by=books.st)
    spent = Spent(budget.pk, books.line("staff"), 1_00, date(2026, 2, 2), "Más")
    spending.record_expenditure(spent, key="s2", by=books.st)

    report.refresh_from_db()
    assert report.number == "ST-2026-01"
    assert report.data["execution"][0]["total"]["spent"] == 20_000_00
    others = RenderJob.objects.exclude(kind=Kind.REPORT)
    assert not others.exists()
    assert make_next()
    assert not make_next()
    (document,) = IssuedDocument.objects.of(report)
    assert pdf_rules.broken(bytes(document.pdf.content)) == []
    page = client(books, "bruno").get(report.get_absolute_url())
    assert "20,000" in page.content.decode()
    assert "20,001" not in page.content.decode()
    with pytest.raises(Conflict):
        activity.issue_report(report.pk, signed_by="Elena", by=books.st)
    with pytest.raises(InternalError), transaction.atomic():
        ActivityReport.objects.filter(pk=report.pk).update(summary_es="x")


def test_a_draft_is_the_secretariats_and_nobody_overwrites_another(books):
    played(books)
    report = drafted(books)
    page = report.get_absolute_url()

    assert client(books, "elena").get(page).status_code == 200
    for who in ("bruno", "ana", "oscar"):
        assert client(books, who).get(page).status_code == 404
    typed = Written(YEAR.starts_on, YEAR.ends_on, words=WORDS, revision=report.revision)
    activity.redraft_report(report.pk, typed, by=books.st)
    with pytest.raises(Conflict):
        activity.redraft_report(report.pk, typed, by=books.st)
    with pytest.raises(Refused):
        activity.redraft_report(report.pk, typed, by=books.ppt)


def test_what_was_typed_is_kept_when_the_draft_is_refused(books):
    typed = {"starts_on": "2026-09-01", "ends_on": "2026-01-01", "summary_es": "Hola"}

    answer = client(books, "elena").post(address("report-new"), typed)

    assert answer.status_code == 400
    assert "Hola" in answer.content.decode()
    assert not ActivityReport.objects.exists()


def test_a_report_of_a_period_that_runs_is_not_issued(books):
    typed = Written(date(2026, 1, 1), date(2026, 12, 31))
    report = activity.draft_report(typed, by=books.st)

    with pytest.raises(Conflict):
        activity.issue_report(report.pk, signed_by="Elena", by=books.st)


def test_the_spreadsheet_carries_numbers_and_no_formula(books):
    played(books)
    report = drafted(books)

    content = client(books, "elena").get(address("report-excel", report.pk)).content
    book = openpyxl.load_workbook(io.BytesIO(content))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == 20_000 for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)
    assert guarded("=1+1") == "'=1+1"
    assert guarded("-") == "'-"


def test_a_report_takes_a_fixed_number_of_queries(books, django_assert_max_num_queries):
    played(books)
    report = drafted(books)
    elena = client(books, "elena")
    elena.get(report.get_absolute_url())

    with django_assert_max_num_queries(26):
        assert elena.get(report.get_absolute_url()).status_code == 200


def test_a_draft_of_any_period_is_shown(books):
    books.assessed()
    with pytest.raises(Invalid):
        activity.draft_report(Written(date.min, date(1, 1, 31)), by=books.st)
    report = activity.draft_report(Written(date(1996, 1, 1), date.max), by=books.st)

    assert client(books, "elena").get(report.get_absolute_url()).status_code == 200
    assert client(books, "elena").get(address("report-excel", report.pk)).status_code == 200


def test_nobody_issues_a_draft_that_he_or_she_has_not_read(books):
    played(books)
    report, elena = drafted(books), client(books, "elena")
    page = elena.get(address("report-issue", report.pk)).content.decode()
    assert 'name="revision" value="1"' in page
    typed = Written(YEAR.starts_on, YEAR.ends_on, words=WORDS, revision=1)
    activity.redraft_report(report.pk, typed, by=books.st)

    sent = {"signed_by": "Elena", "revision": "1"}
    answer = elena.post(address("report-issue", report.pk), sent)

    report.refresh_from_db()
    assert (answer.status_code, report.issued_at) == (409, None)
