"""What each member owes for a period, what it sent, what that pays, and what it announced."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.models import append_only, kept_whole
from finance.models.ledger import Account, Journal
from finance.models.marks import is_invented
from finance.models.seen import ContributionsQuerySet

USER = settings.AUTH_USER_MODEL


def _sum(account: str) -> Coalesce:
    """What the ledger has of a row in ``account``: its debits less its credits."""
    return Coalesce(
        Sum("entries__cents", filter=Q(entries__account=account)),
        0,
        output_field=models.BigIntegerField(),
    )


class AssessmentQuerySet(ContributionsQuerySet):
    def with_balances(self) -> Self:
        """Add ``amount``, ``written``, ``outstanding`` and ``paid``: cents, by the ledger."""
        return self.annotate(
            amount=_sum(Account.INCOME) * -1,
            written=_sum(Account.WRITTEN_OFF),
            outstanding=_sum(Account.RECEIVABLE),
        ).annotate(paid=F("amount") - F("written") - F("outstanding"))


class Assessment(models.Model):
    """What a member owes for a budget's period, by the scale of its first day (procedure 4).

    ``amount_cents`` is what was assessed; adjustments are journals of their own. The other
    figures explain it: its weight in the scale's, and the cent of the largest remainders.
    Once notified it never changes; ``due_on`` is empty until then.
    """

    budget = models.ForeignKey(
        "finance.Budget", on_delete=models.PROTECT, related_name="assessments"
    )
    party = models.ForeignKey(
        "members.Party", on_delete=models.PROTECT, related_name="assessments"
    )
    scale = models.ForeignKey("finance.Scale", on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField(_("amount in cents of USD"))
    total_cents = models.BigIntegerField(_("of the total, in cents"))
    weight = models.BigIntegerField(_("weight"))
    weights = models.BigIntegerField(_("of all weights"))
    remainder = models.BigIntegerField(_("remainder"))
    rank = models.PositiveSmallIntegerField(_("place among the remainders"))
    extra = models.PositiveSmallIntegerField(_("cents for the remainder"))
    assessed_on = models.DateField(_("assessed on"))
    notified_on = models.DateField(_("notified on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    is_demonstration = models.BooleanField(default=is_invented, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["budget", "party__order", "party_id"]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "party"], name="finance_assessment_once"
            ),
            models.CheckConstraint(
                name="finance_assessment_is_not_negative", condition=Q(amount_cents__gte=0)
            ),
            models.CheckConstraint(
                name="finance_assessment_due_once_notified",
                condition=Q(notified_on=None, due_on=None)
                | Q(notified_on__isnull=False, due_on__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            kept_whole("kept_whole"),
            pgtrigger.Protect(
                name="notified",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__notified_on__isnull=False),
            ),
            pgtrigger.ReadOnly(
                name="figures",
                fields=["budget", "party", "scale", "amount_cents", "weight", "weights"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id} {self.party_id}"


class ReceiptQuerySet(ContributionsQuerySet):
    def standing(self) -> Self:
        """Return the receipts that were not returned or reversed."""
        return self.filter(journal__reversed_by=None)

    def with_left(self) -> Self:
        """Add ``left``: what of it pays nothing yet, in cents."""
        return self.annotate(left=_sum(Account.CREDIT) * -1)


class Receipt(models.Model):
    """A transfer of a member as IOM credited it: the day, the gross, the fees, the rate.

    ``gross`` and ``fee`` are hundredths of ``currency``; ``net_cents`` is what was credited
    in cents of USD, and that is what it pays (F03): fees and exchange stay with the payer.
    """

    journal = models.OneToOneField(
        Journal, on_delete=models.PROTECT, related_name="receipt"
    )
    party = models.ForeignKey(
        "members.Party", on_delete=models.PROTECT, related_name="receipts"
    )
    value_on = models.DateField(_("value date"))
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    gross = models.BigIntegerField(_("gross"))
    fee = models.BigIntegerField(_("bank fee"), default=0)
    rate = models.DecimalField(
        _("rate to the dollar"), max_digits=18, decimal_places=8, null=True, blank=True
    )
    rate_source = models.CharField(_("source of the rate"), max_length=120, blank=True)
    net_cents = models.BigIntegerField(_("credited, in cents of USD"))
    designated = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    bank_reference = models.CharField(_("reference of the bank"), max_length=80, blank=True)
    document = models.ForeignKey(
        "library.StoredFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demonstration = models.BooleanField(default=is_invented, editable=False)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["value_on", "id"]
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [
            models.CheckConstraint(
                name="finance_receipt_brings_something",
                condition=Q(net_cents__gt=0, gross__gt=0, fee__gte=0, fee__lt=F("gross")),
            ),
            models.CheckConstraint(
                name="finance_receipt_rate_with_another_currency",
                condition=Q(currency="USD", rate=None, net_cents=F("gross") - F("fee"))
                | (~Q(currency="USD") & Q(rate__gt=0) & ~Q(rate_source="")),
            ),
        ]
        indexes = [
            # Whether a transfer was recorded before.
            models.Index(
                fields=["party", "value_on", "bank_reference"],
                name="finance_receipt_transfer",
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.party_id} {self.value_on:%Y-%m-%d} {self.net_cents}"

    def get_absolute_url(self) -> str:
        return reverse("finance:receipt", args=[self.pk])


class AllocationQuerySet(ContributionsQuerySet):
    def standing(self) -> Self:
        """Return the allocations that still hold."""
        return self.filter(journal__reversed_by=None)


class Allocation(models.Model):
    """So many cents of a receipt that pay an assessment, while their journal stands."""

    journal = models.OneToOneField(
        Journal, on_delete=models.PROTECT, related_name="allocation"
    )
    receipt = models.ForeignKey(
        Receipt, on_delete=models.PROTECT, related_name="allocations"
    )
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="allocations"
    )
    cents = models.BigIntegerField(_("cents"))

    objects = AllocationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints = [
            models.CheckConstraint(
                name="finance_allocation_is_something", condition=Q(cents__gt=0)
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.assessment_id}"


class Pledge(models.Model):
    """A member's word that a payment is in process; it changes no balance (002:10)."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="pledges"
    )
    said_on = models.DateField(_("said on"))
    expected_on = models.DateField(_("expected on"), null=True, blank=True)
    is_withdrawn = models.BooleanField(_("taken back"), default=False)
    source = models.CharField(_("source"), max_length=200)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ContributionsQuerySet.as_manager()

    class Meta:
        ordering = ["said_on", "id"]
        verbose_name = _("payment in process")
        verbose_name_plural = _("payments in process")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.said_on:%Y-%m-%d}"
