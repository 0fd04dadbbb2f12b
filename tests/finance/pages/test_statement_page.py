"""A member's account: its balance by value date, and what paid what."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from finance import reports
from finance.services import following, receipts
from finance.statements import statement_of
from members.models import Party
from tests.finance.books import YEAR

MOST_QUERIES = 12


@pytest.fixture
def read(books):
    def ask(code, who="bruno"):
        client = Client()
        client.force_login(books.cast.people[who])
        with override("en"):
            return client.get(reverse("finance:statement", args=[code]))

    return ask


def words(answer):
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(plain.split())


def account(books, code):
    return statement_of(Party.objects.get(code=code), books.st.on)


def test_the_balance_runs_by_value_date_and_ends_where_the_ledger_does(books):
    budget = books.assessed(*YEAR)
    books.pay("BZ", 3_000_00, on=date(2026, 3, 1))
    sent = books.pay("BZ", 4_000_00, on=date(2026, 5, 1))
    books.later(20)
    receipts.return_transfer(sent.pk, reason="Rechazada", key=books.key(), by=books.st)
    found = account(books, "BZ")

    assert [(move.cents, move.balance) for move in found.moves] == [
        (-3_000_00, -3_000_00),
        (-4_000_00, -7_000_00),
        (5_000_00, -2_000_00),
        (4_000_00, 2_000_00),
    ]
    assert (found.outstanding, found.credit, found.balance) == (2_000_00, 0, 2_000_00)
    assert [each.cents for each in found.allocations] == [3_000_00]
    assert found.dues[0].assessment.budget == budget


def test_it_agrees_with_the_balances_of_everybody(books):
    books.assessed(*YEAR)
    books.pay("BZ", 7_000_00)
    books.pay("CA", 1_00)
    for row in reports.balances():
        found = account(books, row.code)
        seen = (found.assessed, found.paid, found.written_off, found.outstanding)
        assert seen == (row.assessed, row.paid, row.written_off, row.outstanding)
        assert found.credit == row.credit


def test_members_read_each_others_accounts_and_the_words_are_there(books, read):
    budget = books.called(*YEAR)
    row = books.of(budget, "MX")
    following.pledge(
        row.pk, said_on=books.st.on, expected_on=date(2026, 10, 1), source="x", by=books.st
    )
    following.write_off(
        row.pk,
        100,
        decision=books.decision,
        reason="Redondeo",
        key=books.key(),
        by=books.st,
    )
    books.pay("MX", 10_000_00)

    told = words(read("mx"))

    assert "USD 23,363 outstanding" in told
    assert "Write-off 2026 DEC-PRUEBA · Redondeo" in told
    assert "announced for 1 Oct" in told
    assert "2026-01" in told
    assert read("xx").status_code == 404
    assert read("st").status_code == 404


def test_an_account_without_movements_says_that_none_was_assessed(books, read):
    assert "has assessed no contribution of this country yet" in words(read("hn"))


def test_it_asks_no_more_for_more_receipts(books, read, django_assert_max_num_queries):
    books.assessed(*YEAR)
    for n in range(8):
        books.pay("MX", 1_00 + n)
    client = Client()
    client.force_login(books.cast.people["bruno"])
    client.get(reverse("finance:statement", args=["mx"]))
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(reverse("finance:statement", args=["mx"]))
