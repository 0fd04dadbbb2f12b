"""Contributions by API: the pages' figures, for the pages' readers, in few statements."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from finance.models import LetterKind
from finance.services import following, receipts, spending
from finance.services.spending import Spent
from tests.finance.books import YEAR

URL = "/api/v1"


@pytest.fixture
def api(books):
    def ask(path, who="bruno", status=200, **asked):
        client = Client()
        client.force_login(books.cast.people[who])
        answer = client.get(f"{URL}/{path}", asked)
        assert answer.status_code == status, answer.content
        return answer.json()

    return ask


@pytest.fixture
def budget(books):
    budget = books.executing(*YEAR)
    from finance.services import assessing

    assessing.assess(budget.pk, key=books.key(), by=books.st)
    following.write_letter(budget.pk, LetterKind.CALL, by=books.ppt)
    return budget


def test_a_scale_says_each_members_amount_and_what_they_add_to(books, api):
    scale = api("scales/2005-01-01")

    assert scale["total_cents"] == 28_272_400
    assert {row["party"]: row["amount_cents"] for row in scale["shares"]}["MX"] == 3_336_400
    assert len(api("scales")["results"]) == 1


def test_a_budget_says_its_lines_and_how_far_it_is_carried_out(books, budget, api):
    spent = Spent(budget.pk, books.line("staff"), 75_000_00, books.st.on, "Sueldos")
    spending.record_expenditure(spent, key=books.key(), by=books.st)
    spending.commit_line(budget.pk, books.line("staff"), 1_00, purpose="x", by=books.st)

    told = api(f"budgets/{budget.reference}")

    (staff,) = [row for row in told["lines"] if row["line"] == "staff"]
    assert (staff["spent_cents"], staff["committed_cents"]) == (75_000_00, 1_00)
    assert staff["available_cents"] == 75_000_00 - 1_00
    assert told["execution"]["spent_part"] == 2653
    assert [act["step"] for act in told["acts"]][-2:] == ["approve", "execute"]
    assert told["total_cents"] == 28_272_400
    assert len(api("budgets", on="2026-05-01")["results"]) == 1
    assert len(api("budgets", state="closed")["results"]) == 0


def test_an_assessment_says_where_it_stands(books, budget, api):
    books.pay("MX", 364_00)
    books.later(120)

    rows = api("assessments", party="MX", budget=budget.reference)["results"]

    (row,) = rows
    assert (row["outstanding_cents"], row["status"], row["age"]) == (
        33_000_00,
        "partial",
        "61-90",
    )
    assert api(f"assessments/{row['id']}")["paid_cents"] == 364_00
    api("assessments/999999", status=404)


def test_a_receipt_says_what_it_pays_and_whether_it_came_back(books, budget, api):
    kept = books.pay("BZ", 6_000_00, on=date(2026, 3, 1))
    sent = books.pay("CA", 1_00, on=date(2026, 4, 1))
    receipts.return_transfer(sent.pk, reason="x", key=books.key(), by=books.st)

    last, first = api("receipts")["results"]

    assert (first["id"], first["left_cents"], first["is_returned"]) == (
        kept.pk,
        1_000_00,
        False,
    )
    assert first["pays"] == [{"budget": budget.reference, "cents": 5_000_00}]
    assert (last["is_returned"], last["pays"], last["left_cents"]) == (True, [], 0)
    assert len(api("receipts", since="2026-03-15")["results"]) == 1
    assert api(f"receipts/{kept.pk}")["party"] == "BZ"


def test_the_balances_of_all_are_of_a_day(books, budget, api):
    books.pay("BZ", 6_000_00, on=date(2026, 3, 1))

    def belize(**on):
        return next(row for row in api("balances", **on) if row["party"] == "BZ")

    assert belize()["credit_cents"] == 1_000_00
    assert belize(on="2026-03-02")["credit_cents"] == 6_000_00
    assert api("balances", on="yesterday", status=400)["code"] == "invalid"


@pytest.mark.parametrize("who", ["oscar", "admin"])
def test_others_read_nothing(books, budget, api, who):
    books.pay("BZ", 1_00)
    for path in ("scales", "budgets", "assessments", "receipts"):
        assert len(api(path, who)["results"]) == 0
    assert api("balances", who) == []
    for path in (f"budgets/{budget.reference}", "scales/2005-01-01"):
        assert api(path, who, 404)["code"] == "not_found"


def test_more_receipts_ask_no_more_statements(books, budget, api):
    books.pay("MX", 1_00)
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            for path in ("receipts", "assessments", "budgets", "balances"):
                api(path)
        counted.append(len(asked))
        for n in range(6):
            books.pay("CA", 1_00 + n)

    assert counted[0] == counted[1]
