"""What is promised, spent and moved within a budget."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.models import append_only
from finance.models.budgets import Budget, LineKind
from finance.models.ledger import Journal
from finance.models.marks import is_invented
from finance.models.seen import ContributionsQuerySet

USER = settings.AUTH_USER_MODEL


class Commitment(models.Model):
    """Money of a line promised and not yet spent; ``released_on`` ends what is left of it."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="commitments")
    line = models.ForeignKey(LineKind, on_delete=models.PROTECT, related_name="+")
    cents = models.BigIntegerField(_("cents"))
    made_on = models.DateField(_("made on"))
    purpose = models.CharField(_("for"), max_length=200)
    released_on = models.DateField(_("released on"), null=True, blank=True)
    # What makes it one when its form is sent twice.
    key = models.CharField(  # noqa: DJ001
        max_length=100, null=True, unique=True, editable=False
    )
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demonstration = models.BooleanField(default=is_invented, editable=False)

    objects = ContributionsQuerySet.as_manager()

    class Meta:
        ordering = ["made_on", "id"]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.CheckConstraint(
                name="finance_commitment_is_something", condition=Q(cents__gt=0)
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="released",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__released_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id} {self.purpose}"


class ExpenditureQuerySet(ContributionsQuerySet):
    def standing(self) -> Self:
        """Return the expenditures that were not reversed."""
        return self.filter(journal__reversed_by=None)


class Expenditure(models.Model):
    """Money spent of a line, with the document that supports it."""

    journal = models.OneToOneField(
        Journal, on_delete=models.PROTECT, related_name="expenditure"
    )
    budget = models.ForeignKey(
        Budget, on_delete=models.PROTECT, related_name="expenditures"
    )
    line = models.ForeignKey(LineKind, on_delete=models.PROTECT, related_name="+")
    cents = models.BigIntegerField(_("cents"))
    paid_on = models.DateField(_("paid on"))
    purpose = models.CharField(_("for"), max_length=200)
    document = models.ForeignKey(
        "library.StoredFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    commitment = models.ForeignKey(
        Commitment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="expenditures",
    )
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demonstration = models.BooleanField(default=is_invented, editable=False)

    objects = ExpenditureQuerySet.as_manager()

    class Meta:
        ordering = ["paid_on", "id"]
        verbose_name = _("expenditure")
        verbose_name_plural = _("expenditures")
        constraints = [
            models.CheckConstraint(
                name="finance_expenditure_is_something", condition=Q(cents__gt=0)
            ),
        ]
        indexes = [
            # A page of everything spent, or of a year, the latest first.
            models.Index(fields=["-paid_on", "-id"], name="finance_expenditure_latest"),
            # The same of one budget, and of one of its lines.
            models.Index(
                fields=["budget", "-paid_on", "-id"], name="finance_expenditure_of_budget"
            ),
            models.Index(
                fields=["line", "-paid_on", "-id"], name="finance_expenditure_of_line"
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.budget_id} {self.purpose}"

    def get_absolute_url(self) -> str:
        return reverse("finance:expenditure", args=[self.pk])


class LineTransfer(models.Model):
    """Money moved from one line of a budget to another; the total stays what it is."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="transfers")
    origin = models.ForeignKey(LineKind, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(LineKind, on_delete=models.PROTECT, related_name="+")
    cents = models.BigIntegerField(_("cents"))
    moved_on = models.DateField(_("date"))
    # What makes it one when its form is sent twice.
    key = models.CharField(  # noqa: DJ001
        max_length=100, null=True, unique=True, editable=False
    )
    reason = models.CharField(_("reason"), max_length=300)
    text = models.ForeignKey(
        "decisions.Text", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demonstration = models.BooleanField(default=is_invented, editable=False)

    objects = ContributionsQuerySet.as_manager()

    class Meta:
        ordering = ["moved_on", "id"]
        verbose_name = _("transfer between lines")
        verbose_name_plural = _("transfers between lines")
        constraints = [
            models.CheckConstraint(
                name="finance_linetransfer_moves_something",
                condition=Q(cents__gt=0) & ~Q(origin=F("target")),
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.budget_id} {self.cents}"
