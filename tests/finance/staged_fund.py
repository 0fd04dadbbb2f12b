"""What the access matrix needs of the reserve fund: one officer, and a case to be decided."""

from datetime import timedelta
from typing import Any

from crm_portal.core.access import Viewer
from finance.models import CaseOfficer, FundCase
from finance.rules.eligibility import Category, Facts, Requester
from finance.rules.fund import Side
from finance.services import fund, fund_money
from members.access import viewer_for


def fund_case(at: Any, people: dict[str, Any], parties: dict[str, Any]) -> dict[str, Any]:
    """Make Olga the only officer, and open a special case; Esteban's appointment has ended.

    The Secretariat keeps the list of officers and is none of them.
    """
    olga, esteban, keeper = people["olga"], people["esteban"], people["elena"]
    for user, side, until in (
        (olga, Side.IOM, None),
        (esteban, Side.SECRETARIAT, at.date() - timedelta(days=1)),
    ):
        CaseOfficer.objects.create(
            user=user,
            side=side,
            since=at.date() - timedelta(days=30),
            until=until,
            instrument="Nota 1",
            recorded_at=at,
            recorded_by=keeper,
        )
    by = viewer_for(olga, at)
    special = _asked(Category.TRAFFICKING, parties["HN"].pk, by)
    paid = _asked(Category.ILLNESS, parties["HN"].pk, by)
    fund.decide(paid.pk, side=Side.IOM, is_yes=True, act="Nota 1", by=by)
    fund_money.deposit(1_000_00, value_on=by.on, source="OIM", key="staged-1", by=by)
    fund_money.reserve(paid.pk, by=by)
    payment = fund_money.pay(paid.pk, 100_00, paid_on=by.on, key="staged-2", by=by)
    return {
        "fund_case": special.number,
        "fund_paid_case": paid.number,
        "fund_payment": payment.pk,
        "fund_officer": CaseOfficer.objects.get(user=olga).pk,
    }


def _asked(category: Category, country: int, by: Viewer) -> FundCase:
    facts = Facts(
        requester=Requester.AUTHORITY,
        asked_cents=500_00,
        is_voluntary=True,
        is_regional=True,
        is_covered=False,
        declared=frozenset({category}),
    )
    return fund.request(facts, country=country, told="necesita acompañante", by=by)
