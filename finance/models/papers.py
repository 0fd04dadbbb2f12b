"""Papers that a State needs to pay, and that say that it paid: numbered, never changed."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only, kept_whole
from finance.models.contributions import Assessment, Receipt
from finance.models.marks import is_invented
from finance.models.seen import ContributionsQuerySet

USER = settings.AUTH_USER_MODEL


class PaymentRequest(models.Model):
    """A State asks for a paper to pay an assessment with; the Secretariat signs it (001:470).

    The number and ``outstanding_cents`` are those of the day it is signed, and empty until
    then; signed, it never changes.
    """

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="requests"
    )
    asked_on = models.DateField(_("asked on"))
    asked_in = models.CharField(_("asked in"), max_length=200)
    asked_at = models.DateTimeField(_("recorded"))
    asked_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    addressee = models.CharField(_("addressed to"), max_length=200, blank=True)
    words_es = models.TextField(_("text (Spanish)"), blank=True)
    words_en = models.TextField(_("text (English)"), blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    sequence = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    outstanding_cents = models.BigIntegerField(_("outstanding"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=120, blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demonstration = models.BooleanField(default=is_invented, editable=False)

    words = Bilingual()

    objects = ContributionsQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("payment request")
        verbose_name_plural = _("payment requests")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "sequence"], name="finance_paymentrequest_number_once"
            ),
            models.CheckConstraint(
                name="finance_paymentrequest_signed_has_its_number",
                condition=Q(
                    signed_at=None, year=None, sequence=None, outstanding_cents=None
                )
                | Q(
                    signed_at__isnull=False,
                    year__isnull=False,
                    sequence__isnull=False,
                    outstanding_cents__gt=0,
                ),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            kept_whole("kept_whole"),
            pgtrigger.Protect(
                name="signed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__signed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.assessment_id} {self.asked_on:%Y-%m-%d}"

    @property
    def number(self) -> str:
        """The number that is printed on it, ``SP-2026-01``; empty until it is signed."""
        return "" if self.sequence is None else f"SP-{self.year}-{self.sequence:02}"


class ReceiptPaper(models.Model):
    """The receipt that a State is given for a transfer: one for each, numbered."""

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="paper")
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveSmallIntegerField(_("number"))
    issued_on = models.DateField(_("issued on"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_by = models.CharField(_("signed by"), max_length=120)
    is_demonstration = models.BooleanField(default=is_invented, editable=False)

    objects = ContributionsQuerySet.as_manager()

    class Meta:
        ordering = ["year", "sequence"]
        verbose_name = _("receipt on paper")
        verbose_name_plural = _("receipts on paper")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "sequence"], name="finance_receiptpaper_number_once"
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number that is printed on it: ``R-2026-01``."""
        return f"R-{self.year}-{self.sequence:02}"
