"""The Presidency Pro-Tempore by date. The Troika is derived, never stored."""

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_portal.core.i18n import Bilingual
from members.models.history import history
from members.models.parties import Party, Precision


class PresidencyQuerySet(models.QuerySet["Presidency"]):
    def at(self, instant: datetime) -> "PresidencyQuerySet":
        """The term in force at ``instant``, if there is one."""
        return self.filter(term__contains=instant)


@history()
class Presidency(models.Model):
    """One country's term in the chair: a range of instants that may leave gaps, never overlap.

    ``label_year`` is the year the Conference calls it by; the term is what gives power.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="presidencies")
    label_year = models.PositiveSmallIntegerField(_("year"), unique=True)
    term = DateTimeRangeField(_("term"))
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    theme_es = models.CharField(_("theme (Spanish)"), max_length=250, blank=True)
    theme_en = models.CharField(_("theme (English)"), max_length=250, blank=True)
    handover_place = models.CharField(
        _("place of the hand-over"), max_length=120, blank=True
    )
    source = models.CharField(_("source"), max_length=120, blank=True)

    theme = Bilingual()

    objects = PresidencyQuerySet.as_manager()

    class Meta:
        ordering = ["label_year"]
        verbose_name = _("presidency")
        verbose_name_plural = _("presidencies")
        constraints = [
            ExclusionConstraint(
                name="members_presidency_one_at_a_time",
                expressions=[("term", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"PPT {self.label_year}"


@history()
class Designation(models.Model):
    """The next presidency, once designated by consensus: decided, never computed."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="designations")
    label_year = models.PositiveSmallIntegerField(_("for the year"), unique=True)
    decided_on = models.DateField(_("decided on"))
    source = models.CharField(_("source"), max_length=120, blank=True)

    class Meta:
        ordering = ["label_year"]
        verbose_name = _("designation")
        verbose_name_plural = _("designations")

    def __str__(self) -> str:
        return f"{self.party_id} {self.label_year}"
