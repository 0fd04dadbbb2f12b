"""Meetings held, and meetings to come."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from meetings.models.bodies import Body, BodyKind
from meetings.rules import Days
from members.models import Party
from members.models.parties import Precision


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, viewer: Viewer) -> "MeetingQuerySet":
        """What has begun is public; what is to come, for whoever holds a role."""
        return self.filter(starts_on__lte=viewer.on) if viewer.is_public else self

    def vice_ministerial(self) -> "MeetingQuerySet":
        """Meetings of the Vice-Ministers."""
        return self.filter(body__kind=BodyKind.VICE_MINISTERIAL)


class Meeting(models.Model):
    """One meeting of a body.

    Both days are included, as people say them. Known to the month or the year only, the
    meeting falls somewhere among them, and ``precision`` says so.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    ordinal = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    host = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings_hosted",
    )
    city_es = models.CharField(_("city (Spanish)"), max_length=80, blank=True)
    city_en = models.CharField(_("city (English)"), max_length=80, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    source = models.CharField(_("source"), max_length=120, blank=True)
    is_demonstration = models.BooleanField(
        _("invented for a demonstration"), default=False, editable=False
    )

    city = Bilingual()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-ordinal"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "ordinal"], name="meetings_meeting_ordinal_once"
            ),
            models.CheckConstraint(
                name="meetings_meeting_ends_not_before_it_begins",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="meetings_meeting_known_precision",
                condition=Q(precision__in=Precision.values),
            ),
            models.CheckConstraint(
                name="meetings_meeting_has_source_or_is_demonstration",
                condition=Q(is_demonstration=True) | ~Q(source=""),
            ),
        ]
        indexes = [
            # Which meeting of a body is in session, or comes next.
            models.Index(fields=["body", "starts_on"], name="meetings_meeting_of_body"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.ordinal or ''} {self.starts_on:%Y}"

    @property
    def days(self) -> Days:
        """The days of the meeting, as the rules take them."""
        return Days(self.starts_on, self.ends_on, self.precision == Precision.DAY)
