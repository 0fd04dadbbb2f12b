"""Accounts, letters, spending, reports and the fund by API: the pages' facts, to their readers."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm_portal.core.models import Notice
from crm_portal.library.models import RenderJob
from finance.models import Budget, FundReport, LetterKind
from finance.services import activity, fund_money, letters, papers, spending
from finance.statements import statement_of
from tests.finance.cases import appointed, granted
from tests.finance.staged_accounts import LISTS, SAID, drafted, filled, spend
from tests.library.making import document


@pytest.fixture
def read(books):
    def ask(path, who="bruno", status=200, **asked):
        client = Client()
        client.force_login(books.cast.people[who])
        answer = client.get(f"/api/v1/{path}", asked)
        assert answer.status_code == status, answer.content
        return answer.json()

    return ask


def test_a_statement_of_account_is_the_one_of_the_page(books, read):
    budget = books.called()
    books.pay("BZ", 6_000_00, on=date(2026, 3, 1))

    told = read("account-statements/BZ")

    shown = statement_of(books.cast.parties["BZ"], books.st.on)
    for name in ("assessed", "paid", "written_off", "outstanding", "credit", "balance"):
        assert told[f"{name}_cents"] == getattr(shown, name), name
    assert (told["credit_cents"], told["balance_cents"]) == (1_000_00, -1_000_00)
    assert [row["balance_cents"] for row in told["movements"]] == [
        move.balance for move in reversed(shown.moves)
    ]
    (due,), (paid,) = told["contributions"], told["allocations"]
    assert (due["budget"], due["status"], due["age"]) == (budget.reference, "paid", None)
    assert (paid["budget"], paid["cents"]) == (budget.reference, 5_000_00)
    assert [row["kind"] for row in told["letters"]] == ["call"]
    read("account-statements/AR", status=404)


def test_a_letter_says_what_each_member_was_written_and_no_address(books, read):
    budget = books.assessed()
    number = letters.issue(budget.pk, LetterKind.CALL, SAID, by=books.ppt).number
    (before,) = read(f"contribution-letters/{number}")["recipients"][0]["sendings"]
    Notice.objects.update(sent_at=books.st.at)
    books.pay("DO", 1_00)

    told = read(f"contribution-letters/{number}")

    assert before == {"state": "waiting", "at": None}
    assert told["words"] == {"es": "Gracias de antemano.", "en": "Thank you in advance."}
    mine = told["recipients"][0]
    assert (mine["party"], mine["paid_cents"]) == ("DO", 0)
    assert mine["sendings"][0]["state"] == "sent"
    assert "Thank you in advance." in mine["body"]["en"]
    assert mine["paper"] is None
    (row,) = read("contribution-letters", kind="call", budget=budget.reference)["results"]
    assert row["members"] == len(told["recipients"]) == 11
    assert row["outstanding_cents"] == sum(
        each["outstanding_cents"] for each in told["recipients"]
    )
    assert read("contribution-letters", kind="reminder")["results"] == []
    whole = str(read(f"contribution-letters/{number}", "elena"))
    for secret in ("Ana Firmante", "Bruno", books.cast.people["bruno"].email, "@"):
        assert secret not in whole
    for wrong in ("2026-99", "2026", "9999-99999"):
        read(f"contribution-letters/{wrong}", status=404)


def test_a_payment_request_has_a_number_and_a_sum_once_it_is_signed(books, read):
    budget = books.assessed()
    row = papers.ask_request(books.of(budget, "HN").pk, asked_in="Nota 7", by=books.st)
    (waiting,) = read("payment-requests", is_signed="false")["results"]

    papers.sign_request(row.pk, addressee="Tesorería", signed_by="Elena", by=books.st)

    assert (waiting["number"], waiting["outstanding_cents"]) == (None, None)
    told = read(f"payment-requests/{row.pk}")
    assert told["number"] == "SP-2026-01"
    assert told["outstanding_cents"] == books.of(budget, "HN").outstanding
    assert told["paper"] is None
    paper = document()
    RenderJob.objects.update(state="done", document=paper)
    assert read(f"payment-requests/{row.pk}")["paper"]["sha256"] == paper.pdf_id
    assert read("payment-requests", is_signed="false")["results"] == []
    assert (
        len(read("payment-requests", party="HN", budget=budget.reference)["results"]) == 1
    )


def test_spending_is_listed_with_what_was_reversed_and_budgets_say_what_is_promised(
    books, read
):
    budget = books.executing()
    kept, undone = spend(books, budget, 75_00), spend(books, budget, 5_00, "Viaje")
    spending.reverse_expenditure(undone.pk, reason="error", key=books.key(), by=books.st)
    lines = {"origin": books.line("staff"), "target": books.line("other")}
    spending.commit_line(budget.pk, lines["origin"], 9_00, purpose="Firma", by=books.st)
    spending.transfer_line(budget.pk, **lines, cents=3_00, reason="urge", by=books.ppt)

    (standing,) = read("expenditures", state="standing")["results"]
    (back,) = read("expenditures", q="viaje", line="staff", is_documented="false")[
        "results"
    ]

    assert (standing["id"], standing["reversed_on"]) == (kept.pk, None)
    assert (back["reversed_on"], back["reversal_reason"]) == (str(books.st.on), "error")
    assert read(f"expenditures/{undone.pk}") == back
    assert read("expenditures", since="2027-01-01")["results"] == []
    told = read(f"budgets/{budget.reference}")
    (promised,), (moved,) = told["commitments"], told["transfers"]
    assert (promised["purpose"], promised["cents"], promised["used_cents"]) == (
        "Firma",
        9_00,
        0,
    )
    assert (moved["origin"], moved["target"], moved["text"]) == ("staff", "other", None)


def test_a_report_is_read_once_it_is_issued_with_the_figures_of_that_day(books, read):
    budget = books.executing()
    spend(books, budget, 20_000_00)
    report = drafted(books)
    assert read(f"finance-reports/{report.pk}", "elena")["issued_at"] is None
    assert read("finance-reports")["results"] == []
    read(f"finance-reports/{report.pk}", status=404)

    activity.issue_report(report.pk, signed_by="Elena Firmante", by=books.st)
    spend(books, budget, 1_00, on=date(2026, 9, 1))

    told, kept = read(f"finance-reports/{report.pk}"), type(report).objects.get().data
    (execution,) = told["figures"]["execution"]
    assert (told["number"], told["summary"]["es"]) == ("ST-2026-01", "Resumen")
    assert sum(line["spent_cents"] for line in execution["lines"]) == 20_000_00
    assert told["figures"]["cash"]["closing_cents"] == kept["cash"]["closing"]
    assert told["figures"]["fund"]["balance_cents"] == kept["fund"]["balance"]
    assert "Elena Firmante" not in str(told)


def test_the_fund_is_told_to_the_cent_to_officers_and_in_thousands_to_members(books, read):
    appointed(books)
    money = {"value_on": books.st.on, "source": "OIM", "key": books.key()}
    fund_money.deposit(12_345_67, **money, by=books.st)
    case = granted(books, cents=437_21)
    fund_money.reserve(case.pk, by=books.st)
    now, before = read("fund", "oscar"), read("fund")
    books.later(21)
    later = read("fund")

    assert (now["is_exact"], now["available_cents"]) == (True, 11_908_46)
    assert now == read("fund", "elena") | {"as_of": now["as_of"]}
    assert (before["is_exact"], before["balance_cents"]) == (False, 0)
    assert later == {
        "as_of": "2026-09-30",
        "is_exact": False,
        "available_cents": 11_000_00,
        "reserved_cents": 0,
        "balance_cents": 12_000_00,
    }
    for who in ("admin", "sara"):
        read("fund", who, status=404 if who == "admin" else 403)


def test_a_half_year_of_the_fund_with_too_few_cases_has_no_group(books, read):
    appointed(books)
    groups = {"categories": [{"keys": ["illness", "child"], "count": 6}], "countries": []}
    hidden = {"categories": [{"keys": ["illness", "child"], "count": None}]}
    by = {"made_at": books.st.at, "made_by_id": books.st.user_id}
    for day, tables, paid in (
        (date(2026, 1, 1), hidden, None),
        (date(2026, 7, 1), groups, 1_300_00),
    ):
        data = {"tables": tables, "paid_cents": paid}
        FundReport.objects.create(starts_on=day, data=data, **by)

    told, untold = read("fund-reports")["results"]

    assert told["situations"] == [{"kinds": ["illness", "child"], "count": 6}]
    assert (untold["paid_cents"], untold["situations"], untold["countries"]) == (
        None,
        [],
        [],
    )
    assert read("fund-reports", "oscar")["results"] == [told, untold]


def test_longer_lists_ask_no_more_statements(books):
    filled(books)
    client, counted = Client(), []
    client.force_login(books.cast.people["elena"])
    for times in range(3):  # the first one fills what each process keeps
        with CaptureQueriesContext(connection) as asked:
            told = [client.get(f"/api/v1/{path}").json() for path in LISTS]
        counted.append(len(asked))
        if times == 1:
            _grow(books, Budget.objects.get())

    assert [len(page["results"]) for page in told] == [2, 1, 4, 4, 4, 1]
    assert counted[1] == counted[2] <= 6 * len(LISTS)


def _grow(books, budget):
    for code in ("CA", "MX", "US"):
        papers.ask_request(books.of(budget, code).pk, asked_in="N", by=books.st)
        spend(books, budget, 2_00)
        drafted(books)
    letters.issue(budget.pk, LetterKind.REMINDER, SAID, by=books.ppt)
