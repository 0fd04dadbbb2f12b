"""From rows to the values that the rules read."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from crm_portal.core.access import Role
from finance.models import Assessment, Budget
from finance.rules.fund import Side
from finance.rules.standing import Owed, Pledge
from members.models import Mandate
from members.models.parties import PartyKind


def owed(assessment: Any) -> Owed:
    """Return an assessment read ``with_balances``, with its pledges, as the rules take it."""
    return Owed(
        amount=assessment.amount,
        paid=assessment.paid,
        written_off=assessment.written,
        due_on=assessment.due_on,
        pledges=tuple(
            Pledge(each.said_on, each.expected_on, each.is_withdrawn)
            for each in assessment.pledges.all()
        ),
    )


def owed_for(budget: Budget) -> list[tuple[int, Owed]]:
    """Return what each member owes for a budget, in the order of the scale's table."""
    rows = budget.assessments.all().with_balances().order_by("party__order", "party_id")
    return [(row.party_id, owed(row)) for row in rows.prefetch_related("pledges")]


def owed_now(pk: int) -> Owed:
    """Return one assessment as it stands."""
    return owed(Assessment.objects.all().with_balances().get(pk=pk))


def candidates(side: str, at: datetime) -> QuerySet[Mandate]:
    """Return whose accounts may be officers of a side: the Secretariat's, an organization's.

    Nobody of a member country is among them (procedure 5).
    """
    now = Mandate.objects.at(at).select_related("user", "party")
    if side == Side.SECRETARIAT:
        return now.filter(role=Role.SECRETARIAT)
    return now.filter(party__kind=PartyKind.OBSERVER_ORGANIZATION)
