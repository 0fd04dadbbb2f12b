"""The Presidency Pro-Tempore by date. The Troika is derived, never stored."""

from datetime import date, datetime

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    DateTimeRangeField,
    IntegerRangeField,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only
from members.models.history import history
from members.models.parties import Party, Precision

# A range, for a plain number has no exclusion without an extension of PostgreSQL.
SEAT_AS_RANGE = Func(
    F("seat"),
    F("seat"),
    Value("[]"),
    function="int4range",
    output_field=IntegerRangeField(),
)


class PresidencyQuerySet(models.QuerySet["Presidency"]):
    def visible_to(self, viewer: Viewer) -> "PresidencyQuerySet":
        """Who presided, presides and was recorded to preside is public."""
        return self

    def at(self, instant: datetime) -> "PresidencyQuerySet":
        """The term in force at ``instant``, if there is one; of a shared chair, each seat's."""
        return self.filter(term__contains=instant).order_by("seat")


@history()
class Presidency(models.Model):
    """One country's term in the chair: a range of instants that may leave gaps, never overlap.

    Terms in the same ``seat``, that is: there is one, and more where several preside at
    once. ``label_year`` is the year the Conference calls it by; the term is what gives power. The
    meeting of the ceremony is kept in words, as the sources name it.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="presidencies")
    label_year = models.PositiveSmallIntegerField(_("year"))
    seat = models.PositiveSmallIntegerField(_("seat"), default=1)
    term = DateTimeRangeField(_("term"))
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    theme_es = models.CharField(_("theme (Spanish)"), max_length=250, blank=True)
    theme_en = models.CharField(_("theme (English)"), max_length=250, blank=True)
    handover_place = models.CharField(
        _("place of the hand-over"), max_length=120, blank=True
    )
    handover_meeting_es = models.CharField(
        _("meeting of the hand-over (Spanish)"), max_length=160, blank=True
    )
    handover_meeting_en = models.CharField(
        _("meeting of the hand-over (English)"), max_length=160, blank=True
    )
    note_es = models.CharField(_("note (Spanish)"), max_length=400, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=400, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)

    theme = Bilingual()
    handover_meeting = Bilingual()
    note = Bilingual()

    objects = PresidencyQuerySet.as_manager()

    class Meta:
        ordering = ["label_year", "seat"]
        verbose_name = _("presidency")
        verbose_name_plural = _("presidencies")
        constraints = [
            ExclusionConstraint(
                name="members_presidency_one_a_seat_at_a_time",
                expressions=[
                    (SEAT_AS_RANGE, RangeOperators.OVERLAPS),
                    ("term", RangeOperators.OVERLAPS),
                ],
            ),
            models.UniqueConstraint(
                name="members_presidency_one_a_seat_and_year", fields=["label_year", "seat"]
            ),
        ]

    def __str__(self) -> str:
        return f"PPT {self.label_year}"

    @property
    def seat_query(self) -> str:
        """What an address by the year adds: ``?seat=2``, and nothing of the first seat."""
        return f"?seat={self.seat}" if self.seat > 1 else ""

    def get_absolute_url(self) -> str:
        page = reverse("members:presidency-year", args=[self.label_year])
        return page + self.seat_query


class InterestQuerySet(models.QuerySet["Interest"]):
    def visible_to(self, viewer: Viewer) -> "InterestQuerySet":
        """Who would like to preside is known among the members and to the Secretariat."""
        inside = viewer.has(Role.MEMBER, Role.SECRETARIAT, Role.ADMINISTRATOR)
        return self if inside else self.none()

    def standing(self) -> "InterestQuerySet":
        """Announcements that have not been withdrawn."""
        return self.filter(withdrawal=None)


class Interest(models.Model):
    """A member announced at a plenary that it would preside in a year (001:397). Never changed.

    ``meeting`` names the plenary in words; what takes it back is another record.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="interests")
    label_year = models.PositiveSmallIntegerField(_("for the year"))
    announced_on = models.DateField(_("announced on"))
    meeting = models.CharField(_("plenary at which it was announced"), max_length=160)
    source = models.CharField(_("source"), max_length=120, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=200)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["label_year", "announced_on", "pk"]
        verbose_name = _("interest in a presidency")
        verbose_name_plural = _("interests in a presidency")
        indexes = [
            # Who is interested in a year.
            models.Index(fields=["label_year"], name="members_interest_of_year"),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.party_id} {self.label_year}"

    @property
    def is_a_year_ahead(self) -> bool:
        """Whether a year lay between the plenary and the hand-over of that year (facts 3.6).

        The chair passes at the end of the year before the one it is called by.
        """
        return self.announced_on.year <= self.label_year - 2


class InterestWithdrawal(models.Model):
    """A member took its interest back: the announcement stays, and this stands beside it."""

    interest = models.OneToOneField(
        Interest, on_delete=models.PROTECT, related_name="withdrawal"
    )
    withdrawn_on = models.DateField(_("withdrawn on"))
    meeting = models.CharField(_("where it was said"), max_length=160, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=200)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("withdrawal of an interest")
        verbose_name_plural = _("withdrawals of an interest")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return str(self.interest_id)


class DesignationQuerySet(models.QuerySet["Designation"]):
    def visible_to(self, viewer: Viewer) -> "DesignationQuerySet":
        """Who was designated is public: it is a decision of the Conference."""
        return self

    def in_force(self, on: date) -> "DesignationQuerySet":
        """Decided by the day ``on`` and not annulled by then."""
        return self.filter(Q(annulled_on=None) | Q(annulled_on__gt=on), decided_on__lte=on)

    def standing(self) -> "DesignationQuerySet":
        """Designations that no later decision has annulled."""
        return self.filter(annulled_on=None)


@history()
class Designation(models.Model):
    """Who presides in a year to come, designated by consensus: decided, never computed.

    A later decision may annul it from ``annulled_on`` on; it stays on record.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="designations")
    label_year = models.PositiveSmallIntegerField(_("for the year"))
    decided_on = models.DateField(_("decided on"))
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    meeting = models.CharField(_("meeting that decided it"), max_length=160, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    interest = models.ForeignKey(
        Interest,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="designations",
    )
    recorded_by = models.CharField(_("recorded by"), max_length=200, blank=True)
    annulled_on = models.DateField(_("annulled on"), null=True, blank=True)
    annulled_because = models.CharField(_("reason"), max_length=300, blank=True)
    annulled_source = models.CharField(
        _("where the annulment is recorded"), max_length=120, blank=True
    )

    objects = DesignationQuerySet.as_manager()

    class Meta:
        ordering = ["label_year", "decided_on", "pk"]
        verbose_name = _("designation")
        verbose_name_plural = _("designations")
        constraints = [
            models.UniqueConstraint(
                name="members_designation_one_standing_a_year",
                fields=["label_year"],
                condition=Q(annulled_on=None),
            ),
            models.CheckConstraint(
                name="members_designation_annulled_with_reason",
                condition=Q(annulled_on=None)
                | (Q(annulled_on__gte=F("decided_on")) & ~Q(annulled_because="")),
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.party_id} {self.label_year}"
