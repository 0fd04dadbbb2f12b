"""What the access matrix needs of commitments: one that follows from the published decision."""

from datetime import timedelta
from typing import Any

from crm_portal.core import clock
from decisions.models import Text
from decisions.models.following import Commitment
from members.models import User


def committed(reference: str, user: User) -> dict[str, Any]:
    """Commit the presidency to the first decision of a text, each country to report."""
    text, at = Text.objects.get(reference=reference), clock.now()
    commitment = Commitment.objects.create(
        text=text,
        provision=text.provisions.first(),
        what_es="Celebrar la consulta.",
        lead="presidency",
        due_on=(at - timedelta(days=9)).date(),
        created_at=at,
        created_by=user,
    )
    return {"commitment": commitment.pk}
