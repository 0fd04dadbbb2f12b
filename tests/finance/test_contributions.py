"""What members owe and send: assessed, called, paid, allocated, returned."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from crm_portal.core.errors import Conflict, Invalid, Refused
from finance import access, reports
from finance.models import Assessment, Receipt
from finance.rules.standing import Status, status
from finance.services import allocating, assessing, receipts, scales
from finance.services.receipts import Transfer
from finance.services.scales import Weight
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
        {"value_on": date(202, 6, 9)},
        {"net_cents": 99},
        {"currency": "CAD"},
        {"currency": "CAD", "rate": Decimal("0.7")},
        {"gross": 0},
        {"gross": 10**13, "currency": "CAD", "rate": Decimal(999_999), "rate_source": "x"},
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


def test_a_transfer_comes_back_between_its_own_day_and_today(books):
    came = books.st.on - timedelta(days=9)
    receipt = books.pay("BZ", 5_000_00, on=came)
    books.assessed()

    for day in (came - timedelta(days=1), books.st.on + timedelta(days=1)):
        with pytest.raises(Invalid):
            receipts.return_transfer(receipt.pk, reason="x", key="r", on=day, by=books.st)

    receipts.return_transfer(receipt.pk, reason="x", key="r", on=came, by=books.st)
    belize = next(row for row in reports.balances(came) if row.code == "BZ")
    assert (belize.outstanding, belize.credit, belize.received) == (0, 0, 0)


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
