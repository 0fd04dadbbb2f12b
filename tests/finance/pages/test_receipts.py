"""Receipts on their pages: previewed, recorded once, allocated, returned; payments announced."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from finance.models import Pledge, Receipt
from tests.finance.pages.budget_visits import Visits, words
from tests.library.documents import pdf

pytestmark = pytest.mark.django_db
BAD, FORBIDDEN, UNKNOWN, CONFLICT, DONE = 400, 403, 404, 409, 302
MOST_QUERIES = 16
PERIOD = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def visits(books):
    return Visits(books)


def typed(books, code="BZ", **more):
    return {
        "party": books.pk(code),
        "value_on": books.st.on.isoformat(),
        "gross": "5,000",
        "currency": "USD",
        "key": "form-1",
        **more,
    }


def test_a_receipt_says_what_it_would_pay_before_it_is_recorded(visits, books):
    old = books.assessed(*[day.replace(year=2025) for day in PERIOD])
    books.assessed(*PERIOD)

    shown = visits.post("elena", "receipt-new", **typed(books, gross="7,000"))

    told = words(shown)
    assert "What it would pay" in told
    assert f"{old.label} USD 5,000" in told
    assert "Credit carried forward USD 0" in told
    assert not Receipt.objects.exists()


def test_the_same_form_sent_twice_is_one_receipt(visits, books):
    budget = books.assessed()
    form = typed(books, act="record")

    first, second = (visits.post("elena", "receipt-new", **form) for _turn in range(2))

    assert (first.status_code, second.status_code) == (DONE, DONE)
    assert first.url == second.url
    assert Receipt.objects.count() == 1
    assert books.of(budget, "BZ").outstanding == 0
    other = visits.post("elena", "receipt-new", **{**form, "gross": "6,000"})
    assert other.status_code == CONFLICT
    assert 'value="6,000"' in other.content.decode()
    assert Receipt.objects.count() == 1


def test_a_form_with_an_error_keeps_what_was_typed_and_the_document(visits, books):
    budget = books.assessed()
    note = SimpleUploadedFile("nota.pdf", pdf("nota"))
    wrong = typed(books, gross="5,0", document=note, note="por valija", act="record")
    wrong["designated"] = books.of(budget, "CA").pk

    refused = visits.post("elena", "receipt-new", **wrong)

    page = refused.content.decode()
    assert refused.status_code == BAD
    assert 'value="por valija"' in page
    assert "nota.pdf" in page
    kept = re.search(r'name="kept" value="([^"]+)"', page)[1]
    fine = typed(books, kept=kept, act="record")
    assert visits.post("elena", "receipt-new", **fine).status_code == DONE
    receipt = Receipt.objects.get()
    answer = visits.get("bruno", "receipt-document", receipt.pk)
    assert answer.content == pdf("nota")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_nobody_names_a_stored_file_that_he_or_she_did_not_bring(visits, books):
    books.assessed()
    forged = typed(books, kept='["0000"]:forged:signature', act="record")

    assert visits.post("elena", "receipt-new", **forged).status_code == DONE
    assert Receipt.objects.get().document is None


def test_the_page_of_a_receipt_shows_where_its_money_went(visits, books):
    books.assessed()
    receipt = books.pay("BZ", 6_000_00, fee=25_00)

    told = words(visits.get("bruno", "receipt", receipt.pk))

    assert "Amount sent USD 6,025" in told
    assert "Bank fee USD 25" in told
    assert "Credit left 1,000" in told
    assert "The transfer was returned" not in told


def test_a_transfer_that_the_bank_returned_stays_on_record(visits, books):
    budget = books.assessed()
    receipt = books.pay("BZ", 5_000_00)
    form = {"on": books.st.on.isoformat(), "reason": "cuenta cerrada", "key": "r-1"}

    for _turn in range(2):
        answer = visits.post("elena", "receipt-return", receipt.pk, **form)
        assert answer.status_code in {DONE, CONFLICT}

    assert books.of(budget, "BZ").outstanding == 5_000_00
    told = words(visits.get("bruno", "receipt", receipt.pk))
    assert "The bank returned this transfer." in told
    assert "cuenta cerrada" in told
    only = visits.get("elena", "receipts", state="returned")
    assert [row.receipt.pk for row in only.context["rows"]] == [receipt.pk]
    assert not visits.get("elena", "receipts", state="standing").context["rows"]


def test_an_allocation_is_taken_back_and_made_elsewhere(visits, books):
    old = books.assessed(*[day.replace(year=2025) for day in PERIOD])
    new = books.assessed(*PERIOD)
    receipt = books.pay("BZ", 5_000_00)
    row = receipt.allocations.get()

    taken = {"reason": "otro período", "key": "t-1"}
    where = ("allocation-release", receipt.pk, row.pk)
    assert visits.post("elena", *where, **taken).status_code == DONE
    assert visits.get("elena", *where).status_code == CONFLICT
    to = {"to": books.of(new, "BZ").pk}
    assert visits.post("elena", "receipt-allocate", receipt.pk, **to).status_code == DONE

    assert books.of(old, "BZ").outstanding == 5_000_00
    assert books.of(new, "BZ").outstanding == 0
    assert visits.get("elena", "receipt-allocate", receipt.pk).status_code == CONFLICT
    others = books.pay("CA", 1_00)
    wrong = visits.get("elena", "allocation-release", others.pk, row.pk)
    assert wrong.status_code == UNKNOWN


def test_the_list_is_filtered_and_shows_the_credit_carried_forward(visits, books):
    books.pay("BZ", 5_000_00)
    books.pay("CA", 1_00, on=books.st.on - timedelta(days=400))

    every = visits.get("bruno", "receipts")
    assert "Belize 5,000" in words(every)
    assert len(every.context["rows"]) == 2
    for asked in ({"member": "CA"}, {"year": "2025"}):
        rows = visits.get("bruno", "receipts", **asked).context["rows"]
        assert [row.receipt.party.code for row in rows] == ["CA"]
    nothing = visits.get("bruno", "receipts", member="XX", year="x", page="999")
    assert nothing.status_code == 200


def test_the_pages_of_receipts_ask_the_same_however_long_they_are(
    visits, books, django_assert_max_num_queries
):
    books.assessed()
    for _turn in range(12):
        books.pay("BZ", 500_00)
    visits.get("bruno", "receipts")
    for page in ("receipts", "pledges"):
        with django_assert_max_num_queries(MOST_QUERIES):
            visits.get("bruno", page)
    with django_assert_max_num_queries(MOST_QUERIES):
        visits.get("bruno", "receipt", Receipt.objects.first().pk)


@pytest.mark.parametrize(
    ("who", "status"), [("oscar", UNKNOWN), ("sara", DONE), (None, DONE)]
)
def test_receipts_do_not_exist_for_others(visits, books, who, status):
    receipt = books.pay("BZ", 5_000_00)
    for page, *where in (
        ("receipts",),
        ("receipt-new",),
        ("receipt", receipt.pk),
        ("receipt-return", receipt.pk),
        ("pledges",),
        ("spending",),
        ("spending-csv",),
        ("bank-statements",),
    ):
        answer = visits.get(who, page, *where)
        assert answer.status_code == status, page


def test_members_read_and_only_the_secretariat_records(visits, books):
    receipt = books.pay("BZ", 5_000_00)
    form = typed(books, act="record")

    assert visits.get("ana", "receipt", receipt.pk).status_code == 200
    assert visits.post("ana", "receipt-new", **form).status_code == FORBIDDEN
    for page in ("receipt-return", "receipt-allocate"):
        assert visits.post("bruno", page, receipt.pk, reason="x").status_code == FORBIDDEN
    assert Receipt.objects.count() == 1


def test_a_member_announces_its_own_payment_and_takes_it_back(visits, books):
    budget = books.called()
    row = books.of(budget, "DO")
    form = {"said_on": books.st.on.isoformat(), "source": "Nota 12"}

    for _turn in range(2):
        answer = visits.post("bruno", "pledge", row.pk, **form, expected_on="2026-10-01")
        assert answer.status_code == DONE
    assert Pledge.objects.count() == 1
    rows = visits.get("bruno", "pledges").context["rows"]
    assert rows[0].assessment.pk == row.pk
    assert rows[0].pledge.expected_on.isoformat() == "2026-10-01"
    assert [each.may_say for each in rows[:2]] == [True, False]

    other = books.of(budget, "CA").pk
    assert visits.post("bruno", "pledge", other, **form).status_code == FORBIDDEN
    assert visits.post("elena", "pledge", other, **form).status_code == DONE
    assert visits.post("bruno", "pledge-withdraw", row.pk, **form).status_code == DONE
    mine = visits.get("bruno", "pledges").context["rows"][0]
    assert mine.pledge is None


def test_a_transfer_in_another_currency_says_its_rate_and_where_it_is_from(visits, books):
    books.assessed()
    form = typed(books, "CA", currency="cad", rate="0,73", rate_source="Banco", gross="100")

    no_rate = visits.post("elena", "receipt-new", **{**form, "rate": "", "act": "record"})
    assert no_rate.status_code == BAD
    seen = visits.post("elena", "receipt-new", **form)
    assert "Credited, net USD 73" in words(seen)
    assert visits.post("elena", "receipt-new", **form, act="record").status_code == DONE
    told = words(visits.get("bruno", "receipt", Receipt.objects.get().pk))
    assert "0.73 (Banco)" in told


def test_what_the_service_recorded_is_what_the_preview_said(visits, books):
    books.assessed()
    books.pay("BZ", 1_000_00)
    shown = visits.post("elena", "receipt-new", **typed(books, gross="4,500"))
    preview = shown.context["preview"]

    visits.post("elena", "receipt-new", **typed(books, gross="4,500", act="record"))

    receipt = Receipt.objects.all().with_left().get(gross=4_500_00)
    assert receipt.left == preview.left == 500_00
    assert [row.cents for row in receipt.allocations.all()] == [
        cents for _name, cents in preview.pieces
    ]
