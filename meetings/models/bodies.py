"""The bodies of the Conference: what stays is the body, what changes is its name."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from meetings.models.dated import one_at_a_time
from meetings.models.participation import Forum
from members.models.parties import Precision


class BodyKind(models.TextChoices):
    """What a body is to the others (001:363)."""

    VICE_MINISTERIAL = "vice_ministerial", _("Vice-Ministerial Meeting")
    GRCM = "grcm", _("Regional Consultation Group on Migration")
    NETWORK = "network", _("network of liaison officers")
    WORKING_GROUP = "working_group", _("working group")
    AD_HOC_GROUP = "ad_hoc_group", _("ad hoc group")
    TROIKA = "troika", _("Troika")
    DRAFTING_GROUP = "drafting_group", _("drafting group")
    JOINT_NETWORKS = "joint_networks", _("joint meeting of the networks")
    EVENT = "event", _("workshop, seminar or training")
    JOINT_PLENARY = "joint_plenary", _("joint plenary with another process")


class Body(models.Model):
    """An organ that meets. How it was called on a day is a ``BodyName``."""

    code = models.SlugField(_("code"), max_length=24, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    forum = models.CharField(
        _("forum of its meetings"), max_length=20, choices=Forum, default=Forum.EVENTS
    )

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints = [
            models.CheckConstraint(
                name="meetings_body_known_kind_and_forum",
                condition=Q(kind__in=BodyKind.values, forum__in=Forum.values),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class BodyNameQuerySet(models.QuerySet["BodyName"]):
    def visible_to(self, viewer: Viewer) -> "BodyNameQuerySet":
        """Which bodies the Conference has is public."""
        return self

    def on(self, day: date) -> "BodyNameQuerySet":
        """Names in use on ``day``."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day
        )


class BodyName(models.Model):
    """What a body is called from ``valid_from`` (included) to ``valid_until`` (excluded)."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="names")
    name_es = models.CharField(_("name (Spanish)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    acronym_es = models.CharField(_("acronym (Spanish)"), max_length=24, blank=True)
    acronym_en = models.CharField(_("acronym (English)"), max_length=24, blank=True)
    valid_from = models.DateField(_("from"))
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    valid_until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)

    name = Bilingual()
    acronym = Bilingual()

    objects = BodyNameQuerySet.as_manager()

    class Meta:
        ordering = ["body", "valid_from"]
        verbose_name = _("name of a body")
        verbose_name_plural = _("names of bodies")
        constraints = [
            *one_at_a_time("meetings_bodyname"),
        ]

    def __str__(self) -> str:
        return self.name_es
