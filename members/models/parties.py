"""Parties to the Conference, their dated standing, their institutions and official voice."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import ZONE_OF_RECORD, Viewer
from crm_portal.core.i18n import Bilingual, pick
from members.models.history import history
from members.states import Status

DEFAULT_ZONE = ZONE_OF_RECORD.key


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
        return self.active_on(day, kind=PartyKind.MEMBER_STATE)

    def member_states(self) -> "PartyQuerySet":
        """Member States, whatever their standing."""
        return self.filter(kind=PartyKind.MEMBER_STATE)

    def active_on(self, day: date, *, kind: str | None = None) -> "PartyQuerySet":
        """Parties whose standing, as ``kind`` or as anything, is active on ``day``."""
        active = Standing.objects.on(day).filter(status=StandingStatus.ACTIVE)
        if kind is not None:
            active = active.filter(kind=kind)
        return self.filter(pk__in=active.values("party"))

    def taking_part_on(self, day: date, *, kind: str | None = None) -> "PartyQuerySet":
        """Parties with a standing on ``day``, as ``kind`` or as anything; suspended ones too."""
        standing = Standing.objects.on(day).exclude(status=StandingStatus.DEPARTED)
        if kind is not None:
            standing = standing.filter(kind=kind)
        return self.filter(pk__in=standing.values("party"))


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
    note_es = models.TextField(_("note (Spanish)"), blank=True)
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
    def remark(self) -> str:
        """The note in the active language."""
        return pick(self.note_es, self.note)

    @property
    def is_member_state(self) -> bool:
        return self.kind == PartyKind.MEMBER_STATE

    @property
    def is_secretariat(self) -> bool:
        return self.kind == PartyKind.SECRETARIAT


class StandingStatus(models.TextChoices):
    """What a party's standing is; the steps between them are in ``members.states``."""

    ACTIVE = Status.ACTIVE.value, _("active")
    SUSPENDED = Status.SUSPENDED.value, _("suspended")
    DEPARTED = Status.DEPARTED.value, _("no longer takes part")


class StandingQuerySet(models.QuerySet["Standing"]):
    def on(self, day: date) -> "StandingQuerySet":
        """The standings of ``day``: at most one a party."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


# A standing that does not say as what takes the kind that the party is of.
TAKES_KIND = """
    IF NEW.kind = '' THEN
        SELECT kind INTO NEW.kind FROM members_party WHERE id = NEW.party_id;
    END IF;
    RETURN NEW;
"""


@history()
class Standing(models.Model):
    """A party's status from ``since`` (included) to ``until`` (excluded), as days in San José.

    Each row is one recorded act: what the party is from that day on, as what (``kind``),
    and who decided it, when, by which source.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="standings")
    kind = models.CharField(_("as"), max_length=24, choices=PartyKind, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=StandingStatus, default=StandingStatus.ACTIVE
    )
    since = models.DateField(_("since"))
    since_precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    until = models.DateField(_("until"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["party", "since"]
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        constraints = [
            models.CheckConstraint(
                name="members_standing_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gt=F("since")),
            ),
            models.CheckConstraint(
                name="members_standing_known_kind_and_status",
                condition=Q(kind__in=PartyKind.values, status__in=StandingStatus.values),
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
        triggers = [
            pgtrigger.Trigger(
                name="takes_kind",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=TAKES_KIND,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.status} {self.since}"


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def visible_to(self, viewer: Viewer) -> "InstitutionQuerySet":
        """Through which institutions a party acts is public."""
        return self

    def open_on(self, day: date) -> "InstitutionQuerySet":
        """Those not closed by ``day``, in San José."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day))


@history()
class Institution(models.Model):
    """A ministry or office through which a party acts, until ``closed_on`` (excluded)."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="institutions")
    name_es = models.CharField(_("name (Spanish)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    website = models.URLField(_("website"), max_length=200, blank=True)
    email = models.EmailField(_("general e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    closed_on = models.DateField(_("closed from"), null=True, blank=True)

    name = Bilingual()

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["party", "id"]
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name_es


class OfficialVoiceQuerySet(models.QuerySet["OfficialVoice"]):
    def visible_to(self, viewer: Viewer) -> "OfficialVoiceQuerySet":
        """Whoever is inside knows which institution speaks for a party."""
        return self.none() if viewer.is_public else self

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
