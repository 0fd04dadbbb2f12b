"""Two people confirm the same line of a bank statement at once: it is one receipt."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from finance.models import Receipt
from finance.services import bank
from finance.services.bank import Chosen
from tests.finance.statements import camt_of, row


@pytest.mark.django_db(transaction=True)
def test_a_line_confirmed_twice_at_once_is_one_receipt(books):
    statement, _is_new = bank.upload("a.xml", camt_of([row(1, 5_00)]), by=books.st)
    chosen, by = Chosen(statement.lines.get().pk, books.pk("BZ")), books.st
    start, made = Barrier(2), []

    def confirm():
        start.wait()
        try:
            made.append(bank.record_line(chosen, by=by).pk)
        finally:
            connection.close()

    both = [Thread(target=confirm) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert len(made) == 2
    assert len(set(made)) == Receipt.objects.count() == 1
