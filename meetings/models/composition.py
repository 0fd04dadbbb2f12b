"""Of whom a delegation consists in a forum, by date and by source; and fewer, for one meeting."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from meetings.models.meetings import Meeting
from meetings.models.participation import Forum
from members.models.history import history
from members.models.parties import Precision

# The largest delegation that any rule lets in behind closed doors: one and two (001:376).
MOST_COMPANIONS = 2


class CompositionPart(models.TextChoices):
    """Of which part of a delegation a rule speaks."""

    HEAD = "head", _("head of the delegation")
    COMPANIONS = "companions", _("companions of the head")
    REPRESENTATIVE = "representative", _("representative")
    MEMBERS = "members", _("members of the delegation")


class DelegateLevel(models.TextChoices):
    """At which level somebody comes to a meeting."""

    VICE_MINISTER = "vice_minister", _("Vice-Minister or Under-Secretary")
    DIRECTOR_MIGRATION = "director_migration", _("Director of Migration")
    DIRECTOR_CONSULAR = "director_consular", _("Director of Consular Affairs")
    HIGH_OFFICIAL = "high_official", _("high official")
    LIAISON_OFFICER = "liaison_officer", _("liaison officer")
    OTHER = "other", _("other")


class CompositionRuleQuerySet(models.QuerySet["CompositionRule"]):
    def in_force(self, on: date) -> Self:
        """Rules that hold on the day ``on``."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on),
            Q(valid_until=None) | Q(valid_until__gt=on),
        )


class CompositionRule(models.Model):
    """Who makes up a delegation in a forum, how many, since when and which source says so.

    A rule that ``binds`` limits what may be registered; another is shown, and departing
    from it is a warning. Without ``levels`` it says nothing of them; without ``number``,
    nothing of how many. ``valid_until`` is excluded.
    """

    forum = models.CharField(_("where"), max_length=20, choices=Forum)
    part = models.CharField(_("of whom"), max_length=16, choices=CompositionPart)
    levels = ArrayField(
        models.CharField(max_length=20, choices=DelegateLevel), blank=True, default=list
    )
    number = models.PositiveSmallIntegerField(_("how many"), null=True, blank=True)
    binds = models.BooleanField(_("it limits"))
    text_es = models.CharField(_("rule (Spanish)"), max_length=300)
    text_en = models.CharField(_("rule (English)"), max_length=300)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    valid_until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120)
    conflicts = models.CharField(_("contradictions"), max_length=40, blank=True)

    text = Bilingual()

    objects = CompositionRuleQuerySet.as_manager()

    class Meta:
        ordering = ["forum", "pk"]
        verbose_name = _("rule of composition")
        verbose_name_plural = _("rules of composition")
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "part", "valid_from"],
                nulls_distinct=False,
                name="meetings_compositionrule_once",
            ),
            models.CheckConstraint(
                name="meetings_compositionrule_known_case",
                condition=Q(forum__in=Forum.values, part__in=CompositionPart.values)
                & ~Q(source="")
                & ~Q(text_es=""),
            ),
            models.CheckConstraint(
                name="meetings_compositionrule_ends_after_it_begins",
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum} {self.part} {self.number}"


class CompositionLimitQuerySet(models.QuerySet["CompositionLimit"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Whoever may know of the meeting knows how many may come."""
        return self.filter(meeting__in=Meeting.objects.visible_to(viewer))


@history()
class CompositionLimit(models.Model):
    """Fewer companions than the rule allows, at one meeting: the presidency's decision."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="composition_limits"
    )
    forum = models.CharField(_("where"), max_length=20, choices=Forum)
    number = models.PositiveSmallIntegerField(_("companions at most"))
    reason = models.CharField(_("reason"), max_length=300)
    set_at = models.DateTimeField(_("set on"))
    set_by = models.CharField(_("set by"), max_length=200)

    objects = CompositionLimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("limit on a delegation")
        verbose_name_plural = _("limits on delegations")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "forum"], name="meetings_compositionlimit_once"
            ),
            models.CheckConstraint(
                name="meetings_compositionlimit_fewer_and_reasoned",
                condition=Q(forum=Forum.VM_CLOSED, number__lte=MOST_COMPANIONS)
                & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.forum} {self.number}"
