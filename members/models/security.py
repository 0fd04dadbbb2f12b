"""What an account's holder chose, and what officers do about an account: nothing is deleted."""

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from members.models.accounts import User

OFFICE = (Role.SECRETARIAT, Role.ADMINISTRATOR)


class NotificationSettings(models.Model):
    """When what is not formal may be written to somebody; hours of their capital's clock."""

    user = models.OneToOneField(
        User, on_delete=models.PROTECT, primary_key=True, related_name="notification"
    )
    digest_hour = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("notification settings")
        verbose_name_plural = _("notification settings")
        constraints = [
            models.CheckConstraint(
                name="members_notification_hours",
                condition=Q(digest_hour=None) | Q(digest_hour__lt=24),
            ),
            models.CheckConstraint(
                name="members_notification_quiet",
                condition=Q(quiet_from=None, quiet_until=None)
                | (
                    Q(quiet_from__lt=24, quiet_until__lt=24)
                    & ~Q(quiet_from=F("quiet_until"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class AddressChangeQuerySet(models.QuerySet["AddressChange"]):
    def pending_of(self, user: User) -> "AddressChange | None":
        """The last change asked for, if it still waits to be confirmed."""
        change = self.filter(user=user).order_by("-id").first()
        return change if change and change.confirmed_at is None else None


class AddressChange(models.Model):
    """A new address for an account: asked by the party, kept once its reader confirms it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="address_changes")
    old_email = models.EmailField(_("old address"), max_length=254)
    new_email = models.EmailField(_("new address"), max_length=254)
    reason = models.CharField(_("reason"), max_length=250)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.user_id} {self.new_email}"


class RecoveryQuerySet(models.QuerySet["Recovery"]):
    def open(self, at: datetime) -> "RecoveryQuerySet":
        """Cases that may still be approved at ``at`` (their end is exclusive)."""
        return self.filter(closed_at=None, expires_at__gt=at)

    def visible_to(self, viewer: Viewer) -> "RecoveryQuerySet":
        """The officers see every case; nobody else sees any."""
        return self.all() if viewer.has(*OFFICE) else self.none()


class Recovery(models.Model):
    """A lost second factor: one officer opens the case, another approves it, or nobody does.

    ``closed_at`` ends a case: with ``approved_by`` the factors were removed, without it
    the case was dismissed. The database itself refuses a case decided by one person.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recoveries")
    asked_by = models.CharField(_("who asked, and how"), max_length=250)
    call_back = models.CharField(_("how the person was called back"), max_length=500)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("recovery of an account")
        verbose_name_plural = _("recoveries of accounts")
        constraints = [
            models.CheckConstraint(
                name="members_recovery_takes_two",
                condition=~Q(opened_by=F("user"))
                & (
                    Q(approved_by=None)
                    | (~Q(approved_by=F("opened_by")) & ~Q(approved_by=F("user")))
                ),
            ),
            models.CheckConstraint(
                name="members_recovery_approved_in_time",
                condition=Q(approved_by=None)
                | Q(
                    closed_at__isnull=False,
                    closed_at__gte=F("opened_at"),
                    closed_at__lt=F("expires_at"),
                ),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(closed_at=None),
                name="members_recovery_one_open_case",
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.user_id} {self.opened_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("members:recovery", args=[self.pk])
