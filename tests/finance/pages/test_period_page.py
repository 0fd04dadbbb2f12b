"""The page of a period: the sentence, the figures, the table, the curve; who may read it."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from crm_portal.reference import finances
from finance.models import LetterKind, PastFact, Scale, Share
from finance.services import assessing, following, spending
from finance.services.spending import Spent
from tests.finance.books import YEAR

LAST_YEAR = date(2025, 1, 1), date(2025, 12, 31)
MOST_QUERIES = 12
DEMANDED = {"BZ": date(2026, 6, 9), "CA": date(2026, 2, 12), "US": date(2026, 9, 3)}


@pytest.fixture
def read(books):
    """Ask for a page as one of the cast; its words on one line."""
    clients = {}

    def ask(who="bruno", path="", **asked):
        if who not in clients:
            clients[who] = Client()
            clients[who].force_login(books.cast.people[who])
        with override("en"):
            return clients[who].get(path or reverse("finance:overview"), asked)

    return ask


def words(answer):
    assert answer.status_code == 200
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(plain.split())


def spend(books, budget, code, cents, on=None):
    spent = Spent(budget.pk, books.line(code), cents, on or books.st.on, "Alquiler")
    return spending.record_expenditure(spent, key=books.key(), by=books.st)


@pytest.fixture
def paid(books):
    """Last year Nicaragua paid nothing; this year Nicaragua and Honduras did not."""
    before = books.assessed(*LAST_YEAR)
    for row in before.assessments.exclude(party__code="NI").select_related("party"):
        books.pay(row.party.code, row.amount_cents, on=date(2025, 3, 1))
    budget = books.executing(*YEAR)
    assessing.assess(budget.pk, key=books.key(), by=books.st)
    following.write_letter(budget.pk, LetterKind.CALL, by=books.ppt)
    for row in budget.assessments.exclude(party__code__in=["NI", "HN"]):
        day = DEMANDED.get(row.party.code, date(2026, 5, 18))
        books.pay(row.party.code, row.amount_cents, on=day)
    return budget


def test_it_says_who_paid_what_is_missing_of_which_year_and_each_member(paid, read):
    told = words(read())

    assert "9 of 11 countries have paid: 96.5 % of the budget." in told
    assert "Still outstanding: USD 10,000 of 2026 and USD 5,000 of 2025." in told
    assert "Nicaragua 1.77 % 5,000" in told
    assert re.search(r"Nicaragua 1\.77 % 5,000 \S.* — 5,000 5,000 ", told)
    assert re.search(r"Honduras 1\.77 % 5,000 \S.* — 5,000 0 ", told)
    assert re.search(r"United States 50\.00 % 141,360 \S+ 3 Sep 0 0 ", told)
    assert "282,724" in told


def test_published_percentages_that_do_not_add_up_are_said_to_be_rounded(books, read):
    assert "100.01" not in words(read())
    published = dict.fromkeys(books.cast.parties, 177) | {
        "CA": 2405,
        "US": 5000,
        "MX": 1180,
    }
    scale = Scale.objects.create(valid_from=YEAR[0], decision="X", source="001:487")
    Share.objects.bulk_create(
        Share(
            scale=scale,
            party=row.party,
            amount_cents=row.amount_cents,
            published_percent=published[row.party.code],
        )
        for row in books.scale.shares.select_related("party")
    )
    books.assessed(*YEAR)

    told = words(read())
    assert "add to 100.01 % because they are rounded" in told
    assert "which add to USD 282,724" in told


def test_the_curve_has_its_minimum_and_its_table(paid, books, read):
    spend(books, paid, "staff", 100_000_00, date(2026, 9, 2))
    spend(books, paid, "other", 32_000_00, date(2026, 3, 2))
    told = words(read())

    assert "The cash was at its lowest 1 day before the largest contribution" in told
    assert "Spent to 2 Sep 132,000 46.7 %; 67 % of the period has passed" in told
    assert "Cash minimum 277,088 2 September" in told
    assert "August 409,088 32,000 377,088 September 550,448 132,000 418,448" in told
    body = read().content.decode()
    assert body.count("<polyline") == 4
    assert "style=" not in body
    # A line above ninety per cent is told apart by more than its colour.
    assert "<strong>98</strong>" in body
    assert body.count('class="m-chg"') == 1


def test_what_is_promised_stands_there_and_the_outlook_counts_what_was_announced(
    paid, books, read
):
    spending.commit_line(
        paid.pk, books.line("staff"), 500_00, purpose="Equipo", by=books.st
    )
    following.pledge(
        books.of(paid, "HN").pk,
        said_on=books.st.on,
        expected_on=date(2026, 10, 1),
        source="Nota",
        by=books.st,
    )
    told = words(read())

    assert "Equipo" in told
    assert "comes in (5,000)" in told
    assert "The cash would not fall below" in told


def test_a_delegation_sees_its_own_first_and_the_secretariat_none(paid, read):
    own = read("nadia").content.decode()
    place = own.index('id="own"')

    assert place < own.index('id="payments"')
    assert "Nicaragua" in own[place : place + 80]
    assert 'id="own"' not in read("elena").content.decode()


def test_contributions_do_not_exist_for_observers(books, read):
    books.approved(*YEAR)
    for path in (
        reverse("finance:overview"),
        reverse("finance:past"),
        reverse("finance:overview-xlsx"),
        reverse("finance:overview-pdf"),
        reverse("finance:statement", args=["mx"]),
        reverse("finance:statement-pdf", args=["mx"]),
    ):
        for who in ("oscar", "admin"):
            assert read(who, path).status_code == 404


def test_it_asks_no_more_of_the_database_for_more_receipts(paid, books, read):
    read()
    with CaptureQueriesContext(connection) as few:
        read()
    for n in range(12):
        books.pay("MX", 1_00 + n)
        spend(books, paid, "staff", 1_00 + n)
    with CaptureQueriesContext(connection) as many:
        read()

    assert len(few) == len(many) <= MOST_QUERIES


def test_a_period_that_is_not_there_is_not_found_and_one_that_is_can_be_chosen(paid, read):
    told = words(read(periodo="P-1"))

    assert "10 of 11 countries have paid" in told
    assert read(periodo="nope").status_code == 404


def test_before_any_budget_the_page_says_so(books, read):
    told = words(read())

    assert "No approved budget is on record" in told
    assert "282,724" in told
    assert read(path=reverse("finance:overview-xlsx")).status_code == 404


def test_what_no_source_gives_is_not_told(books, read):
    PastFact.objects.bulk_create(finances._past(books.st.at))
    with override("en"):
        told = words(read(path=reverse("finance:past")))

    assert "6 countries at least, not named" in told
    assert "1 country, not named" in told
    assert told.count("not told") >= 8
    assert "USD" not in told
