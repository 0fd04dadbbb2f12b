"""Budgets of any period: versions that never change, dated lines, and the acts on them."""

from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only
from finance.models.marks import is_invented
from finance.models.seen import ContributionsQuerySet
from finance.rules.budgets import Period
from finance.states import IN_FORCE, BudgetState, BudgetStep
from members.models.history import history

USER = settings.AUTH_USER_MODEL
NO_DELETE = pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)


class LineKindQuerySet(ContributionsQuerySet):
    def at(self, on: date) -> Self:
        """Return the lines that a budget which begins ``on`` is written in."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)


@history()
class LineKind(models.Model):
    """A line that budgets are broken down into, while it is used (001:476)."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name_es = models.CharField(_("name (Spanish)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120)

    name = Bilingual()

    objects = LineKindQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [
            models.CheckConstraint(
                name="finance_linekind_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
        ]
        triggers = [NO_DELETE]

    def __str__(self) -> str:
        return self.code


class BudgetQuerySet(ContributionsQuerySet):
    def in_force(self) -> Self:
        """Return the budgets that the Vice-Ministers approved."""
        return self.filter(state__in=IN_FORCE)


@history()
class Budget(models.Model):
    """What the Secretariat is to spend from a day to a day, both included (001:470).

    Its figures are those of its last version. Approved periods never overlap; they may
    leave gaps.
    """

    reference = models.SlugField(_("reference"), max_length=40, unique=True)
    label_es = models.CharField(_("name (Spanish)"), max_length=120)
    label_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=BudgetState,
        default=BudgetState.DRAFT,
        editable=False,
    )
    is_demonstration = models.BooleanField(default=is_invented, editable=False)

    label = Bilingual()

    objects = BudgetQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        constraints = [
            models.CheckConstraint(
                name="finance_budget_known_state",
                condition=Q(state__in=BudgetState.values),
            ),
            models.CheckConstraint(
                name="finance_budget_ends_after_it_begins",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
            ExclusionConstraint(
                name="finance_budget_periods_do_not_overlap",
                expressions=[
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            Value("[]"),
                            function="daterange",
                        ),
                        RangeOperators.OVERLAPS,
                    )
                ],
                condition=Q(state__in=IN_FORCE),
            ),
        ]
        triggers = [NO_DELETE]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("finance:budget", args=[self.reference])

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)

    @property
    def current(self) -> "BudgetVersion":
        """Return the version whose figures hold: the last."""
        version: BudgetVersion = self.versions.order_by("-number")[0]
        return version


class BudgetVersion(models.Model):
    """A budget's figures as they were drafted or amended; never changed, only followed."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    total_cents = models.BigIntegerField(_("total in cents of USD"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ContributionsQuerySet.as_manager()

    class Meta:
        ordering = ["budget", "number"]
        verbose_name = _("version of a budget")
        verbose_name_plural = _("versions of a budget")
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "number"], name="finance_budgetversion_number_once"
            ),
            models.CheckConstraint(
                name="finance_budgetversion_total_is_not_negative",
                condition=Q(total_cents__gte=0),
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.budget_id} v{self.number}"


class BudgetLine(models.Model):
    """What one version gives to one line, in cents."""

    version = models.ForeignKey(
        BudgetVersion, on_delete=models.PROTECT, related_name="lines"
    )
    kind = models.ForeignKey(LineKind, on_delete=models.PROTECT, related_name="lines")
    cents = models.BigIntegerField(_("cents"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ContributionsQuerySet.as_manager()

    class Meta:
        ordering = ["version", "kind__order", "kind_id"]
        verbose_name = _("line of a budget")
        verbose_name_plural = _("lines of a budget")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind"], name="finance_budgetline_once"
            ),
            models.CheckConstraint(
                name="finance_budgetline_is_not_negative", condition=Q(cents__gte=0)
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind_id}"


class BudgetAct(models.Model):
    """A step that a budget took: when, by which text of which body, recorded by whom."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="acts")
    version = models.ForeignKey(BudgetVersion, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(_("step"), max_length=12, choices=BudgetStep)
    decided_on = models.DateField(_("decided on"))
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
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ContributionsQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("act on a budget")
        verbose_name_plural = _("acts on a budget")
        constraints = [
            models.CheckConstraint(
                name="finance_budgetact_approved_by_a_decision",
                condition=~Q(step__in=[BudgetStep.APPROVE, BudgetStep.AMEND])
                | Q(text__isnull=False),
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.budget_id} {self.step}"
