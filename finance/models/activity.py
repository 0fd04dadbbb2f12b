"""The Secretariat's report on activities and finances: a draft, then a paper."""

from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import kept_whole
from finance.models.marks import is_invented
from finance.rules import powers
from finance.rules.budgets import Period

USER = settings.AUTH_USER_MODEL


class ActivityReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The Secretariat sees its drafts; members what was issued; others nothing."""
        if powers.may_keep_accounts(viewer):
            return self
        if powers.sees_contributions(viewer):
            return self.exclude(issued_at=None)
        return self.none()


class ActivityReport(models.Model):
    """What the Secretariat did and spent from a day to a day, for the RCGM or for anybody.

    Figures are read from the records until it is issued, and kept in ``data`` from then on.
    ``revision`` counts the drafts, so that nobody overwrites what another wrote.
    """

    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    meeting = models.ForeignKey(
        "meetings.Meeting",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    summary_es = models.TextField(_("summary (Spanish)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    activities_es = models.TextField(_("activities (Spanish)"), blank=True)
    activities_en = models.TextField(_("activities (English)"), blank=True)
    outlook_es = models.TextField(_("what comes next (Spanish)"), blank=True)
    outlook_en = models.TextField(_("what comes next (English)"), blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    sequence = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=120, blank=True)
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True)
    data = models.JSONField(null=True, blank=True)
    is_demonstration = models.BooleanField(default=is_invented, editable=False)

    summary = Bilingual()
    activities = Bilingual()
    outlook = Bilingual()

    objects = ActivityReportQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-id"]
        verbose_name = _("activity and financial report")
        verbose_name_plural = _("activity and financial reports")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "sequence"], name="finance_activityreport_number_once"
            ),
            models.CheckConstraint(
                name="finance_activityreport_ends_after_it_begins",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="finance_activityreport_issued_keeps_its_figures",
                condition=Q(issued_at=None, year=None, sequence=None, data=None)
                | Q(
                    issued_at__isnull=False,
                    year__isnull=False,
                    sequence__isnull=False,
                    data__isnull=False,
                ),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            kept_whole("kept_whole"),
            pgtrigger.Protect(
                name="issued",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__issued_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.starts_on:%Y-%m-%d}/{self.ends_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("finance:report", args=[self.pk])

    @property
    def number(self) -> str:
        """The number that is printed on it, ``ST-2026-01``; empty while it is a draft."""
        return "" if self.sequence is None else f"ST-{self.year}-{self.sequence:02}"

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)
