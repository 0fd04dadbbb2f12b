"""The register: single decisions and paragraphs by number, what led to what, corrections."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only
from crm_portal.library.models import searched
from decisions.models.texts import Text
from decisions.models.versions import TextPart
from members.models.folding import folded
from members.models.history import history

USER = settings.AUTH_USER_MODEL


class ProvisionQuerySet(models.QuerySet["Provision"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """As the adopted text that it is a part of."""
        return self.filter(text__in=Text.objects.register_for(viewer))


@history(exclude=["folded"])
class Provision(models.Model):
    """One decision, conclusion, point or paragraph that can be cited by itself.

    Of a text adopted here, ``key`` is its paragraph and the words are that paragraph's. Of
    an older one, the words are what the source says it says.
    """

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="provisions")
    part = models.CharField(_("part"), max_length=10, choices=TextPart)
    number = models.CharField(_("number"), max_length=20)
    key = models.SlugField(max_length=12, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    words_es = models.TextField(_("what it says (Spanish)"), blank=True)
    words_en = models.TextField(_("what it says (English)"), blank=True)
    axis = models.CharField(_("axis"), max_length=20, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    folded = models.GeneratedField(
        expression=folded("words_es", "words_en"),
        output_field=models.TextField(),
        db_persist=True,
    )

    words = Bilingual()

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        ordering = ["text", "position", "id"]
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        constraints = [
            models.UniqueConstraint(
                fields=["text", "part", "number"], name="decisions_provision_number_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            searched("provision"),
        ]

    def __str__(self) -> str:
        return f"{self.text_id} {self.part} {self.number}"


class Relation(models.TextChoices):
    """How a later text or provision stands to an earlier one."""

    FOLLOWS = "follows", _("follows up")
    IMPLEMENTS = "implements", _("carries out")
    RECOMMENDS = "recommends", _("was recommended by")
    REPEATS = "repeats", _("repeats")
    CORRECTS = "corrects", _("corrects")


@history()
class ProvisionLink(models.Model):
    """From an earlier text, or one provision of it, to a later one: a chain of mandate."""

    earlier_text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="led_to")
    earlier = models.ForeignKey(
        Provision, on_delete=models.PROTECT, null=True, blank=True, related_name="led_to"
    )
    later_text = models.ForeignKey(
        Text, on_delete=models.PROTECT, related_name="comes_from"
    )
    later = models.ForeignKey(
        Provision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comes_from",
    )
    relation = models.CharField(_("relation"), max_length=12, choices=Relation)
    source = models.CharField(_("source"), max_length=200, blank=True)
    note_es = models.TextField(_("note (Spanish)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)

    note = Bilingual()

    class Meta:
        ordering = ["id"]
        verbose_name = _("link between provisions")
        verbose_name_plural = _("links between provisions")
        constraints = [
            models.UniqueConstraint(
                fields=["earlier_text", "earlier", "later_text", "later", "relation"],
                nulls_distinct=False,
                name="decisions_provisionlink_once",
            ),
            models.CheckConstraint(
                name="decisions_provisionlink_not_itself",
                condition=~Q(earlier_text=models.F("later_text"), earlier=None, later=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_text_id} {self.relation} {self.later_text_id}"


class TextCorrigendum(models.Model):
    """A correction of what was printed: both readings stay, the text itself never changes."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="corrigenda")
    number = models.PositiveSmallIntegerField(_("number"))
    reference = models.CharField(_("where"), max_length=60, blank=True)
    paragraph_key = models.SlugField(max_length=12, blank=True)
    language = models.CharField(_("language"), max_length=2)
    printed = models.TextField(_("as printed"))
    corrected = models.TextField(_("as corrected"))
    reason_es = models.TextField(_("reason (Spanish)"))
    reason_en = models.TextField(_("reason (English)"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    issued_at = models.DateTimeField(_("issued"), null=True)
    user = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    reason = Bilingual()

    class Meta:
        ordering = ["text", "number"]
        verbose_name = _("corrigendum to a text")
        verbose_name_plural = _("corrigenda to texts")
        constraints = [
            models.UniqueConstraint(
                fields=["text", "number"], name="decisions_textcorrigendum_number_once"
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.text_id} corr. {self.number}"
