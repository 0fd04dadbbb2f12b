"""Case officers: the people of IOM and of the Secretariat who see and decide single cases."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from finance.models.marks import is_invented
from finance.rules import fund, powers
from finance.rules.fund import Side
from members.models.history import history

USER = settings.AUTH_USER_MODEL


class OfficerQuerySet(models.QuerySet[Any]):
    def at(self, on: Any) -> Self:
        """Return the appointments that hold on the day ``on``."""
        return self.filter(Q(until=None) | Q(until__gt=on), since__lte=on)

    def holding(self, since: Any) -> Self:
        """Return the appointments that hold on the day ``since`` or later."""
        return self.filter(Q(until=None) | Q(until__gt=since))

    def sides_of(self, viewer: Viewer) -> frozenset[str]:
        """Return for which sides ``viewer`` is an officer today: none, for most.

        Whoever acts for a member country is of none, whatever was recorded (procedure 5).
        """
        if viewer.user_id is None or not fund.may_be_officer(viewer):
            return frozenset()
        mine = self.at(viewer.on).filter(user=viewer.user_id)
        return frozenset(mine.values_list("side", flat=True))

    def visible_to(self, viewer: Viewer) -> Self:
        """The Secretariat, which keeps the list, and the officers themselves."""
        if powers.may_keep_accounts(viewer) or self.model.objects.sides_of(viewer):
            return self
        return self.none()

    def in_words(self) -> Self:
        """Return the appointments with the names on them, those that hold first."""
        return self.select_related("user").order_by(F("until").desc(nulls_first=True), "pk")


@history()
class CaseOfficer(models.Model):
    """Somebody's appointment as a case officer, from a day until before another."""

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="case_offices")
    side = models.CharField(_("for"), max_length=12, choices=Side)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    instrument = models.CharField(_("act"), max_length=200)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    is_demonstration = models.BooleanField(default=is_invented, editable=False)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("case officer")
        verbose_name_plural = _("case officers")
        constraints = [
            models.CheckConstraint(
                name="finance_caseofficer_known_side",
                condition=Q(side__in=Side.values)
                & (Q(until=None) | Q(until__gte=F("since"))),
            ),
            models.CheckConstraint(
                name="finance_caseofficer_by_somebody_else",
                condition=~Q(user=F("recorded_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.user_id}"
