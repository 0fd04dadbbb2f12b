"""What a meeting leaves: its summary record, and the texts that came out of it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only
from meetings.models.agenda import INSIDERS, closed_doors_open_to
from meetings.models.agenda_versions import Door
from meetings.models.meetings import Meeting
from members.models.history import history


class SummaryRecordQuerySet(models.QuerySet["SummaryRecord"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What was said in the open part is the members' and the Secretariat's to read.

        What was said behind the closed door is its circle's alone (001:376).
        """
        closed = Q(door=Door.CLOSED, meeting__in=closed_doors_open_to(viewer))
        return self.filter(Q(door=Door.OPEN) | closed if viewer.has(*INSIDERS) else closed)


@history()
class SummaryRecord(models.Model):
    """The summary record of one part of a meeting, and which of its versions was approved.

    The open part has one, what is behind the closed door another: nothing is in both.
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="summary_records"
    )
    door = models.CharField(
        _("part of the meeting"), max_length=6, choices=Door, default=Door.OPEN
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=200, blank=True)
    approved_version = models.PositiveIntegerField(null=True, blank=True)
    began_at = models.DateTimeField(_("begun"))

    objects = SummaryRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("summary record")
        verbose_name_plural = _("summary records")
        constraints = [
            models.CheckConstraint(
                name="meetings_summaryrecord_known_door",
                condition=Q(door__in=Door.values),
            ),
            models.UniqueConstraint(
                fields=["meeting", "door"], name="meetings_summaryrecord_once_a_door"
            ),
            models.CheckConstraint(
                name="meetings_summaryrecord_approves_a_version",
                condition=Q(approved_at=None, approved_version=None)
                | Q(approved_at__isnull=False, approved_version__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting_id)

    def get_absolute_url(self) -> str:
        return reverse("meetings:results", args=[self.meeting.symbol])


class SummaryVersionQuerySet(models.QuerySet["SummaryVersion"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Whoever reads the record reads how it came about."""
        return self.filter(record__in=SummaryRecord.objects.visible_to(viewer))


class SummaryVersion(models.Model):
    """The summary record as somebody saved it. ``base`` is the version that was open."""

    record = models.ForeignKey(
        SummaryRecord, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("number"))
    base = models.PositiveIntegerField(default=0)
    text_es = models.TextField(_("text (Spanish)"), blank=True)
    text_en = models.TextField(_("text (English)"), blank=True)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    is_merged = models.BooleanField(default=False)
    is_amendment = models.BooleanField(default=False)
    saved_at = models.DateTimeField(_("saved"))
    saved_by = models.CharField(_("saved by"), max_length=200)

    text = Bilingual()

    objects = SummaryVersionQuerySet.as_manager()

    class Meta:
        ordering = ["record", "-number"]
        verbose_name = _("version of a summary record")
        verbose_name_plural = _("versions of summary records")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "number"], name="meetings_summaryversion_once"
            ),
            models.CheckConstraint(
                name="meetings_summaryversion_follows_its_base",
                condition=Q(base__lt=models.F("number")),
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.record_id} {self.number}"


class OutcomeKind(models.TextChoices):
    """What a meeting adopts or issues."""

    DECLARATION = "declaration", _("Declaration")
    DECISIONS = "decisions", _("Decisions")
    COMMUNIQUE = "communique", _("Joint communiqué")
    CONCLUSIONS = "conclusions", _("Conclusions and recommendations")
    REPORT = "report", _("Report")
    STATEMENT = "statement", _("Special statement")
    OTHER = "other", _("Other document")


class OutcomeLinkQuerySet(models.QuerySet["OutcomeLink"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Outcome texts are public with their meeting; those taken off stay on record."""
        return self.filter(
            meeting__in=Meeting.objects.visible_to(viewer), taken_off_at=None
        )


@history()
class OutcomeLink(models.Model):
    """A text that came out of a meeting: where it is read, and which source says so.

    ``symbol`` is that of a document of the library, if it is one.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(_("kind"), max_length=12, choices=OutcomeKind)
    title_es = models.CharField(_("title (Spanish)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    url = models.URLField(_("address"), max_length=300, blank=True)
    symbol = models.CharField(_("symbol in the library"), max_length=60, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=200, blank=True)
    taken_off_at = models.DateTimeField(_("taken off"), null=True, blank=True)

    title = Bilingual()

    objects = OutcomeLinkQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "pk"]
        verbose_name = _("outcome of a meeting")
        verbose_name_plural = _("outcomes of meetings")
        constraints = [
            models.CheckConstraint(
                name="meetings_outcomelink_known_kind_and_sourced",
                condition=Q(kind__in=OutcomeKind.values) & ~Q(source=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title_es
