"""Parties to the Conference, their dated standing, their institutions and official voice."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from members.models.history import history

DEFAULT_ZONE = "America/Costa_Rica"


class Precision(models.TextChoices):
    """How exactly a historical date is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    ANNOUNCED = "announced", _("announced")


class PartyKind(models.TextChoices):
    """What a party is to the Conference."""

    MEMBER_STATE = "member_state", _("member country")
    OBSERVER_STATE = "observer_state", _("observer country")
    OBSERVER_ORGANIZATION = "observer_organization", _("observer organization")
    CIVIL_SOCIETY = "civil_society", _("civil society network")
    SECRETARIAT = "secretariat", _("Secretariat")
    SPECIAL_GUEST = "special_guest", _("special guest")


class IdentityRange(Func):
    """``int8range(id, id, '[]')``: equality as an overlap, so that no extension is needed."""

    function = "int8range"

    def __init__(self, name: str) -> None:
        super().__init__(F(name), F(name), Value("[]"))


class PartyQuerySet(models.QuerySet["Party"]):
    def visible_to(self, viewer: Viewer) -> "PartyQuerySet":
        """Who takes part in the Conference is public."""
        return self

    def members_on(self, day: date) -> "PartyQuerySet":
        """Member States whose standing is active on ``day``, in the table order of the sources."""
        return self.active_on(day).filter(kind=PartyKind.MEMBER_STATE)

    def member_states(self) -> "PartyQuerySet":
        """Member States, whatever their standing."""
        return self.filter(kind=PartyKind.MEMBER_STATE)

    def active_on(self, day: date) -> "PartyQuerySet":
        """Parties of any kind whose standing is active on ``day``."""
        active = Standing.objects.filter(
            Q(until=None) | Q(until__gt=day), since__lte=day, status=StandingStatus.ACTIVE
        )
        return self.filter(pk__in=active.values("party"))


@history()
class Party(models.Model):
    """A State, an organization or a network that takes part in the Conference."""

    code = models.SlugField(_("code"), max_length=12, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=PartyKind)
    name_es = models.CharField(_("name (Spanish)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    acronym_es = models.CharField(_("acronym (Spanish)"), max_length=24, blank=True)
    acronym_en = models.CharField(_("acronym (English)"), max_length=24, blank=True)
    capital_es = models.CharField(_("capital (Spanish)"), max_length=60, blank=True)
    capital_en = models.CharField(_("capital (English)"), max_length=60, blank=True)
    capital_tz = models.CharField(_("time zone of the capital"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("order in the sources' table"), default=0)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)

    name = Bilingual()
    acronym = Bilingual()
    capital = Bilingual()

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("members:party", args=[self.code])

    @property
    def tz(self) -> ZoneInfo:
        """The time zone of the capital (San José where there is none)."""
        return ZoneInfo(self.capital_tz or DEFAULT_ZONE)

    @property
    def is_member_state(self) -> bool:
        return self.kind == PartyKind.MEMBER_STATE

    @property
    def is_secretariat(self) -> bool:
        return self.kind == PartyKind.SECRETARIAT


class StandingStatus(models.TextChoices):
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")


@history()
class Standing(models.Model):
    """A party's status from ``since`` (included) to ``until`` (excluded), as days in San José."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="standings")
    status = models.CharField(
        _("status"), max_length=12, choices=StandingStatus, default=StandingStatus.ACTIVE
    )
    since = models.DateField(_("since"))
    since_precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    until = models.DateField(_("until"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)

    class Meta:
        ordering = ["party", "since"]
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        constraints = [
            models.CheckConstraint(
                name="members_standing_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gt=F("since")),
            ),
            ExclusionConstraint(
                name="members_standing_one_at_a_time",
                expressions=[
                    (IdentityRange("party_id"), RangeOperators.OVERLAPS),
                    (
                        Func(F("since"), F("until"), Value("[)"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.status} {self.since}"


@history()
class Institution(models.Model):
    """A ministry or office through which a party acts."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="institutions")
    name_es = models.CharField(_("name (Spanish)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)

    name = Bilingual()

    class Meta:
        ordering = ["party", "id"]
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")

    def __str__(self) -> str:
        return self.name_es


class OfficialVoiceQuerySet(models.QuerySet["OfficialVoice"]):
    def at(self, instant: datetime) -> "OfficialVoiceQuerySet":
        """The voices at ``instant``: at most one a party."""
        return self.filter(during__contains=instant)


@history()
class OfficialVoice(models.Model):
    """The one institution whose submissions are the State's, over a range of instants."""

    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="official_voices"
    )
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    during = DateTimeRangeField(_("during"))

    objects = OfficialVoiceQuerySet.as_manager()

    class Meta:
        ordering = ["party", "during"]
        verbose_name = _("official voice")
        verbose_name_plural = _("official voices")
        constraints = [
            ExclusionConstraint(
                name="members_officialvoice_one_at_a_time",
                expressions=[
                    (IdentityRange("party_id"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.institution_id}"
