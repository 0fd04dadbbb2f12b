"""Plans as dated versions, their lines, and what is reported of the lines."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only
from crm_portal.library.models.documents import Document
from decisions.models.following import StatusWord
from decisions.models.register import Provision
from decisions.rules.following import plans as rules
from decisions.rules.following import powers
from members.models import Party
from members.models.history import history

USER = settings.AUTH_USER_MODEL

FROZEN = """
    IF TG_OP <> 'INSERT' AND EXISTS (
        SELECT 1 FROM decisions_planversion
         WHERE id = OLD.version_id AND approved_at IS NOT NULL
    ) OR TG_OP <> 'DELETE' AND EXISTS (
        SELECT 1 FROM decisions_planversion
         WHERE id = NEW.version_id AND approved_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the version of the plan is approved: a change makes a new one';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class PlanKindChoice(models.TextChoices):
    """What a plan is of."""

    ACTION = rules.PlanKind.ACTION.value, _("Plan of Action")
    STRATEGIC = rules.PlanKind.STRATEGIC.value, _("Strategic Plan")
    PRESIDENCY = rules.PlanKind.PRESIDENCY.value, _("work plan of the Presidency")
    NETWORK = rules.PlanKind.NETWORK.value, _("work plan of a network or working group")
    THEMATIC = rules.PlanKind.THEMATIC.value, _("thematic work plan")


class LevelChoice(models.TextChoices):
    """The levels of a plan."""

    AXIS = rules.Level.AXIS.value, _("axis")
    THEME = rules.Level.THEME.value, _("theme")
    OBJECTIVE = rules.Level.OBJECTIVE.value, _("objective")
    ACTIVITY = rules.Level.ACTIVITY.value, _("activity")
    ACTION = rules.Level.ACTION.value, _("specific action")
    INDICATOR = rules.Level.INDICATOR.value, _("indicator")
    MILESTONE = rules.Level.MILESTONE.value, _("milestone")


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Members and the Secretariat see all, everybody else what was approved."""
        if powers.may_read(viewer):
            return self
        return self.filter(versions__approved_at__isnull=False).distinct()


@history()
class Plan(models.Model):
    """A plan through all its versions."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=PlanKindChoice)
    body = models.ForeignKey(
        "meetings.Body",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
    )
    name_es = models.CharField(_("name (Spanish)"), max_length=250)
    name_en = models.CharField(_("name (English)"), max_length=250, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_demonstration = models.BooleanField(default=False, editable=False)

    name = Bilingual()

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.CheckConstraint(
                name="decisions_plan_known_kind",
                condition=Q(kind__in=PlanKindChoice.values),
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.code


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Drafts are the members' and the Secretariat's; what was approved is public."""
        if powers.may_read(viewer):
            return self
        return self.filter(approved_at__isnull=False)

    def in_force(self, on: date) -> Self:
        """Return the versions that hold on the civil day ``on``, the one in force first."""
        begun = self.filter(approved_at__isnull=False, in_force_from__lte=on)
        return begun.order_by("plan", "-in_force_from", "-number")


@history()
class PlanVersion(models.Model):
    """One version of a plan. Once its body approved it, its lines never change.

    It holds from ``in_force_from`` until another does; ``ends_on``, included, is the last
    day that it plans for. What the sources know was written by nobody here.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    begins_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    note_es = models.TextField(_("note (Spanish)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    in_force_from = models.DateField(_("in force from"), null=True, editable=False)
    approved_in = models.ForeignKey(
        "meetings.Meeting", on_delete=models.PROTECT, null=True, related_name="+"
    )
    provision = models.ForeignKey(
        Provision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    approved_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )

    note = Bilingual()

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        verbose_name = _("version of a plan")
        verbose_name_plural = _("versions of plans")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="decisions_planversion_number_once"
            ),
            models.CheckConstraint(
                name="decisions_planversion_approved_in_a_meeting",
                condition=Q(approved_at=None, in_force_from=None, approved_in=None)
                | Q(
                    approved_at__isnull=False,
                    in_force_from__isnull=False,
                    approved_in__isnull=False,
                ),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="approved",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__approved_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class PlanItem(models.Model):
    """One line of a version; ``key`` is the same in every version, ``parent`` another's key.

    ``cost`` is in cents of ``currency``; ``baseline`` and ``target`` are an indicator's, in
    ``unit``. The day a line is due is included.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="items")
    key = models.SlugField(max_length=40)
    parent = models.SlugField(max_length=40, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=LevelChoice)
    position = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(_("number"), max_length=20, blank=True)
    name_es = models.TextField(_("words (Spanish)"))
    name_en = models.TextField(_("words (English)"), blank=True)
    lead = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_items"
    )
    lead_body = models.ForeignKey(
        "meetings.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    partners = models.CharField(_("partners"), max_length=300, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    cost = models.BigIntegerField(_("cost, in cents"), null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    funding = models.CharField(_("funding"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    baseline = models.DecimalField(
        _("baseline"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    target = models.DecimalField(
        _("target"), max_digits=18, decimal_places=4, null=True, blank=True
    )

    name = Bilingual()

    class Meta:
        ordering = ["version", "position", "id"]
        verbose_name = _("line of a plan")
        verbose_name_plural = _("lines of plans")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"], name="decisions_planitem_key_once"
            ),
            models.CheckConstraint(
                name="decisions_planitem_cost_not_negative",
                condition=Q(cost=None) | Q(cost__gte=0),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=FROZEN,
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.key}"

    @property
    def ruled(self) -> rules.Item:
        """Return the line as the rules take it."""
        return rules.Item(self.key, rules.Level(self.level), self.parent)


class PlanProgressQuerySet(models.QuerySet["PlanProgress"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Members and the Secretariat read what is reported between meetings."""
        return self if powers.may_read(viewer) else self.none()

    def told_in(
        self, reports: Mapping[int, tuple[date, datetime]]
    ) -> Iterable[tuple[int, str, str]]:
        """Yield plan, key and word of what published reports told, the last said coming last.

        ``reports``: by plan, the last day told of (included) and the instant of issue, after
        which nothing that was entered is in the report.
        """
        told = Q(pk__in=())
        for plan, (until, at) in reports.items():
            told |= Q(item__version__plan=plan, reported_on__lte=until, reported_at__lte=at)
        rows = self.filter(told).exclude(word="").order_by("reported_on", "pk")
        return rows.values_list("item__version__plan", "item__key", "word")


class PlanProgress(models.Model):
    """What was reported of a line on a day: a word, or the value of an indicator."""

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="progress")
    word = models.CharField(_("status"), max_length=16, choices=StatusWord, blank=True)
    value = models.DecimalField(
        _("value"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    said_es = models.TextField(_("what was done (Spanish)"), blank=True)
    said_en = models.TextField(_("what was done (English)"), blank=True)
    reported_on = models.DateField(_("reported on"))
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("recorded"))
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    said = Bilingual()

    objects = PlanProgressQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("progress of a plan")
        verbose_name_plural = _("progress of plans")
        constraints = [
            models.CheckConstraint(
                name="decisions_planprogress_a_word_or_a_value",
                condition=~Q(word="", value=None),
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.item_id} {self.reported_on}"
