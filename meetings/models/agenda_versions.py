"""What of an agenda was circulated, what came back, and what waits for the next one."""

from datetime import datetime, timedelta
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import ZONE_OF_RECORD, Role, Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import kept_whole
from meetings.models.agenda import (
    INSIDERS,
    AgendaItem,
    closed_doors_open_to,
)
from meetings.models.bodies import Body
from meetings.models.meetings import Meeting
from members.models import Party
from members.models.history import history


class Door(models.TextChoices):
    """Which of the two agendas of a meeting a version is of."""

    OPEN = "open", _("open agenda")
    CLOSED = "closed", _("agenda of the closed-door session")


class VersionKind(models.TextChoices):
    """How far an agenda had come."""

    PRELIMINARY = "preliminary", _("preliminary version")
    FINAL = "final", _("final version")


class AgendaVersionQuerySet(models.QuerySet["AgendaVersion"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """A version is for whom it was circulated to; published, for anybody.

        Members and the Secretariat read every open one; that of the closed-door session is
        its circle's alone (001:376, 001:378).
        """
        known = Q(
            published_at__lte=viewer.at, meeting__in=Meeting.objects.visible_to(viewer)
        )
        if viewer.has(*INSIDERS):
            known = Q()
        elif viewer.party_id is not None and not viewer.has(Role.ADMINISTRATOR):
            sent = AgendaVersion.circulated_to.through.objects.filter(party=viewer.party_id)
            known |= Q(pk__in=sent.values("agendaversion"))
        return self.filter(
            Q(known, door=Door.OPEN)
            | Q(door=Door.CLOSED, meeting__in=closed_doors_open_to(viewer))
        )


class AgendaVersion(models.Model):
    """The agenda as it stood when it was circulated. Nothing of it changes but its publication.

    ``items`` is the agenda as JSON, in order and numbered; ``comments_until`` is excluded.
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="agenda_versions"
    )
    door = models.CharField(_("agenda"), max_length=6, choices=Door, default=Door.OPEN)
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=12, choices=VersionKind)
    items = models.JSONField()
    note_es = models.TextField(_("note (Spanish)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    comments_until = models.DateTimeField(_("comments until"), null=True, blank=True)
    circulated_at = models.DateTimeField(_("circulated"))
    circulated_by = models.CharField(_("circulated by"), max_length=200, blank=True)
    circulated_to = models.ManyToManyField(Party, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    note = Bilingual()

    objects = AgendaVersionQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "door", "-number"]
        verbose_name = _("version of an agenda")
        verbose_name_plural = _("versions of agendas")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "door", "number"], name="meetings_agendaversion_once"
            ),
            models.CheckConstraint(
                name="meetings_agendaversion_known_door_and_kind",
                condition=Q(door__in=Door.values, kind__in=VersionKind.values),
            ),
            models.CheckConstraint(
                name="meetings_agendaversion_only_the_open_final_is_published",
                condition=Q(published_at=None) | Q(door=Door.OPEN, kind=VersionKind.FINAL),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="as_circulated", exclude=["published_at"]),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            kept_whole("kept_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.door} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse(
            "meetings:agenda-version", args=[self.meeting.symbol, self.door, self.number]
        )

    @property
    def is_final(self) -> bool:
        return self.kind == VersionKind.FINAL

    @property
    def comments_close(self) -> datetime | None:
        """The cut-off as people say it: midnight is 23:59 of the day before, in San José."""
        until = self.comments_until
        if until is None:
            return None
        local = until.astimezone(ZONE_OF_RECORD)
        at_midnight = (local.hour, local.minute) == (0, 0)
        return until - timedelta(minutes=1) if at_midnight else until

    def takes_comments_at(self, at: datetime) -> bool:
        """Whether its cut-off has not passed at ``at`` (excluded)."""
        return self.comments_until is not None and at < self.comments_until


class Treatment(models.TextChoices):
    """What became of a comment."""

    TAKEN_UP = "taken_up", _("taken up")
    NOT_TAKEN_UP = "not_taken_up", _("not taken up")
    NOTED = "noted", _("noted")


class AgendaCommentQuerySet(models.QuerySet["AgendaComment"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Members and the Secretariat read all that they may know of; an observer its own."""
        known = self.filter(version__in=AgendaVersion.objects.visible_to(viewer))
        return known if viewer.has(*INSIDERS) else known.filter(party=viewer.party_id)


@history()
class AgendaComment(models.Model):
    """What a party that the version was circulated to says of an item, or of the whole."""

    version = models.ForeignKey(
        AgendaVersion, on_delete=models.PROTECT, related_name="comments"
    )
    item_number = models.CharField(_("item"), max_length=16, blank=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"))
    language = models.CharField(max_length=2, default="es")
    made_at = models.DateTimeField(_("made"))
    made_by = models.CharField(_("made by"), max_length=200)
    treatment = models.CharField(
        _("treatment"), max_length=12, choices=Treatment, blank=True
    )
    because = models.CharField(_("reason"), max_length=500, blank=True)
    treated_at = models.DateTimeField(_("treated"), null=True, blank=True)
    treated_by = models.CharField(_("treated by"), max_length=200, blank=True)

    objects = AgendaCommentQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("comment on an agenda")
        verbose_name_plural = _("comments on agendas")
        constraints = [
            models.CheckConstraint(
                name="meetings_agendacomment_treated_with_a_reason",
                condition=Q(treatment="", treated_at=None)
                | Q(treatment__in=Treatment.values, treated_at__isnull=False)
                & ~Q(because=""),
            ),
            models.CheckConstraint(
                name="meetings_agendacomment_says_something", condition=~Q(text="")
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.version_id} {self.party_id}"


class ReferredMatterQuerySet(models.QuerySet["ReferredMatter"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What is referred between governments is theirs and the Secretariat's."""
        return self if viewer.has(*INSIDERS) else self.none()

    def waiting(self) -> Self:
        """Those that no agenda has taken yet."""
        return self.filter(taken_as=None)


@history()
class ReferredMatter(models.Model):
    """A matter that something outside a meeting referred to a body: it waits for an agenda."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="referred")
    reference = models.CharField(_("reference"), max_length=60)
    title_es = models.CharField(_("title (Spanish)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    url = models.CharField(max_length=200, blank=True)
    referred_at = models.DateTimeField(_("referred"))
    taken_as = models.OneToOneField(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="matter"
    )

    title = Bilingual()

    objects = ReferredMatterQuerySet.as_manager()

    class Meta:
        ordering = ["referred_at", "pk"]
        verbose_name = _("referred matter")
        verbose_name_plural = _("referred matters")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "reference"], name="meetings_referredmatter_once"
            ),
        ]

    def __str__(self) -> str:
        return self.reference
