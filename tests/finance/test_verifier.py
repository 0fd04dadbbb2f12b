"""L5: the ledger is proven from its own rows; one cent in any of fifty places is found."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from crm_portal.core import clock
from crm_portal.core.models import Heartbeat
from finance import checking, sweeps
from finance.models import LetterKind
from finance.rules.eligibility import Category
from finance.services import (
    allocating,
    assessing,
    budgets,
    following,
    fund_money,
    receipts,
    spending,
)
from finance.services.spending import Spent
from tests.finance.cases import appointed, granted

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(books):
    """A year with everything in it: a call, payments, what was undone, spending, the fund."""
    budget = books.called()
    budgets.execute_budget(budget.pk, by=books.st)
    books.pay("BZ", 5_000_00)
    books.pay("CA", 70_000_00, fee=25_00)
    undone = books.pay("CR", 5_000_00)
    receipts.return_transfer(undone.pk, reason="x", key=books.key(), by=books.st)
    part = books.pay("SV", 3_000_00).allocations.get()
    allocating.release(part.pk, reason="x", key=books.key(), by=books.st)
    following.write_off(
        books.of(budget, "NI").pk,
        1_000_00,
        decision=books.decision,
        reason='Así lo\r\ndecidieron, "sin\\más"; cafe\u0301',
        key=books.key(),
        by=books.st,
    )
    assessing.adjust(
        books.of(budget, "HN").pk,
        4_000_00,
        decision=books.decision,
        reason="x",
        key=books.key(),
        by=books.st,
    )
    _spent(books, budget)
    following.write_letter(budget.pk, LetterKind.REMINDER, by=books.ppt)
    _the_fund(books)
    return books


def _spent(books, budget):
    for line, cents in (("staff", 1_000_00), ("other", 20_00), ("meetings", 7)):
        spent = Spent(budget.pk, books.line(line), cents, books.st.on, "x")
        made = spending.record_expenditure(spent, key=books.key(), by=books.st)
    spending.reverse_expenditure(made.pk, reason="x", key=books.key(), by=books.st)


def _the_fund(books):
    appointed(books)
    st = books.st
    fund_money.deposit(5_000_00, value_on=st.on, source="x", key=books.key(), by=st)
    for cents in (900_00, 400_00, 300_00):
        case = granted(books, cents=cents, categories=(Category.ILLNESS,))
        fund_money.reserve(case.pk, by=st)
        fund_money.pay(case.pk, 100_00, paid_on=st.on, key=books.key(), by=st)
    fund_money.close_case(case.pk, by=st)


def faults():
    return {each.check.name for each in checking.prove().faults}


# A column of cents, and which rows of its table a cent is added to.
PLACES = (
    ("finance_entry", "cents", 26),
    ("finance_receipt", "net_cents, gross", 3),
    ("finance_allocation", "cents", 3),
    ("finance_assessment", "amount_cents", 3),
    ("finance_assessment", "total_cents", 2),
    ("finance_assessment", "remainder", 1),
    ("finance_assessment", "weight", 1),
    ("finance_expenditure", "cents", 3),
    ("finance_budgetline", "cents", 2),
    ("finance_budgetversion", "total_cents", 1),
    ("finance_letterrecipient", "outstanding_cents", 2),
    ("finance_letterrecipient", "paid_cents", 2),
    ("finance_share", "amount_cents", 1),
    ("finance_fundcase", "cents", 2),
)


def injected():
    """Add one cent in each place in turn, and take it back; yield where, and what was found."""
    for table, columns, many in PLACES:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM {table} ORDER BY id")
            ids = [pk for (pk,) in cursor.fetchall()]
        # From the first to the last, evenly: every kind of movement is among them.
        chosen = [ids[place * len(ids) // many] for place in range(many)]
        for pk in chosen:
            yield f"{table}.{columns} of {pk}", _with_a_cent(table, columns, pk)


def _with_a_cent(table, columns, pk):
    moved = ", ".join(f"{each} = {each} + 1" for each in columns.split(", "))
    with broken(f"UPDATE {table} SET {moved} WHERE id = {pk}"):
        return faults()


@contextmanager
def broken(statement):
    """Change rows behind the back of every trigger, and take it back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        assert cursor.rowcount > 0
        yield
        transaction.set_rollback(True)


OTHERWISE = {
    "shape": "UPDATE finance_entry SET account = 'fund_free' WHERE account = 'bank'",
    "empty": "DELETE FROM finance_entry WHERE account IN ('fund_cash', 'fund_free')",
    "explained": "DELETE FROM finance_allocation",
    "cases": "UPDATE finance_fundcase SET state = 'granted'",
    "fund": "UPDATE finance_entry SET cents = cents * 9 WHERE journal_id IN"
    " (SELECT id FROM finance_journal WHERE kind = 'reservation')",
    "mirrored": "UPDATE finance_journal SET book = 'fund' WHERE kind = 'reversal'",
}


def test_a_sound_ledger_is_proven_by_one_statement_a_check(full, django_assert_num_queries):
    with django_assert_num_queries(len(checking.CHECKS) + 1):
        proof = checking.prove()
    assert proof.faults == []
    assert proof.journals > 20
    assert proof.entries > 60

    with broken("UPDATE finance_entry SET cents = cents + 1"):
        unbalanced = checking.prove().faults[0]
    # However many they are, the first rows alone are named.
    assert (unbalanced.check.name, unbalanced.count) == ("balanced", proof.journals)
    assert len(unbalanced.rows) == 20


def test_one_cent_in_any_of_fifty_places_is_found(full):
    tried = dict(injected())

    assert len(tried) >= 50
    assert [where for where, found in tried.items() if not found] == []
    assert faults() == set()


def test_what_balances_and_is_wrong_is_found_by_what_it_is_about(full):
    """A cent on both sides of each journal in turn; then other faults, each by its name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, kind FROM finance_journal WHERE kind <> 'deposit'")
        journals = cursor.fetchall()
    missed = set()
    for pk, kind in journals:
        chosen = f"SELECT id FROM finance_entry WHERE journal_id = {pk} ORDER BY id LIMIT 2"
        cent = "UPDATE finance_entry SET cents = cents + sign(cents)::int"
        with broken(f"{cent} WHERE id IN ({chosen})"):
            if not faults():
                missed.add(kind)

    # Nothing but its own decision says by how much an assessment was adjusted.
    assert missed == {"adjustment"}
    for check, statement in OTHERWISE.items():
        with broken(statement):
            assert check in faults()


def test_it_is_proven_once_a_night_and_since_when_it_does_not_hold_is_on_record(full):
    assert checking.oldest_unproven(clock.now())[2] is None
    assert (sweeps.prove_ledger(), sweeps.prove_ledger()) == (0, None)
    first = clock.now()
    assert checking.oldest_unproven(first + timedelta(hours=25))[2] is None
    assert checking.oldest_unproven(first + timedelta(hours=26))[2] is not None
    full.later(1)
    assert sweeps.prove_ledger() == 0
    beat = Heartbeat.objects.get(component="ledger")
    assert (beat.beat_at, beat.detail["faults"]) == (clock.now(), {})

    cent = "UPDATE finance_receipt SET net_cents = net_cents + 1, gross = gross + 1"
    with broken(cent):
        for _night in range(2):
            full.later(1)
            assert sweeps.prove_ledger() == 1
            since = checking.oldest_unproven(clock.now())[2]
            assert since == first + timedelta(days=2)


def test_the_command_fails_a_deployment_whose_ledger_does_not_hold(full, capsys):
    call_command("verify_ledger")
    assert "0 do not hold" in capsys.readouterr().out

    cent = "UPDATE finance_entry SET cents = cents + 1 WHERE cents > 0"
    with broken(cent), pytest.raises(SystemExit):
        call_command("verify_ledger")
    assert "balanced" in capsys.readouterr().out
