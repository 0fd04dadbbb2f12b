"""How a body meets: who composes it, who presides, who convenes it, how often. Dated, sourced."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from meetings.models.bodies import Body
from meetings.models.dated import one_at_a_time
from meetings.rules.planning import Expectation
from members.models.parties import Precision


class Convener(models.TextChoices):
    """Who may convene the meetings of a body."""

    PRESIDENCY = "presidency", _("the presidency in office, with the Secretariat")
    HOST = "host", _("the host or co-sponsor, with the Secretariat")
    BODY = "body", _("the body itself")


class BodyRuleQuerySet(models.QuerySet["BodyRule"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """How the Conference works is public."""
        return self

    def on(self, day: date) -> Self:
        """Rules that held on ``day``."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day
        )


class BodyRule(models.Model):
    """How a body works from ``valid_from`` (included) to ``valid_until`` (excluded).

    ``per_year`` and ``half_year`` (1 or 2) are what planning expects, where a source says so.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="rules")
    composition_es = models.TextField(_("composition (Spanish)"))
    composition_en = models.TextField(_("composition (English)"))
    chair_es = models.CharField(_("who presides (Spanish)"), max_length=200, blank=True)
    chair_en = models.CharField(_("who presides (English)"), max_length=200, blank=True)
    convener = models.CharField(_("who convenes"), max_length=12, choices=Convener)
    frequency_es = models.CharField(_("how often (Spanish)"), max_length=300, blank=True)
    frequency_en = models.CharField(_("how often (English)"), max_length=300, blank=True)
    per_year = models.PositiveSmallIntegerField(_("meetings a year"), null=True, blank=True)
    half_year = models.PositiveSmallIntegerField(
        _("half of the year"), null=True, blank=True
    )
    note_es = models.TextField(_("note (Spanish)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    conflicts = models.CharField(_("contradictions"), max_length=40, blank=True)
    valid_from = models.DateField(_("from"))
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    valid_until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    composition = Bilingual()
    chair = Bilingual()
    frequency = Bilingual()
    note = Bilingual()

    objects = BodyRuleQuerySet.as_manager()

    class Meta:
        ordering = ["body", "valid_from"]
        verbose_name = _("rule of a body")
        verbose_name_plural = _("rules of bodies")
        constraints = [
            models.CheckConstraint(
                name="meetings_bodyrule_known_convener_and_half",
                condition=Q(convener__in=Convener.values)
                & (Q(half_year=None) | Q(half_year__in=[1, 2])),
            ),
            models.CheckConstraint(
                name="meetings_bodyrule_has_a_source", condition=~Q(source="")
            ),
            *one_at_a_time("meetings_bodyrule"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.valid_from}"

    @property
    def expectation(self) -> Expectation:
        """What planning expects of the body while the rule holds."""
        return Expectation(self.per_year, self.half_year, self.source)
