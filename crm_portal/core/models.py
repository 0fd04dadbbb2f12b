"""What the kernel keeps: the trail, the notices owed, the heartbeats, the clock's offset."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


class Now(Func):
    """The clock of record as a database expression."""

    function = "core_now"
    template = "%(function)s()"
    output_field = models.DateTimeField()


def kept_whole(name: str) -> pgtrigger.Trigger:
    """Return the trigger that refuses TRUNCATE on a table."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;",
    )


def append_only(prefix: str) -> list[pgtrigger.Trigger]:
    """Return the triggers that refuse UPDATE, DELETE and TRUNCATE on a table."""
    return [
        pgtrigger.Protect(
            name=f"{prefix}_row", operation=pgtrigger.Update | pgtrigger.Delete
        ),
        kept_whole(f"{prefix}_table"),
    ]


CHAIN = """
    PERFORM pg_advisory_xact_lock(NEW.target_type_id, hashtext(NEW.target_id::text));
    SELECT hash INTO previous FROM core_auditentry
     WHERE target_type_id = NEW.target_type_id AND target_id = NEW.target_id
     ORDER BY id DESC LIMIT 1;
    NEW.previous_hash := coalesce(previous, '');
    NEW.hash := core_audit_digest(NEW.previous_hash, NEW.at, NEW.actor_id, NEW.actor_label,
        NEW.acting_as, NEW.verb, NEW.target_type_id, NEW.target_id, NEW.data);
    RETURN NEW;
"""


class AuditEntry(models.Model):
    """One act: who, as what, when, on which record. Chained by hash per record, append-only."""

    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    actor_label = models.CharField(max_length=200, blank=True)
    acting_as = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=80)
    target_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    target_id = models.BigIntegerField()
    target_label = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [
            # The history of one record, and the head of its chain.
            models.Index(
                fields=["target_type", "target_id", "-id"], name="core_auditentry_of_target"
            ),
        ]
        triggers = [
            *append_only("append_only"),
            pgtrigger.Trigger(
                name="chain",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("previous", "text")],
                func=CHAIN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_label}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def owed(self) -> "NoticeQuerySet":
        """Notices neither sent, skipped nor given up."""
        return self.filter(sent_at=None, skipped_at=None, dead_at=None)

    def unread(self) -> "NoticeQuerySet":
        """Notices that their reader did not see yet; what was not worth sending is none."""
        return self.filter(read_at=None, skipped_at=None)


class Notice(models.Model):
    """A message owed to one person: it commits with the act and is sent until it arrives.

    ``key`` is what makes it one: asking twice owes it once, and every attempt to send
    it carries the same Message-ID.
    """

    key = models.CharField(max_length=200, unique=True)
    event = models.CharField(max_length=80)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices"
    )
    target_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    target_id = models.BigIntegerField()
    data = models.JSONField(default=dict)
    owed_at = models.DateTimeField()
    stale_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_by = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)
    skipped_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    # A server refused the address for good, or somebody recorded that the mail came back.
    bounced_at = models.DateTimeField(null=True)
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=250, blank=True)
    outcome = models.TextField(blank=True)
    # Its reader opened it in the portal, or set it aside there.
    read_at = models.DateTimeField(null=True)
    # Not formal: its reader's settings have still to say when it leaves.
    waits = models.BooleanField(default=False)
    # The digest it leaves with, if it does not leave by itself.
    carrier = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="carried"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            # What the delivery reads at every tick.
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at=None, skipped_at=None, dead_at=None),
                name="core_notice_owed",
            ),
            # The notices of one record, on its history page.
            models.Index(fields=["target_type", "target_id"], name="core_notice_of_target"),
            # What one person was told of, the newest first.
            models.Index(
                fields=["recipient", "-owed_at", "-id"], name="core_notice_of_reader"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Heartbeat(models.Model):
    """The last sign of life of a component."""

    component = models.CharField(primary_key=True, max_length=60)
    beat_at = models.DateTimeField()
    version = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.component


class ClockOffset(models.Model):
    """How far a demonstration's or a test's clock stands from the database's."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    shift = models.DurationField(default=timedelta)
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "core_clock"
        verbose_name = _("clock offset")
        verbose_name_plural = _("clock offsets")
        constraints = [
            models.CheckConstraint(
                name="core_clock_single_row", condition=Q(id=F("id") * 0 + 1)
            )
        ]

    def __str__(self) -> str:
        return str(self.shift)
