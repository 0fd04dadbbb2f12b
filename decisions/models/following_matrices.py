"""Matrices of topics by country: proposed by the country, confirmed by the Secretariat."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only
from crm_portal.library.models.documents import Document
from decisions.rules.following import matrices as rules
from decisions.rules.following import powers
from members.models import Party
from members.models.history import history

USER = settings.AUTH_USER_MODEL
KINDS = [
    (rules.MatrixKind.TREATY.value, _("signatures and ratifications")),
    (rules.MatrixKind.WORDS.value, _("in words")),
]


class MatrixQuerySet(models.QuerySet["Matrix"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Members and the Secretariat see all, everybody else what is public."""
        return self if powers.may_read(viewer) else self.filter(is_public=True)


@history()
class Matrix(models.Model):
    """Something kept by country: conventions, requirements of visas, legislation."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    name_es = models.CharField(_("name (Spanish)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_public = models.BooleanField(_("public"), default=False)

    name = Bilingual()

    objects = MatrixQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("matrix")
        verbose_name_plural = _("matrices")
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.code


@history()
class MatrixTopic(models.Model):
    """One topic of a matrix: a convention, a nationality, a matter of law."""

    matrix = models.ForeignKey(Matrix, on_delete=models.PROTECT, related_name="topics")
    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    name_es = models.CharField(_("name (Spanish)"), max_length=250)
    name_en = models.CharField(_("name (English)"), max_length=250, blank=True)
    in_force_on = models.DateField(_("in force since"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    name = Bilingual()

    class Meta:
        ordering = ["matrix", "position", "id"]
        verbose_name = _("topic of a matrix")
        verbose_name_plural = _("topics of matrices")
        constraints = [
            models.UniqueConstraint(
                fields=["matrix", "code"], name="decisions_matrixtopic_code_once"
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.code


class MatrixCellQuerySet(models.QuerySet["MatrixCell"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What was confirmed: as its matrix. The rest: the country's own, and the ST's."""
        seen = self.filter(topic__matrix__in=Matrix.objects.visible_to(viewer))
        if viewer.has(Role.SECRETARIAT):
            return seen
        confirmed = MatrixVerdict.objects.filter(cell=OuterRef("pk"), is_confirmed=True)
        held = Q(Exists(confirmed))
        if viewer.has(Role.MEMBER) and viewer.party_id is not None:
            held |= Q(party=viewer.party_id)
        return seen.filter(held)


class MatrixCell(models.Model):
    """What was proposed for one country in one topic, as of a day, with its source.

    A cell is never changed: another is proposed. Signing, ratifying and acceding are
    different things, and a signature may be unknown.
    """

    topic = models.ForeignKey(MatrixTopic, on_delete=models.PROTECT, related_name="cells")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    said_es = models.TextField(_("what is so (Spanish)"), blank=True)
    said_en = models.TextField(_("what is so (English)"), blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    bound_on = models.DateField(_("bound on"), null=True, blank=True)
    means = models.CharField(
        _("by"),
        max_length=12,
        blank=True,
        choices=[
            (rules.Means.RATIFICATION.value, _("ratification")),
            (rules.Means.ACCESSION.value, _("accession")),
            (rules.Means.ACCEPTANCE.value, _("acceptance")),
            (rules.Means.SUCCESSION.value, _("succession")),
        ],
    )
    as_of = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=250)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed"))
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    said = Bilingual()

    objects = MatrixCellQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("cell of a matrix")
        verbose_name_plural = _("cells of matrices")
        indexes = [
            models.Index(
                fields=["topic", "party", "-as_of"], name="decisions_matrixcell_of"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="decisions_matrixcell_has_a_source", condition=~Q(source="")
            ),
            models.CheckConstraint(
                name="decisions_matrixcell_bound_by_something",
                condition=Q(bound_on=None, means="")
                | Q(bound_on__isnull=False) & ~Q(means=""),
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.topic_id} {self.party_id} {self.as_of}"

    @property
    def treaty(self) -> rules.Treaty:
        """Return what the State did, as the rules take it."""
        means = rules.Means(self.means) if self.means else None
        return rules.Treaty(self.signed_on, self.bound_on, means)


class MatrixVerdict(models.Model):
    """The Secretariat confirmed what was proposed, or said why it did not. Once."""

    cell = models.OneToOneField(
        MatrixCell, on_delete=models.PROTECT, related_name="verdict"
    )
    is_confirmed = models.BooleanField(_("confirmed"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("decided"))
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("verdict on a cell")
        verbose_name_plural = _("verdicts on cells")
        constraints = [
            models.CheckConstraint(
                name="decisions_matrixverdict_declined_says_why",
                condition=Q(is_confirmed=True) | ~Q(reason=""),
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.cell_id} {'confirmed' if self.is_confirmed else 'declined'}"
