"""Who sees what of the finances, once for all models."""

from typing import Any, Self

from django.db import models

from crm_portal.core.access import Viewer
from finance.rules import powers


class ContributionsQuerySet(models.QuerySet[Any]):
    """Budgets, contributions and spending."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Members and the Secretariat see all of it; everybody else nothing (procedure 4)."""
        return self if powers.sees_contributions(viewer) else self.none()
