"""From rows to the values that the rules read."""

from typing import Any

from finance.models import Assessment, Budget
from finance.rules.standing import Owed, Pledge


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
    rows = budget.assessments.all().with_balances().prefetch_related("pledges")
    return [(row.party_id, owed(row)) for row in rows]


def owed_now(pk: int) -> Owed:
    """Return one assessment as it stands."""
    return owed(Assessment.objects.all().with_balances().get(pk=pk))
