"""Letters about contributions: numbered, their amounts as they stood that day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only
from finance.models.marks import is_invented
from finance.models.seen import ContributionsQuerySet
from finance.rules.reminders import Wording

USER = settings.AUTH_USER_MODEL


class LetterKind(models.TextChoices):
    """What a letter is for."""

    CALL = "call", _("call for contributions")
    REMINDER = "reminder", _("reminder")


class Letter(models.Model):
    """A letter of the presidency to every member that had something outstanding that day."""

    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=LetterKind)
    budget = models.ForeignKey(
        "finance.Budget", on_delete=models.PROTECT, related_name="letters"
    )
    written_on = models.DateField(_("date"))
    signed_for = models.ForeignKey(
        "members.Party", on_delete=models.PROTECT, related_name="+"
    )
    signed_by = models.CharField(_("signed by"), max_length=120, blank=True)
    words_es = models.TextField(_("text (Spanish)"), blank=True)
    words_en = models.TextField(_("text (English)"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demonstration = models.BooleanField(default=is_invented, editable=False)

    words = Bilingual()

    objects = ContributionsQuerySet.as_manager()

    class Meta:
        ordering = ["year", "sequence"]
        verbose_name = _("letter about contributions")
        verbose_name_plural = _("letters about contributions")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "sequence"], name="finance_letter_number_once"
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("finance:letter", args=[self.number])

    @property
    def number(self) -> str:
        """The number that is printed on it: ``2026-03``."""
        return f"{self.year}-{self.sequence:02}"


class LetterRecipient(models.Model):
    """A member that a letter went to, and its figures of that day, in cents."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="recipients")
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT, related_name="+")
    wording = models.CharField(_("wording"), max_length=10, choices=Wording)
    assessed_cents = models.BigIntegerField(_("assessed"))
    paid_cents = models.BigIntegerField(_("paid"))
    written_off_cents = models.BigIntegerField(_("written off"))
    outstanding_cents = models.BigIntegerField(_("outstanding"))

    objects = ContributionsQuerySet.as_manager()

    class Meta:
        ordering = ["letter", "party__order", "party_id"]
        verbose_name = _("recipient of a letter")
        verbose_name_plural = _("recipients of a letter")
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "party"], name="finance_letterrecipient_once"
            ),
            models.CheckConstraint(
                name="finance_letterrecipient_owes_something",
                condition=Q(outstanding_cents__gt=0),
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.letter_id} {self.party_id}"
