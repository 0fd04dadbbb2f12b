"""The ledger: journals of entries that add to nothing, never changed, only reversed."""

from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.models import append_only
from finance.models.officers import CaseOfficer
from finance.rules import powers

USER = settings.AUTH_USER_MODEL


class Book(models.TextChoices):
    """Whose money a journal is about; the fund's is seen by its officers alone."""

    CONTRIBUTIONS = "contributions", _("contributions and budget")
    FUND = "fund", _("reserve fund")


class JournalKind(models.TextChoices):
    """What happened to the money."""

    ASSESSMENT = "assessment", _("assessment")
    ADJUSTMENT = "adjustment", _("adjustment of an assessment")
    RECEIPT = "receipt", _("receipt")
    ALLOCATION = "allocation", _("allocation")
    WRITE_OFF = "write_off", _("write-off")
    EXPENDITURE = "expenditure", _("expenditure")
    DEPOSIT = "deposit", _("deposit into the fund")
    RESERVATION = "reservation", _("reservation")
    PAYMENT = "payment", _("payment for a case")
    RELEASE = "release", _("release of a reservation")
    REVERSAL = "reversal", _("reversal")


class Account(models.TextChoices):
    """What an entry counts. Positive cents are debits, negative ones credits."""

    BANK = "bank", _("held by IOM for the Conference")
    RECEIVABLE = "receivable", _("owed by members")
    CREDIT = "credit", _("paid by members and not yet allocated")
    INCOME = "income", _("assessed contributions")
    WRITTEN_OFF = "written_off", _("written off")
    EXPENSE = "expense", _("spent")
    FUND_CASH = "fund_cash", _("held by IOM in the fund")
    FUND_FREE = "fund_free", _("available in the fund")
    FUND_RESERVED = "fund_reserved", _("reserved for cases")


# Entries are written with their journal, and never later: it keeps the transaction's number.
OPENED = "NEW.tx := pg_current_xact_id()::text::bigint; RETURN NEW;"
# Looked up by its key alone: of a large transaction every journal has the same number.
SAME_TRANSACTION = """
    IF (SELECT tx FROM finance_journal WHERE id = NEW.journal_id)
       IS DISTINCT FROM pg_current_xact_id()::text::bigint THEN
        RAISE EXCEPTION 'journal % is closed', NEW.journal_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# One sum a currency; of no entries there is none, and that is refused as well.
BALANCED = """
    IF (SELECT coalesce(bool_or(total <> 0), true) FROM (
            SELECT sum(cents) AS total FROM finance_entry WHERE journal_id = {journal}
             GROUP BY currency) AS sums) THEN
        RAISE EXCEPTION 'journal % does not sum to zero', {journal}
              USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


def balanced(name: str, journal: str) -> pgtrigger.Trigger:
    """Return the trigger that looks, when a transaction ends, whether a journal balances."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func=BALANCED.format(journal=journal),
    )


def seen_books(viewer: Viewer) -> list[str]:
    """Return the books that ``viewer`` may read."""
    books: list[str] = []
    if powers.sees_contributions(viewer):
        books.append(Book.CONTRIBUTIONS)
    if CaseOfficer.objects.sides_of(viewer):
        books.append(Book.FUND)
    return books


class JournalQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Contributions: members and the Secretariat. The fund: its case officers."""
        return self.filter(book__in=seen_books(viewer))

    def standing(self) -> Self:
        """Return the journals that are neither reversals nor reversed."""
        return self.filter(reversed_by=None, reverses=None)


class Journal(models.Model):
    """One movement of money: its entries add to zero in each currency.

    ``key`` makes it one: whoever sends it twice makes it once; ``digest`` tells what was
    sent. ``value_on`` is the day from which it counts. A write-off and an adjustment name
    the decision (procedure 4).
    """

    book = models.CharField(max_length=14, choices=Book, default=Book.CONTRIBUTIONS)
    kind = models.CharField(_("kind"), max_length=12, choices=JournalKind)
    key = models.CharField(max_length=120, unique=True)
    digest = models.CharField(max_length=64)
    value_on = models.DateField(_("value date"))
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    text = models.ForeignKey(
        "decisions.Text", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    provision = models.ForeignKey(
        "decisions.Provision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    tx = models.BigIntegerField(default=0, editable=False)

    objects = JournalQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("journal")
        verbose_name_plural = _("journals")
        indexes = [
            # Whether the ledger grew since figures of it were read.
            models.Index(fields=["tx"], name="finance_journal_tx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="finance_journal_known_kind",
                condition=Q(kind__in=JournalKind.values, book__in=Book.values),
            ),
            models.CheckConstraint(
                name="finance_journal_reversal_names_its_journal",
                condition=Q(kind=JournalKind.REVERSAL, reverses__isnull=False)
                | (~Q(kind=JournalKind.REVERSAL) & Q(reverses=None)),
            ),
            models.CheckConstraint(
                name="finance_journal_written_off_by_decision",
                condition=~Q(kind__in=[JournalKind.WRITE_OFF, JournalKind.ADJUSTMENT])
                | Q(text__isnull=False),
            ),
        ]
        triggers = [
            *append_only("append_only"),
            pgtrigger.Trigger(
                name="opened",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=OPENED,
            ),
            balanced("has_entries", "NEW.id"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class EntryQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """As their journals."""
        return self.filter(journal__book__in=seen_books(viewer))


class Entry(models.Model):
    """So many cents in one account: a debit when positive, a credit when negative.

    The other columns say of whom and of what, so that every balance is a sum of entries.
    """

    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="entries")
    account = models.CharField(_("account"), max_length=14, choices=Account)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    cents = models.BigIntegerField(_("cents"))
    party = models.ForeignKey(
        "members.Party", on_delete=models.PROTECT, null=True, related_name="entries"
    )
    assessment = models.ForeignKey(
        "finance.Assessment", on_delete=models.PROTECT, null=True, related_name="entries"
    )
    receipt = models.ForeignKey(
        "finance.Receipt", on_delete=models.PROTECT, null=True, related_name="entries"
    )
    budget = models.ForeignKey(
        "finance.Budget", on_delete=models.PROTECT, null=True, related_name="entries"
    )
    line = models.ForeignKey(
        "finance.LineKind", on_delete=models.PROTECT, null=True, related_name="entries"
    )
    case = models.ForeignKey(
        "finance.FundCase", on_delete=models.PROTECT, null=True, related_name="entries"
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [
            # What the reserve fund holds, asked before each reservation.
            models.Index(
                fields=["account"],
                condition=Q(account__in=[Account.FUND_CASH, Account.FUND_RESERVED]),
                name="finance_entry_of_the_fund",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="finance_entry_says_something",
                condition=~Q(cents=0)
                & Q(account__in=Account.values, currency__regex=r"^[A-Z]{3}$"),
            ),
            models.CheckConstraint(
                name="finance_entry_owed_for_an_assessment",
                condition=~Q(
                    account__in=[Account.RECEIVABLE, Account.INCOME, Account.WRITTEN_OFF]
                )
                | Q(party__isnull=False, assessment__isnull=False),
            ),
            models.CheckConstraint(
                name="finance_entry_credit_of_a_receipt",
                condition=~Q(account=Account.CREDIT)
                | Q(party__isnull=False, receipt__isnull=False),
            ),
            models.CheckConstraint(
                name="finance_entry_spent_on_a_line",
                condition=~Q(account=Account.EXPENSE)
                | Q(budget__isnull=False, line__isnull=False),
            ),
            models.CheckConstraint(
                name="finance_entry_reserved_for_a_case",
                condition=~Q(account=Account.FUND_RESERVED) | Q(case__isnull=False),
            ),
        ]
        triggers = [
            *append_only("append_only"),
            pgtrigger.Trigger(
                name="with_its_journal",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=SAME_TRANSACTION,
            ),
            balanced("balanced", "NEW.journal_id"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.cents}"
