"""Cases of the fund: who sees them, who decides, what they cost, and how they are forgotten."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from crm_portal.core import clock
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.models import AuditEntry
from finance import reports, sealed
from finance.models import CaseOfficer, CaseReading, FundCase, FundReport
from finance.rules.eligibility import Category, Reason
from finance.rules.fund import Side
from finance.services import fund, fund_money
from finance.states import CaseState
from tests.finance.cases import appointed, asked, granted, said

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


def test_only_case_officers_see_or_ask(books):
    with pytest.raises(Refused):
        asked(books)
    appointed(books)
    asked(books)

    for who, sees in (("elena", True), ("oscar", True), ("ana", False), ("bruno", False)):
        assert FundCase.objects.all().visible_to(books.viewer(who)).exists() is sees
    assert not FundCase.objects.all().visible_to(books.viewer("admin")).exists()


def test_the_secretariat_records_who_the_officers_are_and_nobody_oneself(books):
    elena, oscar = books.st, books.cast.people["oscar"]
    fund.appoint_officer(oscar.pk, Side.IOM, since=elena.on, instrument="Nota 7", by=elena)

    assert CaseOfficer.objects.sides_of(books.viewer("oscar")) == {Side.IOM}
    for who, user in (("elena", elena.user_id), ("ana", oscar.pk)):
        with pytest.raises(Refused):
            fund.appoint_officer(
                user, Side.SECRETARIAT, since=elena.on, instrument="x", by=books.viewer(who)
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseOfficer.objects.create(
            user=oscar,
            side=Side.IOM,
            since=elena.on,
            instrument="x",
            recorded_at=elena.at,
            recorded_by=oscar,
        )


def test_what_is_told_is_sealed_and_every_reading_is_written_down(officers):
    case = asked(officers, told=TOLD)

    assert TOLD not in FundCase.objects.get().told
    assert "silla" not in str(AuditEntry.objects.values_list("data", "target_label"))
    assert fund.read(case.pk, purpose="decisión", by=officers.viewer("oscar")) == TOLD
    reading = CaseReading.objects.get()
    assert (reading.user, reading.purpose) == (officers.cast.people["oscar"], "decisión")
    for who in ("ana", "admin"):
        with pytest.raises(Refused):
            fund.read(case.pk, purpose="x", by=officers.viewer(who))
    with pytest.raises(Invalid):
        fund.read(case.pk, purpose=" ", by=officers.viewer("oscar"))


def test_without_the_key_it_is_unreadable_and_another_case_does_not_open_it(
    officers, settings
):
    case = asked(officers, told=TOLD)
    token = FundCase.objects.get().told

    with pytest.raises(Conflict):
        sealed.unseal(token, of="FR-OTHER")
    settings.FUND_KEYS = ["new", *settings.FUND_KEYS]
    assert sealed.unseal(token, of=case.number) == TOLD
    settings.FUND_KEYS = ["another"]
    with pytest.raises(Conflict):
        sealed.unseal(token, of=case.number)


def test_a_text_that_says_who_is_refused_and_nothing_is_kept(officers):
    with pytest.raises(Invalid) as refused:
        asked(officers, told="La acompaña María Pérez, teléfono 2222-3333")

    assert refused.value.code == "personal_data"
    assert not FundCase.objects.exists()


def test_a_case_keeps_the_situation_and_the_country_and_nothing_of_the_person(officers):
    case = asked(officers, categories=(), born_on=date(1950, 3, 12))

    row = FundCase.objects.values().get(pk=case.pk)
    assert row["categories"] == [Category.OVER_SEVENTY]
    assert row["country_id"] == officers.pk("HN")
    assert "1950" not in str(row)
    assert case.number[:3] == "FR-"


def test_an_excluded_case_lists_every_reason_and_ends(officers):
    case = asked(officers, is_regional=False, is_voluntary=False)

    assert case.state == CaseState.EXCLUDED
    assert case.reasons == [Reason.NOT_VOLUNTARY, Reason.NOT_REGIONAL]
    assert case.country is None
    with pytest.raises(IllegalStep):
        fund.decide(
            case.pk, side=Side.IOM, is_yes=True, act="x", by=officers.viewer("oscar")
        )
    with pytest.raises(Invalid):
        fund.request(said(is_regional=True), country=officers.pk("AR"), by=officers.st)


def test_what_was_missing_may_be_completed(officers):
    case = asked(officers, is_covered=None)
    assert (case.state, case.reasons) == (CaseState.INCOMPLETE, [Reason.COVERAGE_UNKNOWN])

    case = fund.complete(case.pk, said(), country=officers.pk("HN"), by=officers.st)

    assert (case.state, case.complete_on) == (CaseState.TO_DECIDE, officers.st.on)


def test_a_special_case_takes_two_persons_of_two_sides(officers):
    case = asked(officers, categories=(Category.TRAFFICKING,))
    elena, oscar = officers.viewer("elena"), officers.viewer("oscar")

    case = fund.decide(case.pk, side=Side.SECRETARIAT, is_yes=True, act="Acta 1", by=elena)
    assert case.state == CaseState.TO_DECIDE
    with pytest.raises(Conflict):
        fund.decide(case.pk, side=Side.SECRETARIAT, is_yes=True, act="Acta 2", by=elena)
    with pytest.raises(Refused):
        fund.decide(case.pk, side=Side.IOM, is_yes=True, act="Acta 2", by=elena)

    case = fund.decide(case.pk, side=Side.IOM, is_yes=True, act="Nota 2", by=oscar)
    assert case.state == CaseState.GRANTED


def test_one_person_of_both_sides_decides_for_one_of_them(officers):
    CaseOfficer.objects.create(
        user=officers.cast.people["elena"],
        side=Side.IOM,
        since=date(2026, 1, 1),
        instrument="x",
        recorded_at=officers.st.at,
        recorded_by=officers.cast.people["admin"],
    )
    case, elena = asked(officers, categories=(Category.SEXUAL_ABUSE,)), officers.st
    fund.decide(case.pk, side=Side.SECRETARIAT, is_yes=True, act="Acta 1", by=elena)

    with pytest.raises(Conflict):
        fund.decide(case.pk, side=Side.IOM, is_yes=True, act="Acta 2", by=elena)


def test_one_no_closes_it(officers):
    case = asked(officers, categories=(Category.TRAFFICKING,))

    case = fund.decide(
        case.pk, side=Side.IOM, is_yes=False, act="Nota 3", by=officers.viewer("oscar")
    )

    assert (case.state, case.ended_on) == (CaseState.REFUSED, officers.st.on)


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
