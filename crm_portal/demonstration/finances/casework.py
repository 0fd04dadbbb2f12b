"""Invented cases of the reserve fund: nobody is behind any of them."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from crm_portal.core.access import ZONE_OF_RECORD, Viewer
from finance.models import FundCase
from finance.rules.eligibility import Category, Facts, Requester
from finance.rules.fund import Side
from finance.services import fund, fund_money

ACT = "Acta {number} (demostración)"
INSTRUMENT = "Nombramiento de demostración"
SECOND_HALF = 7
PAID_AFTER, REPORTED_AFTER = timedelta(days=3), timedelta(days=9)
OVER_SEVENTY = 74
CENTS = 100


def play(told: Mapping[str, Any], books: Any) -> None:
    """Appoint an officer of each side, put money in, play the cases, tell the half-year."""
    since = date(books.year, 1, 1)
    for viewer, side in ((books.second, Side.SECRETARIAT), (books.iom, Side.IOM)):
        fund.appoint_officer(
            viewer.user_id, side, since=since, instrument=INSTRUMENT, by=books.st
        )
    deposit = told["deposit"]
    if books.day(deposit) > books.st.on:
        return
    fund_money.deposit(
        deposit["usd"] * CENTS,
        value_on=books.day(deposit),
        source="Aporte al fondo (demostración)",
        key=books.key("fund", "deposit"),
        by=_on(books, "second", books.day(deposit)),
    )
    for number, case in enumerate(told["case"], start=1):
        if books.day(case) + PAID_AFTER <= books.st.on:
            _case(case, number, books)
    half = date(books.year, SECOND_HALF, 1)
    if half + REPORTED_AFTER <= books.st.on:
        fund_money.report_half_year(since, by=_on(books, "second", half + REPORTED_AFTER))


def _on(books: Any, office: str, day: date) -> Viewer:
    viewer: Viewer = books.by(office, datetime.combine(day, time(10), ZONE_OF_RECORD))
    return viewer


def _case(told: Mapping[str, Any], number: int, books: Any) -> None:
    day = books.day(told)
    st, iom = _on(books, "second", day), _on(books, "iom", day)
    facts = Facts(
        requester=Requester.AUTHORITY,
        asked_cents=told["usd"] * CENTS,
        is_voluntary=True,
        is_regional=True,
        is_covered=False,
        declared=frozenset(told["categories"]) - {Category.OVER_SEVENTY},
        age=OVER_SEVENTY if Category.OVER_SEVENTY in told["categories"] else None,
    )
    case = fund.request(facts, country=books.parties[told["country"]], by=st)
    if not told["paid"] and not told.get("reserved"):
        return
    act = ACT.format(number=number)
    case = fund.decide(case.pk, side=Side.SECRETARIAT, is_yes=True, act=act, by=st)
    if case.needs_joint:
        case = fund.decide(case.pk, side=Side.IOM, is_yes=True, act=act, by=iom)
    case = fund_money.reserve(case.pk, by=st)
    if told["paid"]:
        _pay(case, number, day, books)


def _pay(case: FundCase, number: int, day: date, books: Any) -> None:
    by = _on(books, "second", day + PAID_AFTER)
    key = books.key("fund", "paid", number)
    fund_money.pay(case.pk, case.cents, paid_on=by.on, key=key, by=by)
    fund_money.close_case(case.pk, by=by)
