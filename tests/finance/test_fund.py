"""Cases of the fund: who sees them, what is told of them, and who decides."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.models import AuditEntry
from finance import sealed
from finance.models import CaseOfficer, CaseReading, FundCase
from finance.rules.eligibility import Category, Reason
from finance.rules.fund import Side
from finance.services import fund
from finance.states import CaseState
from members import account_reports
from members.access import viewer_for
from tests.factories import MandateFactory, UserFactory
from tests.finance.cases import appointed, asked, said

TOLD = "Persona con lesión; necesita silla de ruedas."


@pytest.fixture
def officers(books):
    appointed(books)
    return books


def test_only_case_officers_see_or_ask(books):
    with pytest.raises(Refused):
        asked(books)
    appointed(books)
    asked(books)

    for who, sees in (("elena", True), ("oscar", True), ("ana", False), ("bruno", False)):
        assert FundCase.objects.all().visible_to(books.viewer(who)).exists() is sees
    assert not FundCase.objects.all().visible_to(books.viewer("admin")).exists()


def test_the_secretariat_records_who_the_officers_are_and_nobody_oneself(books):
    elena, oscar = books.st, UserFactory()
    MandateFactory(user=oscar, party=books.cast.parties["OIM"], institution=None)
    said = {"since": elena.on, "instrument": "Nota 7", "by": elena}
    fund.appoint_officer(oscar.pk, Side.IOM, **said)

    assert CaseOfficer.objects.sides_of(viewer_for(oscar, elena.at)) == {Side.IOM}
    for refused, user, side in (
        (Conflict, oscar.pk, Side.IOM),
        (Invalid, books.cast.people["bruno"].pk, Side.IOM),
        (Invalid, books.cast.people["bruno"].pk, Side.SECRETARIAT),
        (Invalid, books.cast.people["admin"].pk, Side.SECRETARIAT),
    ):
        with pytest.raises(refused):
            fund.appoint_officer(user, side, **said)
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


def test_what_somebody_else_may_choose_from_does_not_tell_of_cases(books):
    appointed(books)
    fund.request(said(), country=books.pk("HN"), told="", by=books.viewer("oscar"))
    oscar, admin = books.cast.people["oscar"].pk, books.cast.people["admin"].pk

    assert "finance" in dict(account_reports.kinds_of_acts(oscar, reader=oscar))
    assert "finance" not in dict(account_reports.kinds_of_acts(oscar, reader=admin))


def test_nobody_is_born_in_the_future(officers):
    with pytest.raises(Invalid):
        asked(officers, age=70, born_on=date(9999, 12, 31))


def test_an_address_that_no_record_can_have_is_of_nothing(client, officers):
    assert client.get("/es/documentos/%00/").status_code == 404
    client.force_login(officers.cast.people["elena"])
    assert (
        client.get("/es/intranet/finanzas/fondo-de-reserva/casos/%00/").status_code == 404
    )
