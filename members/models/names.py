"""What a party was called, and when: the party stays, its name is dated."""

from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from crm_portal.core.i18n import Bilingual
from members.models.history import history
from members.models.parties import IdentityRange, Party, Precision


class PartyNameQuerySet(models.QuerySet["PartyName"]):
    def on(self, day: date) -> "PartyNameQuerySet":
        """The names in use on ``day``: at most one a party."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def of(self, parties: Iterable[Party], day: date) -> dict[int, "PartyName"]:
        """Return by party the name it bore on ``day``, for those with dated names."""
        found = self.on(day).filter(party__in=[party.pk for party in parties])
        return {each.party_id: each for each in found}


@history()
class PartyName(models.Model):
    """What a party is called from ``since`` (included) to ``until`` (excluded).

    A party without such rows was always called as it is now.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="names")
    name_es = models.CharField(_("name (Spanish)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    acronym_es = models.CharField(_("acronym (Spanish)"), max_length=24, blank=True)
    acronym_en = models.CharField(_("acronym (English)"), max_length=24, blank=True)
    since = models.DateField(_("since"))
    since_precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    until = models.DateField(_("until"), null=True, blank=True)
    note_es = models.CharField(_("note (Spanish)"), max_length=200, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=120)

    name = Bilingual()
    acronym = Bilingual()
    note = Bilingual()

    objects = PartyNameQuerySet.as_manager()

    class Meta:
        ordering = ["party", "since"]
        verbose_name = _("name of a party")
        verbose_name_plural = _("names of parties")
        constraints = [
            models.CheckConstraint(
                name="members_partyname_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gt=F("since")),
            ),
            models.CheckConstraint(
                name="members_partyname_has_source", condition=~Q(source="")
            ),
            ExclusionConstraint(
                name="members_partyname_one_at_a_time",
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
        return self.name_es
