"""The money of the fund: in order, under the ceiling, told in groups, and forgotten."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, IllegalStep
from finance import reports
from finance.models import FundCase, FundReport
from finance.rules.eligibility import Category
from finance.rules.fund import RETENTION, Side
from finance.services import fund, fund_money
from finance.states import CaseState
from tests.finance.cases import appointed, asked, granted

TOLD = "Persona con lesión; necesita silla de ruedas."


@pytest.fixture
def officers(books):
    appointed(books)
    return books


def deposit(books, cents):
    elena = books.viewer("elena")
    return fund_money.deposit(
        cents, value_on=elena.on, source="OIM", key=books.key(), by=elena
    )


def reserved(books, **more):
    case = granted(books, **more)
    return fund_money.reserve(case.pk, by=books.viewer("elena"))


def test_money_is_reserved_in_order_and_those_that_wait_are_served_when_it_comes(officers):
    deposit(officers, 700_00)
    first = reserved(officers, cents=500_00)
    second = reserved(officers, cents=600_00)
    third = reserved(officers, cents=100_00)

    assert first.state == CaseState.RESERVED
    # The third would fit, and does not overtake.
    assert (second.state, third.state) == (CaseState.WAITING, CaseState.WAITING)
    money = reports.fund_money()
    assert (money.balance, money.reserved, money.available) == (700_00, 500_00, 200_00)

    deposit(officers, 400_00)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, third.state) == (CaseState.RESERVED, CaseState.WAITING)


def test_a_part_is_reserved_only_when_it_is_accepted_as_such(officers):
    deposit(officers, 300_00)
    case = reserved(officers, cents=500_00)
    assert case.state == CaseState.WAITING

    with pytest.raises(IllegalStep):
        fund.decide(
            case.pk, side=Side.IOM, is_yes=True, act="x", by=officers.viewer("oscar")
        )
    case = fund_money.reserve(case.pk, accept_cents=300_00, by=officers.st)
    assert (case.state, case.cents) == (CaseState.RESERVED, 300_00)


def test_payments_share_the_ceiling_and_what_is_left_goes_back(officers):
    deposit(officers, 2_000_00)
    case, elena = reserved(officers, cents=1_500_00), officers.st
    assert (case.cents, case.is_capped) == (1_000_00, True)

    fund_money.pay(case.pk, 600_00, paid_on=elena.on, key="p1", by=elena)
    again = fund_money.pay(case.pk, 600_00, paid_on=elena.on, key="p1", by=elena)
    assert FundCase.objects.all().with_money().get(pk=case.pk).paid == 600_00
    with pytest.raises(Conflict) as over:
        fund_money.pay(case.pk, 400_01, paid_on=elena.on, key="p2", by=elena)
    assert over.value.code == "over_ceiling"
    assert again.kind == "payment"

    fund_money.close_case(case.pk, by=elena)
    money = reports.fund_money()
    assert (money.balance, money.reserved) == (1_400_00, 0)


def test_the_decision_comes_before_the_expense(officers):
    deposit(officers, 1_000_00)
    case, elena = reserved(officers), officers.st

    with pytest.raises(Conflict) as early:
        fund_money.pay(case.pk, 1, paid_on=date(2026, 9, 9), key="p", by=elena)
    assert early.value.code == "too_early"


def test_an_erased_case_leaves_a_tombstone(officers):
    deposit(officers, 1_000_00)
    case, elena = reserved(officers, told=TOLD), officers.st
    fund_money.pay(case.pk, 100_00, paid_on=elena.on, key="p", by=elena)
    with pytest.raises(IllegalStep):
        fund.erase(case.pk, reason="plazo", by=elena)
    fund_money.close_case(case.pk, by=elena)

    fund.erase(case.pk, reason="plazo", by=elena)

    left = FundCase.objects.get(pk=case.pk)
    assert (left.state, left.number, left.erased_on) == (
        CaseState.ERASED,
        case.number,
        elena.on,
    )
    assert (left.told, left.country, left.categories, left.reasons) == ("", None, [], [])
    assert reports.fund_money().balance == 900_00
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("UPDATE finance_fundcase SET told = 'x'")
    with pytest.raises(DatabaseError), transaction.atomic():
        FundCase.objects.filter(pk=case.pk)._raw_delete("default")


def test_a_case_is_erased_when_its_time_is_over_and_not_before(officers):
    case = asked(officers, told=TOLD, is_voluntary=False)
    assert case.state == CaseState.EXCLUDED
    at = officers.st.at

    assert fund.erase_due(by=Viewer(at=at + RETENTION - timedelta(days=1))) == 0
    assert fund.erase_due(by=Viewer(at=at + RETENTION)) == 1
    assert fund.erase_due(by=Viewer(at=at + RETENTION)) == 0
    case.refresh_from_db()
    assert (case.state, case.told, case.reasons) == (CaseState.ERASED, "", [])


def test_the_half_yearly_report_hides_small_counts_and_is_made_once(officers):
    deposit(officers, 50_000_00)
    elena = officers.st
    kinds = [Category.ILLNESS] * 7 + [Category.DISABILITY] * 6 + [Category.TRAFFICKING]
    for kind in kinds[:-1]:
        case = reserved(officers, cents=100_00, categories=(kind,))
        fund_money.pay(case.pk, 100_00, paid_on=elena.on, key=officers.key(), by=elena)
    with pytest.raises(Conflict):
        fund_money.report_half_year(date(2026, 7, 1), by=elena)
    clock.set_to(datetime(2027, 1, 5, 15, tzinfo=UTC), frozen=True)

    report = fund_money.report_half_year(date(2026, 7, 1), by=officers.st)

    assert report.data["paid_cents"] == 1_300_00
    assert [row["count"] for row in report.data["tables"]["categories"]] == [7, 6]
    assert fund_money.report_half_year(date(2026, 7, 1), by=officers.st) == report
    assert FundReport.objects.all().visible_to(officers.viewer("bruno")).exists()
    assert (
        not FundReport.objects.all()
        .visible_to(officers.cast.viewer("sara", clock.now()))
        .exists()
    )


def test_of_fewer_than_five_nothing_is_told(officers):
    deposit(officers, 5_000_00)
    elena = officers.st
    case = reserved(officers, cents=100_00)
    fund_money.pay(case.pk, 100_00, paid_on=elena.on, key="p", by=elena)
    clock.set_to(datetime(2027, 1, 5, 15, tzinfo=UTC), frozen=True)

    report = fund_money.report_half_year(date(2026, 7, 1), by=officers.st)

    assert report.data["paid_cents"] is None
    assert {row["count"] for table in report.data["tables"].values() for row in table} == {
        None
    }
