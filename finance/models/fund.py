"""Cases of the reserve fund: a number, a situation, a country, and nothing that says who.

Names, documents and health stay with IOM. A case keeps no history of itself, or erasing
it would erase nothing.
"""

import secrets
from datetime import date
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.models import append_only, kept_whole
from finance.models.ledger import Account
from finance.models.marks import is_invented
from finance.models.officers import CaseOfficer
from finance.rules.eligibility import CEILING_CENTS, Category, Reason, Requester
from finance.rules.fund import RETENTION, Side
from finance.states import ENDED, UNDECIDED, CaseState

USER = settings.AUTH_USER_MODEL
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another
LENGTH = 8


def pseudonym() -> str:
    """Return a case number that says nothing: neither whose, nor when, nor how many."""
    return "FR-" + "".join(secrets.choice(LETTERS) for _place in range(LENGTH))


class OfficersQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Case officers, and nobody else: a victim may be fleeing a government."""
        return self if CaseOfficer.objects.sides_of(viewer) else self.none()


def _sum(account: str) -> Coalesce:
    return Coalesce(
        Sum("entries__cents", filter=Q(entries__account=account)),
        0,
        output_field=models.BigIntegerField(),
    )


class CaseQuerySet(OfficersQuerySet):
    def with_money(self) -> Self:
        """Add ``reserved`` and ``paid``: cents, by the ledger of the fund."""
        return self.annotate(
            reserved=_sum(Account.FUND_RESERVED) * -1, paid=_sum(Account.FUND_CASH) * -1
        )

    def due_for_erasure(self, on: date) -> Self:
        """Return the cases that ended, or were asked for and never decided, so long before."""
        ended = Q(state__in=ENDED, ended_on__lte=on - RETENTION)
        return self.filter(ended | Q(state__in=UNDECIDED, requested_on__lte=on - RETENTION))

    def numbered(self, number: str) -> Self:
        """Return the case of that number, with what its page says of it in words."""
        return self.filter(number=number).select_related("country")

    def waiting(self) -> Self:
        """Return the cases that wait for money, in the order in which they are served."""
        return self.filter(state=CaseState.WAITING).order_by("complete_on", "pk")


class FundCase(models.Model):
    """A request to help one person return, once. ``told`` is sealed; its key is elsewhere.

    ``cents`` is what may be given: what was asked for, capped at the ceiling (001:661).
    Erased, it keeps its number and its days: a tombstone.
    """

    number = models.CharField(_("number"), max_length=12, unique=True, default=pseudonym)
    state = models.CharField(_("state"), max_length=12, choices=CaseState, editable=False)
    requester = models.CharField(
        _("asked for by"), max_length=16, choices=Requester, blank=True
    )
    country = models.ForeignKey(
        "members.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    categories = ArrayField(
        models.CharField(max_length=20, choices=Category), default=list, blank=True
    )
    reasons = ArrayField(
        models.CharField(max_length=24, choices=Reason), default=list, blank=True
    )
    needs_joint = models.BooleanField(_("takes a joint decision"), default=False)
    cents = models.BigIntegerField(_("cents"))
    is_capped = models.BooleanField(_("capped"), default=False)
    told = models.TextField(editable=False, blank=True)
    requested_on = models.DateField(_("requested on"))
    complete_on = models.DateField(_("complete on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    erased_on = models.DateField(_("erased on"), null=True, blank=True)
    is_demonstration = models.BooleanField(default=is_invented, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["requested_on", "id"]
        verbose_name = _("case of the reserve fund")
        verbose_name_plural = _("cases of the reserve fund")
        constraints = [
            models.CheckConstraint(
                name="finance_fundcase_known_state",
                condition=Q(state__in=CaseState.values),
            ),
            models.CheckConstraint(
                name="finance_fundcase_within_the_ceiling",
                condition=Q(cents__range=(0, CEILING_CENTS)),
            ),
            models.CheckConstraint(
                name="finance_fundcase_erased_says_nothing",
                condition=~Q(state=CaseState.ERASED)
                | Q(told="", country=None, requester="", categories=[], reasons=[]),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            kept_whole("kept_whole"),
            pgtrigger.Protect(
                name="erased",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=CaseState.ERASED.value),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CaseDecision(models.Model):
    """One officer's yes or no to a case, for one side, with the act that says so."""

    case = models.ForeignKey(FundCase, on_delete=models.PROTECT, related_name="decisions")
    side = models.CharField(_("for"), max_length=12, choices=Side)
    is_yes = models.BooleanField(_("yes"))
    act = models.CharField(_("act"), max_length=120)
    decided_on = models.DateField(_("decided on"))
    decided_at = models.DateTimeField(_("recorded"))
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = OfficersQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("decision on a case")
        verbose_name_plural = _("decisions on a case")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "side"], name="finance_casedecision_one_a_side"
            ),
            models.UniqueConstraint(
                fields=["case", "decided_by"], name="finance_casedecision_two_persons"
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.case_id} {self.side}"


class CaseReading(models.Model):
    """That somebody read a case, when, and what for."""

    case = models.ForeignKey(FundCase, on_delete=models.PROTECT, related_name="readings")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(_("read"))
    purpose = models.CharField(_("purpose"), max_length=200)

    objects = OfficersQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("reading of a case")
        verbose_name_plural = _("readings of cases")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id}"


class ReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Members, the Secretariat and the officers: no count in it is of fewer than five."""
        if viewer.has(Role.MEMBER, Role.SECRETARIAT) or CaseOfficer.objects.sides_of(
            viewer
        ):
            return self
        return self.none()


class FundReport(models.Model):
    """What is told of a half-year of the fund: made once, after it ended, never again."""

    starts_on = models.DateField(_("from"), unique=True)
    data = models.JSONField()
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    is_demonstration = models.BooleanField(default=is_invented, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        verbose_name = _("half-yearly report of the fund")
        verbose_name_plural = _("half-yearly reports of the fund")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.starts_on:%Y-%m}"
