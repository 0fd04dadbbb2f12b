"""Days on which a member, or one of its institutions, does not work, and who confirmed them."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only
from members import rules
from members.models.parties import Institution, Party


class ClosureKind(models.TextChoices):
    """Which days these are; the engine decides which of them block."""

    PUBLIC_HOLIDAY = "public_holiday", _("public holiday")
    GOVERNMENT_REST_DAY = "government_rest_day", _("rest day of the government")
    LOCAL_HOLIDAY = "local_holiday", _("holiday of the capital")
    ADHOC = "adhoc", _("closure by decree")
    HALF_DAY = "half_day", _("half day")
    COLLECTIVE_LEAVE = "collective_leave", _("collective leave")
    WORKS = "works", _("works on that day (exempted)")
    CANCELLED = "cancelled", _("entry cancelled")


class ClosureQuerySet(models.QuerySet["Closure"]):
    def visible_to(self, viewer: Viewer) -> "ClosureQuerySet":
        """Calendars are for those between whom the procedure runs."""
        return self if rules.may_read_calendars(viewer) else self.none()

    def in_force(self) -> "ClosureQuerySet":
        """Entries that no later one corrects, without those that only cancel."""
        # A set, and no join: corrections are few, and it is made once whatever is planned.
        corrected = Closure.objects.exclude(supersedes=None).values("supersedes")
        return self.exclude(pk__in=corrected).exclude(kind=ClosureKind.CANCELLED)


class Closure(models.Model):
    """A day that does not count for a member, with its instrument. Append-only.

    ``institution`` set: the entry holds for that institution only (``works`` exempts it
    from a closure of its country). A correction is a new row that ``supersedes`` the old.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="closures")
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="closures",
    )
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=20, choices=ClosureKind)
    name_es = models.CharField(_("name (Spanish)"), max_length=160)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    instrument = models.CharField(_("legal instrument"), max_length=250, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    source_url = models.CharField(_("source"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("confirmed"), default=True)
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField(_("entered"))

    name = Bilingual()

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["party", "day", "id"]
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        indexes = [
            # The calendars of one computation: some members, a stretch of days.
            models.Index(fields=["day", "party"], name="members_closure_day_party"),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.party_id} {self.day} {self.kind}"

    @property
    def is_in_force(self) -> bool:
        """Whether no later entry corrects this one, and it cancels nothing."""
        return self.kind != ClosureKind.CANCELLED and not hasattr(self, "superseded_by")


class CalendarYearQuerySet(models.QuerySet["CalendarYear"]):
    def visible_to(self, viewer: Viewer) -> "CalendarYearQuerySet":
        """Calendars are for those between whom the procedure runs."""
        return self if rules.may_read_calendars(viewer) else self.none()


class CalendarYear(models.Model):
    """A member's confirmation of its list for one year (asked every December)."""

    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="calendar_years"
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    confirmed_at = models.DateTimeField(_("confirmed"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    source = models.CharField(_("source"), max_length=120, blank=True)

    objects = CalendarYearQuerySet.as_manager()

    class Meta:
        ordering = ["party", "year"]
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        constraints = [
            models.UniqueConstraint(
                fields=["party", "institution", "year"],
                nulls_distinct=False,
                name="members_calendaryear_once",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="append_only_row", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.year}"
