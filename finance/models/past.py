"""What the sources tell of contributions before the portal; a figure they do not give is none."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only
from finance.models.seen import ContributionsQuerySet
from members.models.parties import Precision


class PastKind(models.TextChoices):
    """What a source tells."""

    LETTER = "letter", _("letter of the presidency")
    UNPAID = "unpaid", _("members that had not paid, at least")
    IN_PROCESS = "in_process", _("payments in process")
    PAID_EARLY = "paid_early", _("paid in advance")
    APPROVED = "approved", _("budget approved")
    RECOMMENDED = "recommended", _("budget recommended")


class PastFact(models.Model):
    """One thing that a source says of a period, on a day it is known as exactly as told.

    ``cents`` and ``members`` are None where no source gives them: that is not zero.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=PastKind)
    period_starts = models.DateField(_("period from"))
    period_ends = models.DateField(_("period to"))
    on = models.DateField(_("day"))
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    party = models.ForeignKey(
        "members.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    members = models.PositiveSmallIntegerField(_("members"), null=True, blank=True)
    cents = models.BigIntegerField(_("cents"), null=True, blank=True)
    note_es = models.TextField(_("note (Spanish)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    source = models.CharField(_("source"), max_length=200)

    note = Bilingual()

    objects = ContributionsQuerySet.as_manager()

    class Meta:
        ordering = ["on", "id"]
        verbose_name = _("fact of the past")
        verbose_name_plural = _("facts of the past")
        constraints = [
            models.CheckConstraint(
                name="finance_pastfact_names_its_source",
                condition=~Q(source="") & Q(period_ends__gte=F("period_starts")),
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return self.code
