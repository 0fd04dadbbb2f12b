"""What the access matrix needs of scales and budgets: one assessed, with a write-off."""

from typing import Any

from finance.models import Budget
from finance.services import following
from tests.finance.books import Books


def budgeted(books: Books, budget: Budget | None = None) -> dict[str, Any]:
    """Write off a cent of the Dominican Republic's contribution to a budget."""
    assessed = budget or books.assessed()
    journal = following.write_off(
        books.of(assessed, "DO").pk,
        1,
        decision=books.decision,
        reason="Decisión",
        key=books.key(),
        by=books.st,
    )
    return {
        "budget": assessed.reference,
        "since": books.scale.valid_from.isoformat(),
        "line": "staff",
        "journal": journal.pk,
    }
