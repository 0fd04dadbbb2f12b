"""What members owe and send: assessed, called, paid, returned, written off, adjusted."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions.models import Text
from decisions.text_states import TextState
from finance import access, reports
from finance.models import Assessment, LetterKind, Receipt
from finance.rules.reminders import Wording
from finance.rules.standing import Status, status
from finance.services import allocating, assessing, following, receipts, scales
from finance.services.common import Decision
from finance.services.receipts import Transfer
from finance.services.scales import Weight
from meetings.models import Body
from members.models import Standing
from members.models.parties import StandingStatus


def stands(books, budget, code) -> Status:
    return status(access.owed_now(books.of(budget, code).pk), books.st.on)


def test_the_parts_add_to_the_budget_and_are_explained(books):
    budget = books.assessed(lines={"staff": 100_000_01})

    rows = list(budget.assessments.all())

    assert sum(row.amount_cents for row in rows) == 100_000_01
    for row in rows:
        assert row.total_cents * row.weight // row.weights + row.extra == row.amount_cents
        assert (row.scale, row.due_on) == (books.scale, None)
    assert [row.party.code for row in rows][:3] == ["BZ", "CA", "CR"]


def test_only_an_approved_budget_is_assessed_and_only_once(books):
    with pytest.raises(Conflict):
        assessing.assess(books.draft().pk, key="a", by=books.st)
    budget = books.assessed()
    with pytest.raises(Conflict):
        assessing.assess(budget.pk, key="again", by=books.st)
    with pytest.raises(Refused):
        assessing.assess(budget.pk, key="again", by=books.viewer("bruno"))


def test_who_joined_or_left_since_the_scale_is_confirmed_knowingly(books):
    standing = Standing.objects.get(party=books.pk("NI"))
    standing.until = date(2025, 6, 1)
    standing.save()
    Standing.objects.create(
        party=books.cast.parties["NI"],
        since=date(2025, 6, 1),
        status=StandingStatus.DEPARTED,
    )
    budget = books.approved()

    with pytest.raises(Conflict) as refused:
        assessing.assess(budget.pk, key="a", by=books.st)
    assert refused.value.code == "scale_members"
    made = assessing.assess(budget.pk, key="a", confirm_members=True, by=books.st)

    assert books.pk("NI") not in {row.party_id for row in made}
    assert sum(row.amount_cents for row in made) == budget.current.total_cents


def test_the_scale_of_the_first_day_applies(books):
    weights = [Weight(party.pk, 1_00) for party in books.cast.members]
    new = scales.adopt_scale(
        date(2026, 6, 1),
        weights,
        decision=books.decision,
        called="XXX CRM",
        source="acta",
        by=books.ppt,
    )
    before = books.assessed(date(2026, 1, 1), date(2026, 12, 31))
    after = books.assessed(date(2027, 1, 1), date(2027, 12, 31))

    assert books.of(before, "US").scale == books.scale
    assert books.of(after, "US").scale == new
    # The cent over goes to the first of the table, and weights are all one.
    assert {row.amount_cents for row in after.assessments.all()} == {25_702_18, 25_702_19}
    nothing = [Weight(weights[0].party, 0)]
    for bad in ([], [*weights, weights[0]], [Weight(books.pk("AR"), 1)], nothing):
        with pytest.raises(Invalid):
            scales.adopt_scale(
                date(2030, 1, 1),
                bad,
                decision=books.decision,
                called="x",
                source="x",
                by=books.ppt,
            )


def test_a_call_notifies_and_what_is_notified_never_changes(books):
    budget = books.called()
    row = books.of(budget, "CA")

    assert row.due_on == books.st.on + timedelta(days=30)
    assert stands(books, budget, "CA") == Status.PENDING
    for change in (
        {"due_on": date(2030, 1, 1)},
        {"amount_cents": 1},
        {"notified_on": None},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Assessment.objects.filter(pk=row.pk).update(**change)


def test_a_receipt_pays_what_it_names_then_the_oldest_and_the_rest_is_credit(books):
    old = books.assessed(date(2025, 1, 1), date(2025, 12, 31))
    new = books.assessed(date(2026, 1, 1), date(2026, 12, 31))

    books.pay("BZ", 6_000_00, designated=books.of(new, "BZ").pk)
    assert (books.of(new, "BZ").outstanding, books.of(old, "BZ").outstanding) == (
        0,
        4_000_00,
    )

    receipt = books.pay("BZ", 5_000_00)
    assert books.of(old, "BZ").outstanding == 0
    assert Receipt.objects.all().with_left().get(pk=receipt.pk).left == 1_000_00

    later = books.assessed(date(2027, 1, 1), date(2027, 12, 31))
    assert books.of(later, "BZ").paid == 1_000_00
    assert stands(books, later, "BZ") == Status.PARTIAL


def test_fees_and_exchange_stay_with_the_payer(books):
    budget = books.assessed()
    sent = Transfer(
        party=books.pk("MX"),
        value_on=books.st.on,
        gross=700_000_00,
        fee=300_00,
        currency="MXN",
        rate=Decimal("0.05"),
        rate_source="Banco de México",
        net_cents=34_900_00,
    )

    receipts.record_receipt(sent, key="mx", by=books.st)

    assert books.of(budget, "MX").outstanding == 0
    assert books.pay("BZ", 4_975_00, fee=25_00).net_cents == 4_975_00
    assert books.of(budget, "BZ").outstanding == 25_00


@pytest.mark.parametrize(
    "wrong",
    [
        {"value_on": date(2026, 9, 11)},
        {"net_cents": 99},
        {"currency": "CAD"},
        {"currency": "CAD", "rate": Decimal("0.7")},
        {"gross": 0},
    ],
)
def test_a_transfer_that_cannot_be_is_refused(books, wrong):
    sent = {"party": books.pk("BZ"), "value_on": books.st.on, "gross": 100, **wrong}

    with pytest.raises(Invalid):
        receipts.record_receipt(Transfer(**sent), key="k", by=books.st)


def test_only_the_secretariat_records_and_only_members_contribute(books):
    sent = Transfer(party=books.pk("BZ"), value_on=books.st.on, gross=100)
    with pytest.raises(Refused):
        receipts.record_receipt(sent, key="k", by=books.ppt)
    with pytest.raises(Invalid):
        books.pay("AR", 100)
    budget = books.assessed()
    with pytest.raises(Invalid):
        books.pay("BZ", 100, designated=books.of(budget, "CA").pk)


def test_the_same_transfer_of_the_bank_is_recorded_once(books):
    sent = Transfer(
        party=books.pk("BZ"), value_on=books.st.on, gross=1, bank_reference="T-1"
    )
    first = receipts.record_receipt(sent, key="a", by=books.st)

    with pytest.raises(Conflict) as twice:
        receipts.record_receipt(sent, key="b", by=books.st)
    assert twice.value.code == "duplicate"

    receipts.return_transfer(first.pk, reason="error", key="r", by=books.st)
    assert receipts.record_receipt(sent, key="c", by=books.st) != first


def test_a_returned_transfer_is_owed_again_and_nothing_is_deleted(books):
    budget = books.assessed()
    receipt = books.pay("BZ", 7_000_00)
    assert stands(books, budget, "BZ") == Status.PAID

    receipts.return_transfer(receipt.pk, reason="cuenta cerrada", key="r", by=books.st)
    receipts.return_transfer(receipt.pk, reason="cuenta cerrada", key="r", by=books.st)

    assert books.of(budget, "BZ").outstanding == 5_000_00
    assert Receipt.objects.count() == 1
    belize = next(row for row in reports.balances() if row.code == "BZ")
    assert (belize.received, belize.credit) == (0, 0)


def test_other_credit_pays_what_a_return_leaves_open(books):
    budget = books.assessed()
    receipt = books.pay("BZ", 5_000_00)
    books.pay("BZ", 3_000_00)

    receipts.return_transfer(receipt.pk, reason="x", key="r", by=books.st)

    assert books.of(budget, "BZ").outstanding == 2_000_00


def test_an_allocation_may_be_taken_back_and_made_elsewhere(books):
    old = books.assessed(date(2025, 1, 1), date(2025, 12, 31))
    new = books.assessed(date(2026, 1, 1), date(2026, 12, 31))
    receipt = books.pay("BZ", 5_000_00)

    row = receipt.allocations.get()
    allocating.release(row.pk, reason="otro período", key="x", by=books.st)
    allocating.allocate(receipt.pk, to=books.of(new, "BZ").pk, by=books.st)

    assert (books.of(old, "BZ").outstanding, books.of(new, "BZ").outstanding) == (
        5_000_00,
        0,
    )
    with pytest.raises(Conflict):
        allocating.release(row.pk, reason="x", key="y", by=books.st)


def test_a_pledge_changes_the_status_and_no_balance(books):
    budget = books.called()
    row = books.of(budget, "DO")
    bruno = books.viewer("bruno")

    following.pledge(row.pk, said_on=bruno.on, source="correo", by=bruno)

    assert stands(books, budget, "DO") == Status.IN_PROCESS
    assert books.of(budget, "DO").outstanding == row.outstanding
    books.later(91)
    assert stands(books, budget, "DO") == Status.PENDING
    with pytest.raises(Refused):
        following.pledge(
            books.of(budget, "CA").pk,
            said_on=bruno.on,
            source="x",
            by=books.viewer("bruno"),
        )


def test_only_a_decision_of_the_vice_ministers_writes_off(books):
    budget = books.assessed()
    row = books.of(budget, "NI")

    def write_off(cents, decision=books.decision, key="w"):
        return following.write_off(
            row.pk, cents, decision=decision, reason="acuerdo", key=key, by=books.ppt
        )

    draft = Text.objects.create(reference="B", kind_id="decisions", title_es="b")
    body = Body.objects.create(code="GRCM", kind="grcm", order=1, forum="GRCM")
    of_others = Text.objects.create(
        reference="C",
        kind_id="conclusions",
        title_es="c",
        state=TextState.ADOPTED,
        body=body,
    )
    not_of_it = Decision(books.decision.text, 9)
    for refused in (None, Decision(draft.pk), Decision(of_others.pk), not_of_it):
        with pytest.raises((Invalid, Conflict)):
            write_off(1, refused)
    with pytest.raises(Conflict):
        write_off(5_000_01)
    write_off(2_000_00)
    assert write_off(2_000_00).pk == write_off(2_000_00).pk
    books.pay("NI", 3_000_00)
    assert stands(books, budget, "NI") == Status.SETTLED


def test_what_was_written_off_may_be_owed_again_by_decision(books):
    budget = books.assessed()
    journal = following.write_off(
        books.of(budget, "NI").pk,
        5_000_00,
        decision=books.decision,
        reason="x",
        key="w",
        by=books.ppt,
    )
    assert stands(books, budget, "NI") == Status.WRITTEN_OFF
    books.pay("NI", 1_000_00)

    following.restore(
        journal.pk, decision=books.decision, reason="x", key="r", by=books.ppt
    )

    assert books.of(budget, "NI").outstanding == 4_000_00


def test_an_adjustment_frees_what_was_paid_beyond_it(books):
    budget = books.assessed()
    row = books.of(budget, "BZ")
    books.pay("BZ", 2_000_00)
    books.pay("BZ", 3_000_00)

    def adjust(cents, key):
        return assessing.adjust(
            row.pk, cents, decision=books.decision, reason="x", key=key, by=books.ppt
        )

    adjust(4_000_00, "a")
    adjust(4_000_00, "a")
    belize = next(each for each in reports.balances() if each.code == "BZ")
    assert (belize.assessed, belize.paid, belize.credit) == (4_000_00, 4_000_00, 1_000_00)
    adjust(6_000_00, "b")
    assert books.of(budget, "BZ").outstanding == 1_000_00
    with pytest.raises(Conflict):
        adjust(-1, "c")


def test_a_budget_is_shared_anew_by_another_scale_and_still_adds_up(books):
    budget = books.assessed()
    books.pay("US", 141_360_00)
    weights = [Weight(party.pk, 1_00) for party in books.cast.members]
    scale = scales.adopt_scale(
        date(2026, 6, 1),
        weights,
        decision=books.decision,
        called="x",
        source="x",
        by=books.ppt,
    )

    assessing.rescale(
        budget.pk, scale.pk, decision=books.decision, reason="x", key="k", by=books.ppt
    )

    rows = reports.balances()
    assert sum(row.assessed for row in rows) == budget.current.total_cents
    usa = next(row for row in rows if row.code == "US")
    assert usa.paid == usa.assessed
    assert usa.credit == 141_360_00 - usa.assessed


def test_letters_are_the_presidencys_and_keep_the_figures_of_their_day(books):
    budget = books.assessed()
    with pytest.raises(Refused):
        following.write_letter(budget.pk, LetterKind.CALL, by=books.st)
    with pytest.raises(Conflict):
        following.write_letter(budget.pk, LetterKind.REMINDER, by=books.ppt)
    books.pay("US", 141_360_00)
    call = following.write_letter(budget.pk, LetterKind.CALL, by=books.ppt)
    books.later(40)
    bruno = books.viewer("bruno")
    following.pledge(books.of(budget, "DO").pk, said_on=bruno.on, source="nota", by=bruno)
    books.pay("BZ", 1_000_00)

    reminder = following.write_letter(budget.pk, LetterKind.REMINDER, by=books.ppt)
    books.pay("BZ", 4_000_00)

    assert (call.number, reminder.number) == ("2026-01", "2026-02")
    sent = {row.party.code: row for row in reminder.recipients.all()}
    assert "US" not in sent
    assert len(sent) == len(books.cast.members) - 1
    assert (sent["BZ"].paid_cents, sent["BZ"].outstanding_cents) == (1_000_00, 4_000_00)
    assert sent["DO"].wording == Wording.IN_PROCESS
    assert sent["CA"].wording == Wording.REMINDER


def test_nobody_is_written_to_when_nothing_is_owed(books):
    budget = books.called()
    for row in reports.balances():
        books.pay(row.code, row.outstanding)

    with pytest.raises(Conflict):
        following.write_letter(budget.pk, LetterKind.REMINDER, by=books.ppt)


def test_balances_are_as_of_a_day(books):
    books.assessed()
    books.pay("BZ", 2_000_00)
    on = books.st.on
    books.later(10)
    books.pay("BZ", 1_000_00, on=books.st.on)

    def belize(day=None):
        return next((row for row in reports.balances(day) if row.code == "BZ"), None)

    assert belize(on).paid == 2_000_00
    assert belize().paid == 3_000_00
    assert belize(on - timedelta(days=1)).assessed == 0
