"""What the tick does for statements of the bank: read those whose lines are still to be written."""

from datetime import datetime

from django.utils.translation import gettext as _

from finance.models import BankStatement
from finance.services import bank_reading


def read_due(limit: int = 5) -> int:
    """Read at most ``limit`` statements, each in steps; return how many."""
    owed = BankStatement.objects.owed().order_by("pk").values_list("pk", flat=True)
    return sum(bank_reading.read_on(pk) for pk in owed[:limit])


def oldest_overdue(at: datetime) -> tuple[str, str, datetime | None]:
    """Return since when the oldest statement has waited, for the health page."""
    waiting = BankStatement.objects.owed().filter(uploaded_at__lte=at)
    first = waiting.order_by("uploaded_at").first()
    return (
        "statements_to_read",
        _("Oldest bank statement not yet read"),
        first.uploaded_at if first else None,
    )
