"""The same movement sent at once, the last money asked for at once: each with its control."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from crm_portal.core.errors import Conflict, DomainError
from finance import reports
from finance.models import Entry, FundCase, Journal, JournalKind, Receipt
from finance.services import allocating, fund_money, ledger, receipts, scales
from finance.services.budgets import Draft, draft_budget
from finance.services.ledger import Movement
from finance.services.receipts import Transfer, record_receipt
from finance.services.scales import Weight
from finance.states import CaseState
from tests.cast import conference
from tests.finance.books import LINES, open_books
from tests.finance.cases import appointed, granted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def books(transactional_db):
    return open_books(conference())


def together(*acts):
    """Run ``acts`` at once, each on its own connection; return results and exceptions."""
    start, results = Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            connection.ensure_connection()
            start.wait()
            results[place] = act()
        except Exception as failure:  # noqa: BLE001 - it is the result
            results[place] = failure
        finally:
            connection.close()

    threads = [Thread(target=run, args=(i, act)) for i, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_one_transfer_sent_six_times_at_once_is_recorded_once(books):
    budget = books.assessed()
    st, key = books.st, "one"
    sent = Transfer(party=books.pk("BZ"), value_on=st.on, gross=5_000_00)
    made = together(*[lambda: record_receipt(sent, key=key, by=st).pk] * 6)

    assert len(set(made)) == 1
    assert Receipt.objects.count() == 1
    assert books.of(budget, "BZ").outstanding == 0


def test_one_budget_and_one_scale_sent_at_once_are_recorded_once_and_refused_in_words(
    books,
):
    st, party = books.st, books.pk("BZ")
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    draft = Draft("2026", "Presupuesto", "", first, last)
    about = {"called": "x", "source": "x", "confirm_members": True, "by": st}

    def adopt():
        scales.adopt_scale(first, [Weight(party, 1)], decision=books.decision, **about)

    for act in (lambda: draft_budget(draft, LINES, by=st), adopt):
        made = together(*[act] * 4)
        assert sum(isinstance(each, Conflict) for each in made) == 3, made


def test_control_without_the_turn_and_the_key_it_would_be_recorded_twice(
    books, monkeypatch
):
    """The same race with the lock taken out, and keys that the database does not know as one."""
    books.assessed()
    st, meet = books.st, Barrier(2)
    sent = Transfer(party=books.pk("BZ"), value_on=st.on, gross=5_000_00)

    def blind(key, digest):
        found = Journal.objects.filter(key=key).first()
        meet.wait(timeout=10)
        return found

    begin = ledger.begin
    keyless = Movement(JournalKind.RECEIPT, st.on)
    monkeypatch.setattr(ledger, "once", blind)
    monkeypatch.setattr(
        ledger,
        "begin",
        lambda said, by: begin(
            keyless if said.kind == JournalKind.RECEIPT else said, by=by
        ),
    )
    monkeypatch.setattr(receipts, "lock_party", lambda party: None)
    monkeypatch.setattr(allocating, "lock_party", lambda party: None)
    together(*[lambda: record_receipt(sent, key="one", by=st)] * 2)

    assert Receipt.objects.count() == 2


def test_writers_at_once_and_some_that_are_cut_leave_the_books_whole(books):
    """L1 in small: sent again after a cut, nothing is lost and nothing is there twice."""
    budget = books.assessed()
    st = books.st

    def write(writer):
        def act():
            for n in range(4):
                sent = Transfer(party=books.pk("US"), value_on=st.on, gross=100 + n)
                key = f"{writer}-{n}"
                if n % 2:
                    _cut(sent, key, st)
                record_receipt(sent, key=key, by=st)
                record_receipt(sent, key=key, by=st)

        return act

    assert together(*[write(writer) for writer in range(4)]) == [None] * 4
    assert Receipt.objects.count() == 16
    assert books.of(budget, "US").paid == 4 * (100 + 101 + 102 + 103)
    assert sum(Entry.objects.values_list("cents", flat=True)) == 0


def _cut(sent, key, st):
    """Write it, and lose the connection before it commits."""
    try:
        with transaction.atomic():
            record_receipt(sent, key=key, by=st)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    except Exception:  # noqa: BLE001 - the cut is what is wanted
        connection.close()


def test_the_last_money_of_the_fund_is_reserved_once(books):
    """L6: of cases granted at once the first are served; the fund is never short."""
    appointed(books)
    officer = books.viewer("elena")
    cases = [granted(books, cents=400_00) for _n in range(5)]
    fund_money.deposit(1_000_00, value_on=officer.on, source="x", key="d", by=officer)

    together(*[lambda pk=c.pk: fund_money.reserve(pk, by=officer).state for c in cases])

    states = list(FundCase.objects.values_list("state", flat=True))
    assert states.count(CaseState.RESERVED) == 2
    assert states.count(CaseState.WAITING) == 3
    assert reports.fund_money().available == 200_00


def test_one_case_is_paid_up_to_its_ceiling_whoever_pays_at_once(books):
    appointed(books)
    officer = books.viewer("elena")
    case = granted(books, cents=1_000_00)
    fund_money.deposit(5_000_00, value_on=officer.on, source="x", key="d", by=officer)
    fund_money.reserve(case.pk, by=officer)

    paid = together(
        *[
            lambda n=n: (
                fund_money.pay(
                    case.pk, 400_00, paid_on=officer.on, key=f"p{n}", by=officer
                ).pk
            )
            for n in range(4)
        ]
    )

    assert sum(isinstance(each, DomainError) for each in paid) == 2
    assert FundCase.objects.all().with_money().get(pk=case.pk).paid == 800_00
