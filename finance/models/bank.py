"""Statements of the bank as files, their lines as rows, and what became of each line."""

from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.models import kept_whole
from finance.models.marks import is_invented
from finance.rules import powers

USER = settings.AUTH_USER_MODEL


class BankFormat(models.TextChoices):
    """What a statement arrives as."""

    CSV = "csv", "CSV"
    CAMT = "camt", "ISO 20022 camt.053"


class BankReading(models.TextChoices):
    """How far a statement was read."""

    COLUMNS = "columns", _("Columns to be confirmed")
    OWED = "owed", _("Being read")
    READ = "read", _("Read")
    FAILED = "failed", _("Could not be read")


class OfTheBankQuerySet(models.QuerySet[Any]):
    """Statements and their lines, which name who paid and from which account."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The Secretariat, which keeps the accounts; members see the receipts."""
        return self if powers.may_keep_accounts(viewer) else self.none()


class BankStatementQuerySet(OfTheBankQuerySet):
    def owed(self) -> Self:
        """Return the statements whose lines are still to be written."""
        return self.filter(state=BankReading.OWED)


class BankStatement(models.Model):
    """A file of the bank, kept as it came: its bytes once, and how far it was read.

    ``columns`` says where each fact stands in a CSV, with its decimal sign and the order of
    its days. ``lines_done`` of ``lines_total`` were written: reading goes on where it ended.
    ``unread`` are the numbers of what could not be read as a line, each with its reason.
    """

    file = models.OneToOneField(
        "library.StoredFile", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("file"), max_length=200)
    format = models.CharField(_("format"), max_length=4, choices=BankFormat)
    account = models.CharField(_("account"), max_length=60, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    columns = models.JSONField(_("columns"), default=dict)
    state = models.CharField(_("state"), max_length=8, choices=BankReading)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    lines_done = models.PositiveIntegerField(_("lines written"), default=0)
    lines_total = models.PositiveIntegerField(_("lines in the file"), default=0)
    unread = models.JSONField(_("not read"), default=list)
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demonstration = models.BooleanField(default=is_invented, editable=False)

    objects = BankStatementQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        constraints = [
            models.CheckConstraint(
                name="finance_bankstatement_known_state",
                condition=Q(state__in=BankReading.values, format__in=BankFormat.values),
            ),
            models.CheckConstraint(
                name="finance_bankstatement_reads_no_more_than_there_is",
                condition=Q(lines_done__lte=F("lines_total")),
            ),
        ]
        indexes = [
            # What the tick looks for: a statement whose lines are still to be written.
            models.Index(
                fields=["id"],
                condition=Q(state=BankReading.OWED),
                name="finance_bankstatement_owed",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            kept_whole("kept_whole"),
            pgtrigger.ReadOnly(name="the_file", fields=["file", "name", "format"]),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("finance:bank-statement", args=[self.pk])


class LineState(models.TextChoices):
    """What became of a line."""

    WAITING = "waiting", _("To be decided")
    RECORDED = "recorded", _("Recorded as a receipt")
    IGNORED = "ignored", _("Left out")
    SEEN = "seen", _("Seen before")


class BankLineQuerySet(OfTheBankQuerySet):
    def waiting(self) -> Self:
        """Return the lines that a person has still to look at."""
        return self.filter(state=LineState.WAITING)


class BankLine(models.Model):
    """One movement as the bank reports it; what it says never changes.

    ``cents`` are hundredths of ``currency``, as credited or debited; ``fee`` is what the bank
    says it kept of it. ``identity`` is one across all files (see ``reading.lines``): the
    same movement read again is kept as a row without one, ``seen before``, with its ``twin``.
    A line that became a receipt stays so.
    """

    statement = models.ForeignKey(
        BankStatement, on_delete=models.PROTECT, related_name="lines"
    )
    number = models.PositiveIntegerField(_("line"))
    identity = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    twin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    booked_on = models.DateField(_("booked on"))
    value_on = models.DateField(_("value date"))
    is_credit = models.BooleanField(_("came in"))
    is_return = models.BooleanField(_("a return"), default=False)
    cents = models.BigIntegerField(_("amount"))
    fee = models.BigIntegerField(_("bank fee"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    reference = models.CharField(_("reference of the bank"), max_length=80, blank=True)
    name = models.CharField(_("from or to"), max_length=140, blank=True)
    account = models.CharField(_("account"), max_length=60, blank=True)
    details = models.CharField(_("details"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=LineState)
    receipt = models.OneToOneField(
        "finance.Receipt", on_delete=models.PROTECT, null=True, related_name="bank_line"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = BankLineQuerySet.as_manager()

    class Meta:
        ordering = ["statement", "number"]
        verbose_name = _("line of a bank statement")
        verbose_name_plural = _("lines of bank statements")
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "number"], name="finance_bankline_number_once"
            ),
            models.CheckConstraint(
                name="finance_bankline_says_something",
                condition=Q(cents__gt=0, fee__gte=0, currency__regex=r"^[A-Z]{3}$"),
            ),
            models.CheckConstraint(
                name="finance_bankline_known_state",
                condition=(Q(state="recorded") & Q(receipt__isnull=False))
                | (Q(state="ignored", receipt=None) & ~Q(reason=""))
                | Q(state="waiting", receipt=None)
                | Q(state="seen", receipt=None),
            ),
            models.CheckConstraint(
                name="finance_bankline_once_or_seen_before",
                condition=(Q(state="seen", identity=None) & Q(twin__isnull=False))
                | (~Q(state="seen") & Q(identity__isnull=False, twin=None)),
            ),
        ]
        indexes = [
            # A page of a statement's lines in one state.
            models.Index(
                fields=["statement", "state", "number"], name="finance_bankline_of_state"
            ),
            # Which member an account was of before.
            models.Index(
                fields=["account"],
                condition=Q(state="recorded") & ~Q(account=""),
                name="finance_bankline_known",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            kept_whole("kept_whole"),
            pgtrigger.Protect(
                name="recorded",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__receipt__isnull=False),
            ),
            pgtrigger.ReadOnly(name="what_it_says", exclude=["state", "receipt", "reason"]),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("finance:bank-line", args=[self.pk])
