"""Webhooks: other systems that are told what becomes public, and what each was told."""

from datetime import datetime, timedelta
from typing import Self
from urllib.parse import urlsplit

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.core.access import Viewer
from crm_portal.core.models import append_only
from crm_portal.library import rules

TEST = "test"
WORRIES_AFTER = timedelta(days=1)


class WebhookState(models.TextChoices):
    """Whether a system is told. One that was ended stays on record, without its secret."""

    ACTIVE = "active", pgettext_lazy("webhook", "active")
    PAUSED = "paused", pgettext_lazy("webhook", "paused")
    ENDED = "ended", pgettext_lazy("webhook", "ended")


class PauseReason(models.TextChoices):
    """Why nothing is sent."""

    NONE = "", ""
    PERSON = "person", _("somebody paused it")
    FAILING = "failing", _("nothing arrived for days")
    GONE = "gone", _("the receiver said that it is gone (410)")


class Outcome(models.TextChoices):
    """What became of the last attempt."""

    NONE = "", ""
    ACCEPTED = "accepted", _("received")
    STATUS = "status", _("the receiver answered with another status")
    TIMEOUT = "timeout", _("no answer in time")
    UNREACHABLE = "unreachable", _("no connection")
    TLS = "tls", _("its certificate does not hold")
    GARBLED = "garbled", _("an answer that is not HTTP")
    FORBIDDEN = "forbidden", _("its name leads to an address that is not public")
    SEALED = "sealed", _("the key that opens its secret is not here")
    FAULT = "fault", _("the portal could not write it")
    NOT_PUBLIC = "not_public", _("not public any more: not sent")


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The Secretariat keeps them; nobody else knows of any."""
        return self if rules.keeps_webhooks(viewer) else self.none()

    def told_of(self, event: str) -> Self:
        """Return those that are told of ``event`` now."""
        return self.filter(state=WebhookState.ACTIVE, events__contains=[event])

    def in_trouble(self, at: datetime) -> Self:
        """Return those that the portal paused by itself, and those that fail since a day."""
        stopped = Q(paused_for__in=[PauseReason.FAILING, PauseReason.GONE])
        failing = Q(state=WebhookState.ACTIVE, failing_since__lte=at - WORRIES_AFTER)
        return self.filter(stopped | failing)


class Webhook(models.Model):
    """A system that is told: where, of what, and the sealed secret that signs what is sent.

    After a rotation the old secret signs beside the new one until ``old_until`` (excluded).
    ``failing_since`` is the first of the failures that no success followed; nothing is sent
    before ``rests_until``.
    """

    name = models.CharField(_("who is told"), max_length=120)
    address = models.CharField(_("address"), max_length=500)
    contact = models.EmailField(_("who answers for it"), blank=True)
    events = ArrayField(models.CharField(max_length=40), verbose_name=_("events"))
    secret = models.TextField(editable=False)
    old_secret = models.TextField(blank=True, editable=False)
    old_until = models.DateTimeField(null=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=6,
        choices=WebhookState,
        default=WebhookState.ACTIVE,
        editable=False,
    )
    paused_for = models.CharField(
        max_length=8, choices=PauseReason, blank=True, editable=False
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(editable=False)
    state_since = models.DateTimeField(editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    rests_until = models.DateTimeField(null=True, editable=False)
    succeeded_at = models.DateTimeField(null=True, editable=False)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.CheckConstraint(
                name="library_webhook_known_words",
                condition=Q(
                    state__in=WebhookState.values, paused_for__in=PauseReason.values
                ),
            ),
            models.CheckConstraint(
                name="library_webhook_paused_for_a_reason",
                condition=Q(state=WebhookState.PAUSED) ^ Q(paused_for=""),
            ),
            models.CheckConstraint(
                name="library_webhook_ended_keeps_no_secret",
                condition=Q(state=WebhookState.ENDED, secret="", old_secret="")
                | ~Q(state=WebhookState.ENDED) & ~Q(secret=""),
            ),
            models.UniqueConstraint(
                fields=["address"],
                condition=~Q(state=WebhookState.ENDED),
                name="library_webhook_address_once",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("webhooks:webhook", args=[self.pk])

    @property
    def is_ended(self) -> bool:
        return self.state == WebhookState.ENDED

    @property
    def host(self) -> str:
        """The machine; what follows it in the address may be a secret of its keeper's."""
        return urlsplit(self.address).netloc

    @property
    def secret_mark(self) -> str:
        """What tells this secret from every other, and says nothing of it."""
        return rules.sha256(self.secret)[:16]


class Announcement(models.Model):
    """Something was found to be public: noticed once, and told of under one id for ever."""

    event_id = models.UUIDField(unique=True)
    event = models.CharField(max_length=40)
    target_id = models.BigIntegerField()
    noticed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "target_id"], name="library_announcement_once"
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.event} {self.target_id}"


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    def owed(self) -> Self:
        """Return what was neither received, nor skipped, nor given up."""
        return self.filter(received_at=None, skipped_at=None, given_up_at=None)

    def due(self, at: datetime) -> Self:
        """Return what may be sent at ``at``: to whom is told, and does not rest."""
        free = Q(lease_until=None) | Q(lease_until__lt=at)
        awake = Q(webhook__rests_until=None) | Q(webhook__rests_until__lte=at)
        active = Q(webhook__state=WebhookState.ACTIVE)
        return self.owed().filter(free, awake, active, next_try_at__lte=at)


class WebhookDelivery(models.Model):
    """One announcement owed to one system, until it arrives; without one, a test.

    What is sent is written when it is sent, from what is public then.
    """

    webhook = models.ForeignKey(
        Webhook, on_delete=models.PROTECT, related_name="deliveries"
    )
    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, null=True, related_name="deliveries"
    )
    event = models.CharField(max_length=40)
    event_id = models.UUIDField()
    owed_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_by = models.UUIDField(null=True)
    tried_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    received_at = models.DateTimeField(null=True)
    skipped_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "announcement"], name="library_webhookdelivery_once"
            ),
            models.CheckConstraint(
                name="library_webhookdelivery_known_outcome",
                condition=Q(outcome__in=Outcome.values),
            ),
        ]
        indexes = [
            # What the sweep reads at every tick.
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(received_at=None, skipped_at=None, given_up_at=None),
                name="library_webhookdelivery_owed",
            ),
            # The page of one system, the latest first.
            models.Index(fields=["webhook", "-id"], name="library_webhookdelivery_of"),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.event} {self.event_id}"

    @property
    def is_owed(self) -> bool:
        return not (self.received_at or self.skipped_at or self.given_up_at)
