"""The parts of the page that are drawn once: never older than what they show."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from finance.services import assessing, following, spending
from tests.cast import conference
from tests.finance.books import open_books

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def books():
    """Books whose transactions have ended: what is read of them may be kept."""
    return open_books(conference())


def read(books, who="bruno", language="en"):
    client = Client()
    client.force_login(books.cast.people[who])
    with override(language):
        return client.get(reverse("finance:overview")).content.decode()


def test_what_changes_without_the_ledger_is_on_the_page_at_once(books):
    budget = books.called()
    books.pay("BZ", 5_000_00)
    assert "In process" not in read(books)

    row, day = books.of(budget, "HN"), books.st.on + timedelta(days=9)
    following.pledge(
        row.pk, said_on=books.st.on, source="Nota", expected_on=day, by=books.st
    )
    assert "In process" in read(books)
    assert "comes in (5,000)" in " ".join(read(books).split())

    books.later(1)
    assert "11 September 2026" in read(books)
    party = books.cast.parties["HN"]
    type(party).objects.filter(pk=party.pk).update(name_en="Honduras (new)")
    assert "Honduras (new)" in read(books)


def test_what_is_promised_and_paid_is_there_at_once(books):
    budget = books.executing()
    assessing.assess(budget.pk, key=books.key(), by=books.st)
    read(books)

    spending.commit_line(
        budget.pk, books.line("staff"), 70_00, purpose="Traducción", key="k", by=books.st
    )
    assert "Traducción" in read(books)
    books.pay("BZ", 6_000_00)
    assert "more was received and is credit" in read(books)


def test_each_language_and_each_reader_has_its_own(books):
    budget = books.called()
    spanish, english = read(books, language="es"), read(books)
    assert "Scale of contributions" not in spanish
    assert "Scale of contributions" in english

    with override("en"):
        asks = reverse("finance:request-ask", args=[books.of(budget, "DO").pk])
    assert asks in read(books)
    assert asks not in read(books, "mateo")
    assert asks in read(books)
