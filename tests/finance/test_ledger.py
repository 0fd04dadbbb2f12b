"""The ledger in the database itself: it balances, it stays, and a journal is closed."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from finance.models import Account, Entry, Journal, JournalKind
from finance.services import following, ledger
from finance.services.ledger import Movement
from tests.cast import MORNING


def post(books, *cents: int, currency: str = "USD") -> Journal:
    movement = Movement(JournalKind.RECEIPT, books.st.on, books.key())
    accounts = (Account.BANK, Account.FUND_FREE, Account.FUND_CASH)
    entries = [
        Entry(account=accounts[n % 3], cents=each, currency=currency)
        for n, each in enumerate(cents)
    ]
    return ledger.post(movement, entries, by=books.st)


def at_commit() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def commit(books, *entries: Entry) -> None:
    """Write a journal in a transaction of its own, to its end."""
    with transaction.atomic():
        movement = Movement(JournalKind.RECEIPT, books.st.on)
        ledger.post(movement, list(entries), by=books.st)
        at_commit()


def cash(cents: int, currency: str = "USD") -> Entry:
    return Entry(account=Account.BANK, cents=cents, currency=currency)


@pytest.mark.parametrize("cents", [(5, -4), (5,), (5, 5), (), (1, 1, -1)])
def test_a_journal_that_does_not_sum_to_zero_never_commits(books, cents):
    with pytest.raises(IntegrityError, match="does not sum to zero"):
        commit(books, *[cash(each) for each in cents])

    assert not Journal.objects.exists()


def test_it_sums_to_zero_in_each_currency(books):
    commit(books, cash(5), cash(-3), cash(-2))

    with pytest.raises(IntegrityError, match="does not sum to zero"):
        commit(books, cash(5), cash(-5, "CAD"))


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_into_a_journal_after_its_transaction(transactional_db):
    by = Viewer(at=MORNING)
    with transaction.atomic():
        journal = ledger.post(
            Movement(JournalKind.RECEIPT, by.on), [cash(5), cash(-5)], by=by
        )

    with pytest.raises(IntegrityError, match="is closed"):
        ledger.write(journal, [cash(1), cash(-1)])


KEPT = (
    "finance_journal",
    "finance_entry",
    "finance_receipt",
    "finance_allocation",
    "finance_pledge",
    "finance_letter",
    "finance_letterrecipient",
    "finance_budgetversion",
    "finance_budgetline",
    "finance_share",
)


@pytest.mark.parametrize(
    "act", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_what_is_recorded_is_neither_changed_nor_deleted(books, act):
    budget = books.called()
    books.pay("BZ", 10)
    st = books.st
    following.pledge(books.of(budget, "CA").pk, said_on=st.on, source="x", by=st)
    at_commit()

    for table in KEPT:
        with pytest.raises(DatabaseError, match=r"append-only|Cannot"):
            _do(act.format(table))


def _do(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_queryset_changes_nothing_either(books):
    post(books, 5, -5)

    for act in (
        lambda: Entry.objects.update(cents=1),
        lambda: Entry.objects.all().delete(),
        lambda: Journal.objects.update(value_on=books.st.on),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.parametrize(
    "fields",
    [
        {"account": Account.BANK, "cents": 0},
        {"account": "pocket", "cents": 1},
        {"account": Account.BANK, "cents": 1, "currency": "usd"},
        {"account": Account.RECEIVABLE, "cents": 1},
        {"account": Account.CREDIT, "cents": 1},
        {"account": Account.EXPENSE, "cents": 1},
        {"account": Account.FUND_RESERVED, "cents": 1},
    ],
)
def test_an_entry_says_what_it_is_of(books, fields):
    movement = Movement(JournalKind.RECEIPT, books.st.on)

    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.post(movement, [Entry(**fields)], by=books.st)


@pytest.mark.parametrize("kind", [JournalKind.WRITE_OFF, JournalKind.ADJUSTMENT])
def test_the_database_writes_nothing_off_without_a_decision(books, kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.begin(Movement(kind, books.st.on), by=books.st)


def test_a_movement_is_reversed_once_and_a_reversal_never(books):
    journal = post(books, 5, -5)

    mirror = ledger.undo(journal, "error", by=books.st)

    assert sum(e.cents for e in Entry.objects.filter(account=Account.BANK)) == 0
    for row in (Journal.objects.get(pk=journal.pk), mirror):
        with pytest.raises(Conflict):
            ledger.undo(row, "again", by=books.st)


def test_a_key_stands_for_one_movement(books):
    first = books.pay("BZ", 10, key="k")

    assert books.pay("BZ", 10, key="k") == first
    with pytest.raises(Conflict) as used:
        books.pay("BZ", 11, key="k")
    assert used.value.code == "key_used"
    with pytest.raises(Invalid):
        ledger.once("", "")
