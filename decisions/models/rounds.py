"""Rounds of a consultation: whom they ask, until when, and how that instant was computed."""

from datetime import datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.models import append_only
from crm_portal.core.zone_of_record import is_midnight
from decisions.models.consultations import Consultation
from decisions.models.versions import TextVersion
from members.models import Institution, Party


class RoundStatus(models.TextChoices):
    OPEN = "open", _("open")
    SUSPENDED = "suspended", _("suspended")
    EXPIRED = "expired", _("expired")
    VOID = "void", _("void: distributed again")
    ENDED = "ended", _("ended without expiring")


class RoundQuerySet(models.QuerySet["Round"]):
    def due(self, at: datetime) -> "RoundQuerySet":
        """Open rounds whose bound has been reached at ``at``."""
        return self.filter(status=RoundStatus.OPEN, closes_at__lte=at)

    def to_remind(self, at: datetime) -> "RoundQuerySet":
        """Open rounds whose bound lies ahead and whose next reminder has come."""
        return self.filter(
            status=RoundStatus.OPEN, closes_at__gt=at, next_reminder_at__lte=at
        )


@pghistory.track()
class Round(models.Model):
    """One asking of all members on one frozen text.

    ``starts_at`` is when the clock starts (None while a translation is awaited);
    ``closes_at`` is the exclusive bound in force.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="rounds"
    )
    number = models.PositiveSmallIntegerField()
    version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="+")
    sponsor = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    business_days = models.PositiveSmallIntegerField()
    distributed_at = models.DateTimeField()
    distributed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    starts_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=10, choices=RoundStatus, default=RoundStatus.OPEN)
    expired_at = models.DateTimeField(null=True)
    next_reminder_at = models.DateTimeField(null=True)
    confirmations = models.JSONField(default=dict)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "number"]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="decisions_round_number_once"
            ),
            models.UniqueConstraint(
                fields=["consultation"],
                condition=Q(status__in=[RoundStatus.OPEN, RoundStatus.SUSPENDED]),
                name="decisions_round_one_live",
            ),
            models.CheckConstraint(
                name="decisions_round_started_has_bound",
                condition=Q(starts_at=None, closes_at=None)
                | Q(starts_at__isnull=False, closes_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="decisions_round_bound_is_a_midnight_of_record",
                condition=Q(closes_at=None) | Q(is_midnight("closes_at")),
            ),
            models.CheckConstraint(
                name="decisions_round_expired_not_before_bound",
                condition=Q(expired_at=None) | Q(expired_at__gte=F("closes_at")),
            ),
        ]
        indexes = [
            # What the sweep reads at every tick.
            models.Index(
                fields=["closes_at"],
                condition=Q(status=RoundStatus.OPEN),
                name="decisions_round_due",
            ),
            # Which open rounds have a reminder to owe.
            models.Index(
                fields=["next_reminder_at"],
                condition=Q(status=RoundStatus.OPEN, next_reminder_at__isnull=False),
                name="decisions_round_reminder",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="bound_never_moves_back",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("closes_at"),
                condition=pgtrigger.Q(old__closes_at__isnull=False),
                func="""
                    IF NEW.closes_at IS NULL OR NEW.closes_at < OLD.closes_at THEN
                        RAISE EXCEPTION 'a published term is never shortened';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} #{self.number}"


class Consulted(models.Model):
    """A member asked in a round, with its official voice when the round began."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="consulted")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["round", "party__order", "party_id"]
        verbose_name = _("consulted member")
        verbose_name_plural = _("consulted members")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "party"], name="decisions_consulted_once"
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.round_id} {self.party_id}"


class ComputationCause(models.TextChoices):
    """Why a deadline was computed."""

    DISTRIBUTION = "distribution", _("distribution")
    TRANSLATION = "translation", _("translation available")
    EXTENSION = "extension", _("extension")
    RESUMPTION = "resumption", _("resumption")
    CLOSURE = "closure", _("change of a calendar")
    OUTAGE = "outage", _("the portal was unavailable")


class DeadlineComputation(models.Model):
    """One computation of a round's deadline with all that went into it. The last one rules."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="computations")
    cause = models.CharField(max_length=14, choices=ComputationCause)
    reason = models.TextField(blank=True)
    result = models.JSONField()
    closes_at = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["round", "id"]
        verbose_name = _("deadline computation")
        verbose_name_plural = _("deadline computations")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.round_id} {self.cause}"


class Extension(models.Model):
    """More business days for every member, once a round, granted before it ends (P12)."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="extension")
    business_days = models.PositiveSmallIntegerField(_("business days"))
    reason = models.TextField(_("reason"))
    requested_by = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        constraints = [
            models.CheckConstraint(
                name="decisions_extension_one_to_five",
                condition=Q(business_days__range=(1, 5)),
            )
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.round_id} +{self.business_days}"


@pghistory.track()
class Suspension(models.Model):
    """The clock of a round stopped by force majeure, until it is resumed (P13)."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="suspensions")
    reason = models.TextField(_("reason"))
    suspended_at = models.DateTimeField()
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    resumed_at = models.DateTimeField(null=True)
    resumed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["round", "suspended_at"]
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(resumed_at=None),
                name="decisions_suspension_one_at_a_time",
            ),
            models.CheckConstraint(
                name="decisions_suspension_ends_after_it_begins",
                condition=Q(resumed_at=None) | Q(resumed_at__gte=F("suspended_at")),
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.round_id} {self.suspended_at:%Y-%m-%d}"
