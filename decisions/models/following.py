"""Commitments: who does what of something decided, and what each country reports of it."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only
from crm_portal.library.models.documents import Document
from decisions.models.register import Provision
from decisions.models.texts import Text
from decisions.rules.following import powers
from decisions.rules.following.reports import Term
from decisions.rules.following.words import Word
from members.models import Party
from members.models.folding import folded
from members.models.history import history

USER = settings.AUTH_USER_MODEL


class StatusWord(models.TextChoices):
    """What one says of a matter; that nobody said anything is never a row."""

    NOT_BEGUN = Word.NOT_BEGUN.value, _("not begun")
    UNDER_WAY = Word.UNDER_WAY.value, _("under way")
    CARRIED_OUT = Word.CARRIED_OUT.value, _("carried out")
    CONTINUOUS = Word.CONTINUOUS.value, _("continuous")
    SUSPENDED = Word.SUSPENDED.value, _("suspended")
    NOT_APPLICABLE = Word.NOT_APPLICABLE.value, _("not applicable")


class Lead(models.TextChoices):
    """Who leads: a party (country, organization, Secretariat), a body, or the chair."""

    PARTY = "party", _("party")
    BODY = "body", _("body")
    PRESIDENCY = "presidency", _("Pro-Tempore Presidency")


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Members and the Secretariat, of texts that they see; others their own."""
        seen = self.filter(text__in=Text.objects.visible_to(viewer))
        if powers.may_read(viewer):
            return seen
        if viewer.is_public or viewer.party_id is None:
            return self.none()
        joined = Commitment.partners.through.objects.filter(party=viewer.party_id)
        own = Q(lead_party=viewer.party_id) | Q(pk__in=joined.values("commitment"))
        return seen.filter(own)

    def live(self) -> Self:
        """Return what nobody closed."""
        return self.filter(closed_at=None)


@history(exclude=["folded"])
class Commitment(models.Model):
    """Something to be done because of what was decided: of a text, or one provision of it.

    ``due_on`` and ``review_on`` are included days; ``evidence`` is what would show that it
    was done. ``by_country``: each member is asked where it stands, not the lead alone.
    """

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="commitments")
    provision = models.ForeignKey(
        Provision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
    )
    what_es = models.TextField(_("what (Spanish)"))
    what_en = models.TextField(_("what (English)"), blank=True)
    theme = models.CharField(_("axis"), max_length=20, blank=True)
    lead = models.CharField(_("who leads"), max_length=10, choices=Lead)
    lead_party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    lead_body = models.ForeignKey(
        "meetings.Body",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
    )
    partners = models.ManyToManyField(Party, blank=True, related_name="commitments_joined")
    by_country = models.BooleanField(_("reported by each country"), default=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    evidence_es = models.TextField(_("evidence (Spanish)"), blank=True)
    evidence_en = models.TextField(_("evidence (English)"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"), editable=False)
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, editable=False)
    closed_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome_es = models.TextField(_("how it ended (Spanish)"), blank=True)
    outcome_en = models.TextField(_("how it ended (English)"), blank=True)
    is_demonstration = models.BooleanField(default=False, editable=False)
    folded = models.GeneratedField(
        expression=folded("what_es", "what_en"),
        output_field=models.TextField(),
        db_persist=True,
    )

    what = Bilingual()
    evidence = Bilingual()
    outcome = Bilingual()

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        indexes = [
            # What falls due next, of what is open.
            models.Index(
                fields=["due_on"],
                condition=Q(closed_at=None),
                name="decisions_commitment_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="decisions_commitment_has_one_lead",
                condition=Q(lead="party", lead_party__isnull=False, lead_body=None)
                | Q(lead="body", lead_party=None, lead_body__isnull=False)
                | Q(lead="presidency", lead_party=None, lead_body=None),
            ),
            models.CheckConstraint(
                name="decisions_commitment_closed_by_somebody",
                condition=Q(closed_at=None, closed_on=None, closed_by=None)
                | Q(
                    closed_at__isnull=False,
                    closed_on__isnull=False,
                    closed_by__isnull=False,
                ),
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"commitment {self.pk}"

    @property
    def term(self) -> Term:
        """Return its days as the rules take them."""
        return Term(self.due_on, self.review_on, self.closed_on)


class CommitmentReportQuerySet(models.QuerySet["CommitmentReport"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """As the commitment that it is of; who only leads it sees what they said."""
        seen = self.filter(commitment__in=Commitment.objects.visible_to(viewer))
        return seen if powers.may_read(viewer) else seen.filter(party=viewer.party_id)


class CommitmentReport(models.Model):
    """What a party said of a commitment, on a day, with the document that shows it.

    A report is never changed: a later one says what is so by then.
    """

    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="reports"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(_("status"), max_length=16, choices=StatusWord)
    said_es = models.TextField(_("what was done (Spanish)"), blank=True)
    said_en = models.TextField(_("what was done (English)"), blank=True)
    reported_on = models.DateField(_("reported on"))
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField(_("recorded"))
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    said = Bilingual()

    objects = CommitmentReportQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("report on a commitment")
        verbose_name_plural = _("reports on commitments")
        indexes = [
            # The matrix: the last report of each country.
            models.Index(
                fields=["commitment", "party", "-reported_on"],
                name="decisions_report_by_country",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="decisions_commitmentreport_known_word",
                condition=Q(word__in=StatusWord.values),
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.party_id} {self.word}"
