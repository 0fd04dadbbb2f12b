"""Papers of contributions: a payment request that a State asks for, the receipt of a transfer."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core import notifications
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library.models import IssuedDocument, Kind
from crm_portal.library.services import make_next
from finance.models import PaymentRequest, ReceiptPaper
from finance.services import papers, receipts
from tests import pdf_rules


def client(books, who):
    found = Client()
    found.force_login(books.cast.people[who])
    return found


def address(name, *more):
    with override("en"):
        return reverse(f"finance:{name}", args=more)


def test_a_state_asks_and_the_secretariat_signs_once(books):
    row = books.of(books.called(), "HN")
    hector = client(books, "hector")

    asked = hector.post(address("request-ask", row.pk), {"addressee": "Hacienda"})

    made = PaymentRequest.objects.get()
    assert asked.status_code == 302
    assert (made.number, made.addressee, made.outstanding_cents) == ("", "Hacienda", None)
    with pytest.raises(Conflict):
        papers.ask_request(row.pk, by=books.viewer("hector"))
    typed = {"signed_by": "Elena", "words_es": "Cuenta", "words_en": "Account"}
    assert (
        client(books, "elena").post(address("request-sign", made.pk), typed).status_code
        == 302
    )
    made.refresh_from_db()
    assert (made.number, made.outstanding_cents) == ("SP-2026-01", 5_000_00)
    with pytest.raises(Conflict):
        papers.sign_request(made.pk, signed_by="Elena", by=books.st)
    assert make_next()
    assert not make_next()
    document = IssuedDocument.objects.of(made).get()
    assert (document.kind, document.reference) == (Kind.PAYMENT_REQUEST, "SP-2026-01")
    page = hector.get(address("request", made.pk)).content.decode()
    assert document.printed_code in page


def test_a_payment_request_is_asked_by_its_own_state_or_written_down_with_its_source(books):
    row = books.of(books.called(), "HN")

    assert client(books, "bruno").get(address("request-ask", row.pk)).status_code == 404
    with pytest.raises(Refused):
        papers.ask_request(row.pk, by=books.viewer("bruno"))
    with pytest.raises(Invalid):
        papers.ask_request(row.pk, by=books.st)
    made = papers.ask_request(row.pk, asked_in="Nota 12", by=books.st)
    assert made.asked_in == "Nota 12"
    assert client(books, "hector").get(address("request-sign", made.pk)).status_code == 404


def test_a_request_is_signed_for_what_is_outstanding_that_day(books):
    row = books.of(books.called(), "HN")
    made = papers.ask_request(row.pk, asked_in="Nota 12", by=books.st)
    books.pay("HN", 2_000_00)

    papers.sign_request(made.pk, signed_by="Elena", by=books.st)
    books.pay("HN", 3_000_00)

    made.refresh_from_db()
    assert made.outstanding_cents == 3_000_00
    with pytest.raises(Conflict):
        papers.ask_request(row.pk, asked_in="Nota 13", by=books.st)


def test_a_receipt_on_paper_is_made_once(books):
    books.called()
    receipt = books.pay("HN", 6_000_00)
    elena = client(books, "elena")
    page = address("receipt-paper", receipt.pk)

    for _twice in range(2):
        assert elena.post(page, {"signed_by": "Elena"}).status_code == 302

    made = ReceiptPaper.objects.get()
    assert made.number == "R-2026-01"
    assert make_next()
    assert not make_next()
    (document,) = IssuedDocument.objects.of(made)
    assert pdf_rules.broken(bytes(document.pdf.content)) == []
    assert document.pdf_url in client(books, "hector").get(page).content.decode()
    assert client(books, "hector").post(page, {}).status_code == 403
    assert client(books, "oscar").get(page).status_code == 404


def test_a_transfer_that_came_back_gets_no_receipt(books):
    books.called()
    receipt = books.pay("HN", 5_000_00)
    receipts.return_transfer(receipt.pk, reason="cuenta", key="r", by=books.st)

    with pytest.raises(Conflict):
        papers.issue_receipt(receipt.pk, signed_by="Elena", by=books.st)


def test_a_member_is_told_that_its_transfer_was_recorded_and_that_it_came_back(books):
    books.called()
    receipt = books.pay("CA", 68_000_00)
    notifications.deliver_due()
    receipts.return_transfer(receipt.pk, reason="cuenta", key="r", by=books.st)
    notifications.deliver_due()

    told = [(each.to, each.subject) for each in mail.outbox]
    assert all(to == ["claire@example.org"] for to, _subject in told)
    assert not any(mark in subject for _to, subject in told for mark in ("USD", "68"))
    assert "USD 68,000" in mail.outbox[-1].body


def test_the_lists_take_a_fixed_number_of_queries(books, django_assert_max_num_queries):
    budget = books.called()
    for code in ("HN", "NI", "BZ"):
        made = papers.ask_request(books.of(budget, code).pk, asked_in="Nota", by=books.st)
        papers.sign_request(made.pk, signed_by="Elena", by=books.st)
    elena = client(books, "elena")
    elena.get(address("requests"))

    with django_assert_max_num_queries(11):
        assert elena.get(address("requests")).status_code == 200


def test_money_does_not_move_while_its_receipt_is_written(books):
    books.called()
    receipt = books.pay("HN", 5_000_00)

    with CaptureQueriesContext(connection) as asked:
        papers.issue_receipt(receipt.pk, signed_by="Elena", by=books.st)

    said = [each["sql"] for each in asked]
    turn = next(
        n for n, sql in enumerate(said) if f"finance:party:{receipt.party_id}" in sql
    )
    looked = next(n for n, sql in enumerate(said) if "finance_receiptpaper" in sql)
    assert turn < looked
