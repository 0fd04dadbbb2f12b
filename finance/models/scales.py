"""Contribution scales. Amounts in integer cents rule; published percentages are for display."""

from datetime import date

from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.models import append_only
from finance.models.marks import is_invented
from finance.models.seen import ContributionsQuerySet
from finance.rules import powers
from finance.rules.scales import HUNDREDTHS
from members.models import Party
from members.models.parties import Precision

ALL = HUNDREDTHS


class ScaleQuerySet(models.QuerySet["Scale"]):
    def visible_to(self, viewer: Viewer) -> "ScaleQuerySet":
        """As contributions are: members and the Secretariat."""
        return self if powers.sees_contributions(viewer) else self.none()

    def in_force(self, on: date) -> "Scale | None":
        """Return the scale that holds on the day ``on``: the last that began by then."""
        return self.filter(valid_from__lte=on).order_by("-valid_from").first()


class Scale(models.Model):
    """What every member contributes a year, from ``valid_from`` until the next scale.

    ``decision`` names who approved it, ``text`` and ``provision`` are that decision where it
    is on the register; ``source`` is where it is read (001:487).
    """

    valid_from = models.DateField(_("from"), unique=True)
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    decision = models.CharField(_("decision"), max_length=200)
    source = models.CharField(_("source"), max_length=120)
    text = models.ForeignKey(
        "decisions.Text", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    provision = models.ForeignKey(
        "decisions.Provision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_demonstration = models.BooleanField(default=is_invented, editable=False)

    objects = ScaleQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("contribution scale")
        verbose_name_plural = _("contribution scales")

    def __str__(self) -> str:
        return f"{self.valid_from:%Y}"

    def get_absolute_url(self) -> str:
        return reverse("finance:scale", args=[self.valid_from.isoformat()])

    @property
    def total_cents(self) -> int:
        """The sum of all shares, in cents of a United States dollar."""
        return self.shares.aggregate(total=Sum("amount_cents"))["total"] or 0

    @property
    def published_total(self) -> int:
        """The sum of the published percentages, in hundredths: not always ``ALL`` (001:498)."""
        return self.shares.aggregate(total=Sum("published_percent"))["total"] or 0


class Share(models.Model):
    """One member's part of a scale: an amount in cents, and the percentage published with it."""

    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="shares")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="shares")
    amount_cents = models.BigIntegerField(_("amount in cents of USD"))
    published_percent = models.PositiveIntegerField(
        _("published percentage, in hundredths"), null=True, blank=True
    )

    objects = ContributionsQuerySet.as_manager()

    class Meta:
        ordering = ["scale", "party__order", "party_id"]
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        constraints = [
            models.UniqueConstraint(fields=["scale", "party"], name="finance_share_once"),
            models.CheckConstraint(
                name="finance_share_amount_is_not_negative",
                condition=Q(amount_cents__gte=0),
            ),
            models.CheckConstraint(
                name="finance_share_published_percent_is_a_part",
                condition=Q(published_percent=None) | Q(published_percent__range=(0, ALL)),
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.scale_id} {self.party_id}"
