"""Bank statements on their pages: read once, proposed, confirmed by a person, left out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from finance import bank_sweeps
from finance.models import BankLine, BankReading, BankStatement, LineState, Receipt
from finance.rules.matching import Candidate, Due, Ground, Movement, propose
from finance.services import bank, bank_reading
from finance.services.bank import Chosen
from tests.finance.pages.budget_visits import Visits, words
from tests.finance.statements import camt_of, csv_of, row

pytestmark = pytest.mark.django_db
BAD, FORBIDDEN, UNKNOWN, DONE = 400, 403, 404, 302
MOST_QUERIES = 24


@pytest.fixture
def visits(books):
    return Visits(books)


def camt(books, *rows, name="enero.xml"):
    return bank.upload(name, camt_of(rows), by=books.st)[0]


def uploaded(visits, content, name="estado.csv", who="elena"):
    file = SimpleUploadedFile(name, content)
    return visits.post(who, "bank-statements", file=file)


def test_a_csv_is_read_as_a_person_confirms_it(visits, books):
    content = csv_of([row(14, 5_000_00, "Tesorería de México"), row(20, -35_50)])
    answer = uploaded(visits, content)
    statement = BankStatement.objects.get()
    assert answer.url.endswith(f"/{statement.pk}/")
    assert statement.state == BankReading.COLUMNS

    shown = visits.get("elena", "bank-columns", statement.pk)
    assert shown.context["sample"].count == 2
    assert not BankLine.objects.exists()
    form = dict(shown.context["form"].initial)
    wrong = {**form, "currency": "USD", "days": "mdy", "act": "read"}
    assert visits.post("elena", "bank-columns", statement.pk, **wrong).status_code == BAD
    fine = {**form, "currency": "USD", "act": "read"}
    assert visits.post("elena", "bank-columns", statement.pk, **fine).status_code == DONE

    told = words(visits.get("elena", "bank-statement", statement.pk))
    assert "Tesorería de México" in told
    assert [each.cents for each in statement.lines.all()] == [5_000_00, 35_50]


def test_the_same_file_is_the_same_statement(visits, books):
    content = camt_of([row(1, 5_00)])

    first, again = uploaded(visits, content), uploaded(visits, content, "otro.xml")

    assert first.url == again.url
    assert BankStatement.objects.count() == 1


def test_a_movement_in_two_files_is_one_line_and_the_other_was_seen_before(books):
    camt(books, row(1, 5_00, "Belize"), row(2, 7_00))
    second = camt(books, row(2, 7_00), row(3, 9_00), name="febrero.xml")

    seen, fresh = second.lines.order_by("number")

    assert (seen.state, fresh.state) == (LineState.SEEN, LineState.WAITING)
    assert seen.twin.statement.name == "enero.xml"
    with pytest.raises(bank.Conflict):
        bank.record_line(Chosen(seen.pk, books.pk("BZ")), by=books.st)


def test_many_lines_are_recorded_at_once_and_each_exactly_once(visits, books):
    budget = books.assessed()
    statement = camt(
        books,
        row(1, 5_000_00, "Gobierno de Belice"),
        row(2, 68_000_00, "Receiver General", details="CONTRIBUTION CRM-2026-CA"),
        row(3, 5_000_00, "Banco Central"),
        row(4, -50_00, "Comisión"),
    )
    rows = visits.get("elena", "bank-statement", statement.pk).context["rows"]
    assert [each.party.code if each.party else "" for each in rows] == ["BZ", "CA", "", ""]

    first, second, third, fourth = (each.line.pk for each in rows)
    form = {
        "line": [first, second, third, fourth],
        f"member-{first}": books.pk("BZ"),
        f"member-{second}": books.pk("CA"),
        f"member-{third}": "",
        f"member-{fourth}": books.pk("BZ"),
        "act": "record",
    }
    answer = visits.client("elena").post(
        visits.address("bank-settle", statement.pk), form, follow=True
    )

    told = words(answer)
    assert "2 lines were done." in told
    assert "Line 3: Only members contribute." in told
    assert "Line 4: Money that went out is no receipt." in told
    visits.client("elena").post(visits.address("bank-settle", statement.pk), form)
    assert Receipt.objects.count() == 2
    assert books.of(budget, "CA").outstanding == 0


def test_a_line_is_one_receipt_however_often_it_is_confirmed(books):
    line = camt(books, row(1, 5_00)).lines.get()

    first = bank.record_line(Chosen(line.pk, books.pk("BZ")), by=books.st)

    assert bank.record_line(Chosen(line.pk, books.pk("BZ")), by=books.st) == first
    with pytest.raises(bank.Conflict):
        bank.record_line(Chosen(line.pk, books.pk("CA")), by=books.st)
    with pytest.raises(DatabaseError), transaction.atomic():
        BankLine.objects.filter(pk=line.pk).update(state=LineState.WAITING, receipt=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        BankLine.objects.filter(pk=line.pk).delete()


def test_what_the_bank_says_never_changes(books):
    line = camt(books, row(1, 5_00)).lines.get()

    for change in ({"cents": 1}, {"name": "x"}, {"identity": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            BankLine.objects.filter(pk=line.pk).update(**change)


def test_a_line_is_left_out_with_a_reason_and_taken_up_again(visits, books):
    statement = camt(books, row(1, 5_00, "Interés"))
    line = statement.lines.get()
    settle = visits.address("bank-settle", statement.pk)

    silent = visits.client("elena").post(settle, {"line": line.pk, "act": "ignore"})
    assert silent.status_code == BAD
    why = {"line": line.pk, "act": "ignore", "reason": "intereses de la cuenta"}
    visits.client("elena").post(settle, why)
    line.refresh_from_db()
    assert (line.state, line.reason) == (LineState.IGNORED, "intereses de la cuenta")
    with pytest.raises(bank.Conflict):
        bank.record_line(Chosen(line.pk, books.pk("BZ")), by=books.st)

    assert visits.post("elena", "bank-take-up", line.pk).status_code == DONE
    line.refresh_from_db()
    assert line.state == LineState.WAITING


def test_money_that_went_out_begins_the_form_of_an_expenditure(visits, books):
    books.executing()
    line = camt(books, row(1, -35_50, "Banco", details="Comisión")).lines.get()

    told = visits.get("elena", "bank-line", line.pk)
    begun = visits.client("elena").get(
        f"{visits.address('expenditure-new')}?{told.context['is_spent']}"
    )

    assert 'value="35.50"' in begun.content.decode()
    assert 'value="Comisión"' in begun.content.decode()


def test_a_line_in_another_currency_is_recorded_with_its_rate(visits, books):
    books.assessed()
    line = camt(books, row(1, 100_00, "Canada", currency="CAD")).lines.get()
    form = {"party": books.pk("CA"), "note": "por correo"}

    refused = visits.post("elena", "bank-line", line.pk, **form)
    assert refused.status_code == BAD
    assert 'value="por correo"' in refused.content.decode()
    rate = {"rate": "0.73", "rate_source": "Banco"}
    assert visits.post("elena", "bank-line", line.pk, **form, **rate).status_code == DONE
    assert Receipt.objects.get().net_cents == 73_00


def test_an_account_is_remembered_by_the_member_it_was_of(visits, books):
    first = camt(books, row(1, 5_00, "ABC", account="X1"))
    bank.record_line(Chosen(first.lines.get().pk, books.pk("PA")), by=books.st)
    second = camt(books, row(2, 7_00, "ABC", account="X1"), name="b.xml")

    proposed = visits.get("elena", "bank-statement", second.pk).context["rows"][0]

    assert proposed.party.code == "PA"
    assert proposed.proposal.grounds == (Ground.ACCOUNT,)


def test_members_alike_make_no_proposal_and_the_amount_alone_is_not_sure():
    members = [Candidate(1, "MX", ("mexico",)), Candidate(2, "CR", ("costa rica",))]
    due = [Due(7, 1, "2026", 500), Due(8, 2, "2026", 900)]

    def of(name="", details="", cents=1, raw=""):
        return propose(Movement(cents, "", name, details, raw), members, {}, due)

    assert of("embassy of mexico costa rica") is None
    assert of("mexico", "banco de costa rica").party == 1
    assert of(cents=500).party == 1
    assert not of(cents=500).is_sure
    assert of(raw="CRM-2026-MX").designated == 7
    assert of(raw="CRM-05-MX").designated is None
    assert of(raw="MX") is None


def test_a_long_statement_is_read_in_steps_by_the_worker(visits, books, monkeypatch):
    monkeypatch.setattr(bank_reading, "STEP", 40)
    monkeypatch.setattr(bank, "SMALL", 0)
    rows = [row(n, 100 + n, f"Ordenante {n}") for n in range(150)]
    uploaded(visits, camt_of(rows), "largo.xml")
    statement = BankStatement.objects.get()
    assert statement.state == BankReading.OWED
    waiting = words(visits.get("elena", "bank-statement", statement.pk))
    assert "The statement is being read." in waiting
    found = bank_reading._parsed(statement)
    names = bank_reading.identities(found.lines)
    assert bank_reading._write_step(statement.pk, found, names)
    halfway = words(visits.get("elena", "bank-statement", statement.pk))
    assert "40 of 150 lines" in halfway

    assert bank_sweeps.read_due() == 1

    statement.refresh_from_db()
    assert (statement.state, statement.lines_done) == (BankReading.READ, 150)
    assert statement.lines.count() == 150
    assert bank_sweeps.read_due() == 0


def test_the_page_of_a_statement_asks_the_same_however_many_lines_wait(
    visits, books, django_assert_max_num_queries
):
    books.assessed()
    statement = camt(books, *(row(n, 100 + n, "Belize") for n in range(60)))
    visits.get("elena", "bank-statement", statement.pk)

    with django_assert_max_num_queries(MOST_QUERIES):
        visits.get("elena", "bank-statement", statement.pk)
    with django_assert_max_num_queries(MOST_QUERIES):
        visits.get("elena", "bank-statements")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x",
        b"<Document>",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>&x;</Document>',
        b"PK\x03\x04",
        b"\x00" * 50,
        b'"' * 200_001,
        ("=cmd|' /C calc'!A0;@x\n" * 3).encode(),
    ],
)
def test_a_hostile_upload_is_refused_or_read_and_never_breaks(visits, books, content):
    answer = uploaded(visits, content, "=evil\u202e.csv")

    assert answer.status_code in {BAD, DONE}
    if answer.status_code == DONE:
        shown = visits.client("elena").get(answer.url, follow=True)
        assert shown.status_code == 200


def test_statements_are_the_secretariats_alone(visits, books):
    line = camt(books, row(1, 5_00)).lines.get()

    assert visits.get("ana", "bank-statements").status_code == FORBIDDEN
    assert uploaded(visits, b"x", who="bruno").status_code == FORBIDDEN
    for who in ("ana", "oscar"):
        for page, pk in (
            ("bank-statement", line.statement_id),
            ("bank-columns", line.statement_id),
            ("bank-line", line.pk),
        ):
            assert visits.get(who, page, pk).status_code == UNKNOWN
        settle = visits.post(who, "bank-settle", line.statement_id, line=line.pk)
        assert settle.status_code == UNKNOWN
    assert not Receipt.objects.exists()


def test_lines_of_another_statement_are_not_settled_here(visits, books):
    one = camt(books, row(1, 5_00)).lines.get()
    other = camt(books, row(2, 7_00), name="b.xml").lines.get()
    form = {"line": other.pk, f"member-{other.pk}": books.pk("BZ"), "act": "record"}

    visits.client("elena").post(visits.address("bank-settle", one.statement_id), form)

    assert not Receipt.objects.exists()
