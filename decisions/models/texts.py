"""Texts as paragraphs in two columns, in numbered versions that freeze."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.i18n import Bilingual

FROZEN = """
    IF TG_OP <> 'INSERT' AND EXISTS (
        SELECT 1 FROM decisions_textversion WHERE id = OLD.version_id AND frozen_at IS NOT NULL
    ) OR TG_OP <> 'DELETE' AND EXISTS (
        SELECT 1 FROM decisions_textversion WHERE id = NEW.version_id AND frozen_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the version is frozen: an edit makes a new one';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class Text(models.Model):
    """A text under negotiation: its title, and its versions."""

    title_es = models.CharField(_("title (Spanish)"), max_length=250)
    title_en = models.CharField(_("title (English)"), max_length=250, blank=True)

    title = Bilingual()

    class Meta:
        ordering = ["id"]
        verbose_name = _("text")
        verbose_name_plural = _("texts")

    def __str__(self) -> str:
        return self.title_es


class VersionKind(models.TextChoices):
    """Why a version exists (P8: only a substantive one restarts a term)."""

    SUBSTANTIVE = "substantive", _("substantive")
    CORRIGENDUM = "corrigendum", _("corrigendum")
    TRANSLATION = "translation", _("translation completed")


@pghistory.track()
class TextVersion(models.Model):
    """One numbered state of a text. Once frozen its paragraphs never change again (P11).

    ``content_hash`` is the SHA-256 of the canonical text, in hexadecimal.
    """

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(
        _("kind"), max_length=12, choices=VersionKind, default=VersionKind.SUBSTANTIVE
    )
    note = models.TextField(_("note"), blank=True)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    frozen_at = models.DateTimeField(_("frozen"), null=True)

    class Meta:
        ordering = ["text", "number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(
                fields=["text", "number"], name="decisions_textversion_number_once"
            ),
            models.CheckConstraint(
                name="decisions_textversion_frozen_has_hash",
                condition=Q(frozen_at=None, content_hash="")
                | (Q(frozen_at__isnull=False) & ~Q(content_hash="")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class ParagraphStyle(models.TextChoices):
    HEADING = "heading", _("heading")
    PARAGRAPH = "paragraph", _("paragraph")


@pghistory.track()
class Paragraph(models.Model):
    """One paragraph of one version, in both languages. ``key`` is the same in every version."""

    version = models.ForeignKey(
        TextVersion, on_delete=models.PROTECT, related_name="paragraphs"
    )
    key = models.SlugField(max_length=12)
    position = models.PositiveSmallIntegerField()
    number = models.CharField(_("number"), max_length=12, blank=True)
    style = models.CharField(max_length=10, choices=ParagraphStyle, default="paragraph")
    es = models.TextField(_("Spanish"), blank=True)
    en = models.TextField(_("English"), blank=True)

    class Meta:
        ordering = ["version", "position"]
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"], name="decisions_paragraph_key_once"
            ),
            models.UniqueConstraint(
                fields=["version", "position"],
                name="decisions_paragraph_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_version",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=FROZEN,
            )
        ]

    def __str__(self) -> str:
        return self.key
