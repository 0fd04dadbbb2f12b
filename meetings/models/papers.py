"""The documents of a meeting, and the packs of them that delegations take along."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.models import kept_whole
from crm_portal.library.models import HASH, Document, DocumentRevision, Level
from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting, Session
from members.models import Party

PACKED = (Level.PUBLIC, Level.CIRCULATION, Level.MEMBERS, Level.PARTICIPANTS)


class MeetingPaperQuerySet(models.QuerySet["MeetingPaper"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Return the papers whose meeting exists for ``viewer``, and whose document does."""
        return self.filter(
            meeting__in=Meeting.objects.visible_to(viewer).values("pk"),
            document__in=Document.objects.visible_to(viewer).values("pk"),
            detached_at=None,
        )

    def there(self) -> Self:
        """Those that were not taken off."""
        return self.filter(detached_at=None)

    def in_order(self) -> Self:
        """By session as they sit, then by place; what is of no session comes last."""
        return self.order_by(
            F("session__starts_at").asc(nulls_last=True), "session", "position", "pk"
        )


class MeetingPaper(models.Model):
    """A document among the papers of a meeting, of one session and one item if it is theirs.

    Nothing of it changes but that it is taken off, which stays on record.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="papers"
    )
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="papers"
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="meeting_papers"
    )
    position = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    detached_at = models.DateTimeField(_("taken off"), null=True, blank=True)
    detached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = MeetingPaperQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "position", "pk"]
        verbose_name = _("paper of a meeting")
        verbose_name_plural = _("papers of a meeting")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "document"],
                condition=Q(detached_at=None),
                name="meetings_meetingpaper_once",
            ),
            models.CheckConstraint(
                name="meetings_meetingpaper_taken_off_by_somebody",
                condition=Q(detached_at=None, detached_by=None)
                | Q(detached_at__isnull=False, detached_by__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="as_added", exclude=["detached_at", "detached_by"]),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            kept_whole("papers_kept_whole"),
        ]

    def __str__(self) -> str:
        return f"paper {self.pk} of meeting {self.meeting_id}"


class PackForm(models.TextChoices):
    """What a pack is: files in folders, or one document with bookmarks."""

    ZIP = "zip", _("ZIP")
    PDF = "pdf", _("PDF")


class PackFile(models.Model):
    """A pack under its own hash, in pieces. A copy: it goes when its time has passed."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("file of a pack")
        verbose_name_plural = _("files of packs")
        constraints = [
            models.CheckConstraint(
                name="meetings_packfile_hash_is_hex", condition=Q(sha256__regex=HASH)
            )
        ]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.sha256

    def read(self) -> Iterator[bytes]:
        """Yield the bytes, one piece in memory at a time."""
        for pk in self.pieces.order_by("position").values_list("pk", flat=True):
            yield bytes(PackPiece.objects.values_list("content", flat=True).get(pk=pk))


class PackPiece(models.Model):
    """Some megabytes of a pack."""

    file = models.ForeignKey(
        PackFile, on_delete=models.CASCADE, db_column="sha256", related_name="pieces"
    )
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = _("piece of a pack")
        verbose_name_plural = _("pieces of packs")
        constraints = [
            models.UniqueConstraint(
                fields=["file", "position"], name="meetings_packpiece_once"
            )
        ]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.file_id} {self.position}"


class PackJobQuerySet(models.QuerySet["PackJob"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Return the packs of ``viewer``'s delegation; their contents are asked apart."""
        if viewer.party_id is None or viewer.is_public:
            return self.none()
        return self.filter(
            party=viewer.party_id,
            meeting__in=Meeting.objects.visible_to(viewer).values("pk"),
        )

    def published(self) -> Self:
        """Return those that are ready and for everybody; their contents are asked apart."""
        return self.filter(state=PackJob.State.DONE, published_at__isnull=False)

    def due(self, at: datetime) -> Self:
        """Return those to be made now, that nobody is making."""
        free = Q(lease_until=None) | Q(lease_until__lt=at)
        return self.filter(free, state=PackJob.State.ASKED, next_try_at__lte=at)


class PackJob(models.Model):
    """A pack that was asked for, made afterwards by a worker, and kept for some days.

    ``contents`` are the keys of the files that whoever asked could see then, in order;
    ``fingerprint`` makes the same order one. ``done`` of ``total`` files are in it so far.
    One of public documents may be published: it is then anybody's, and is kept.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("being prepared")
        DONE = "done", _("ready")
        FAILED = "failed", _("could not be prepared")
        GONE = "gone", _("no longer kept")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(_("audience"), max_length=12, choices=Level)
    language = models.CharField(
        _("language"), max_length=2, choices=[("es", _("Spanish")), ("en", _("English"))]
    )
    form = models.CharField(_("form"), max_length=3, choices=PackForm)
    contents = models.JSONField()
    fingerprint = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=6, choices=State, default=State.ASKED, editable=False
    )
    total = models.PositiveIntegerField(_("documents"))
    done = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_by = models.UUIDField(null=True)
    error = models.CharField(_("error"), max_length=500, blank=True)
    file = models.ForeignKey(
        PackFile, on_delete=models.PROTECT, null=True, db_column="sha256", related_name="+"
    )
    made_at = models.DateTimeField(_("made"), null=True)
    published_at = models.DateTimeField(_("published"), null=True)

    objects = PackJobQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("pack of a meeting")
        verbose_name_plural = _("packs of a meeting")
        constraints = [
            models.CheckConstraint(
                name="meetings_packjob_done_has_file",
                condition=Q(state="done", file__isnull=False, made_at__isnull=False)
                | (~Q(state="done") & Q(file=None)),
            ),
            models.CheckConstraint(
                name="meetings_packjob_level_is_packed", condition=Q(level__in=PACKED)
            ),
            models.CheckConstraint(
                name="meetings_packjob_published_is_public",
                condition=Q(published_at=None) | Q(level=Level.PUBLIC),
            ),
        ]
        indexes = [
            # What the sweep reads at every tick.
            models.Index(
                fields=["next_try_at"],
                condition=Q(state="asked"),
                name="meetings_packjob_due",
            ),
        ]

    def __str__(self) -> str:
        return f"pack {self.pk} of meeting {self.meeting_id}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:pack-file", args=[self.meeting.symbol, self.pk])

    def readable_by(self, viewer: Viewer) -> bool:
        """Say whether ``viewer`` may know, now, every file that is in it."""
        visible: Any = DocumentRevision.objects.visible_to(viewer).readable()
        seen: int = visible.filter(pk__in=self.contents).count()
        return seen == len(self.contents)

    @property
    def file_name(self) -> str:
        return f"{self.meeting.symbol}-{self.level}-{self.language}.{self.form}"
