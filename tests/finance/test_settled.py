"""Figures of the ledger that a process keeps: never older than the ledger, by any order."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from crm_portal.core.access import Viewer
from finance import settled
from finance.models import Account, Entry, JournalKind
from finance.services import ledger
from finance.services.ledger import Movement
from tests.cast import MORNING

pytestmark = pytest.mark.django_db(transaction=True)
BY = Viewer(at=MORNING)


@pytest.fixture
def reads():
    """A figure of its own key, and how often the ledger was read for it."""
    counted, key = [], object()

    def ask():
        return settled.kept(key, lambda: counted.append(1) or bank())

    ask.times = lambda: len(counted)
    return ask


def bank():
    found = Entry.objects.filter(account=Account.BANK).aggregate(n=Sum("cents"))
    return found["n"] or 0


def pay(cents):
    entries = [
        Entry(account=Account.BANK, cents=cents),
        Entry(account=Account.FUND_FREE, cents=-cents),
    ]
    ledger.post(Movement(JournalKind.RECEIPT, BY.on), entries, by=BY)


def long_ago():
    """Make the ledger older than every transaction open on the server, whoever else runs."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE finance_journal SET tx = 3")
        assert cursor.rowcount > 0


def elsewhere(act, *arguments):
    """Do something on a connection of its own."""

    def alone():
        try:
            return act(*arguments)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as one:
        return one.submit(alone).result()


def test_it_is_read_once_while_the_ledger_stands_still(reads):
    _paid_alone(5)
    long_ago()

    assert [reads(), reads(), reads()] == [5, 5, 5]
    assert reads.times() == 1


def test_nothing_is_kept_while_an_older_transaction_is_open(reads):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
        elsewhere(_paid_alone, 5)

        assert [elsewhere(reads) for _time in range(3)] == [5, 5, 5]

    assert reads.times() == 3


def test_what_is_written_is_in_it_at_once(reads):
    with transaction.atomic():
        pay(5)
    assert reads() == 5

    with transaction.atomic():
        pay(7)
        assert reads() == 12

    assert reads() == 12


def test_what_was_begun_before_it_was_read_and_ends_after_is_in_it(reads):
    with transaction.atomic():
        pay(5)
        assert elsewhere(reads) == 0
    assert reads() == 5

    with transaction.atomic():
        pay(7)
        assert [elsewhere(reads), elsewhere(reads)] == [5, 5]

    assert elsewhere(reads) == 12


def test_what_is_taken_back_was_never_kept(reads):
    with transaction.atomic():
        pay(5)
        assert reads() == 5
        transaction.set_rollback(True)

    assert reads() == 0


def test_an_older_transaction_that_wrote_later_is_in_it(reads):
    """The number of a transaction says when it began to write, not when it ended."""
    with transaction.atomic():
        pay(1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        elsewhere(_paid_alone, 10)
        assert elsewhere(reads) == 10
        assert elsewhere(reads) == 10

    assert elsewhere(reads) == 11


def _paid_alone(cents):
    with transaction.atomic():
        pay(cents)


def test_a_ledger_put_back_from_a_copy_is_read_anew(reads):
    reads()
    for key, (horizon, figures) in settled._kept.items():
        settled._kept[key] = horizon + 10**9, figures

    reads()
    assert reads.times() == 2


def test_what_another_thread_lets_go_of_meanwhile_is_still_answered(monkeypatch):
    def looked(since):
        settled._kept.clear()
        return 1, False

    settled._kept["figure"] = 1, 7
    monkeypatch.setattr(settled, "_look", looked)

    assert settled.kept("figure", bank) == 7
