"""The versions of a text: paragraphs in two columns, frozen for ever once they are given out."""

from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.models import append_only
from crm_portal.library import circles
from crm_portal.library.models.documents import Level
from crm_portal.library.rules import documents as levels
from decisions.models.texts import Text
from decisions.rules.texts import paragraphs as rules
from decisions.rules.texts.languages import Happened
from decisions.text_states import TextState

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


class VersionKind(models.TextChoices):
    """Why a version exists (P8: only a substantive one restarts a term)."""

    SUBSTANTIVE = "substantive", _("substantive")
    CORRIGENDUM = "corrigendum", _("corrigendum")
    TRANSLATION = "translation", _("translation completed")


class TextVersionQuerySet(models.QuerySet["TextVersion"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Members: every version of what they see. Others: what was circulated or stands."""
        seen = self.filter(text__in=Text.objects.visible_to(viewer))
        if viewer.has(Role.SECRETARIAT, Role.MEMBER):
            return seen
        mine = Circulation.objects.reaching(viewer).filter(version=OuterRef("pk"))
        adopted = _is_adopted(OuterRef("pk"))
        return seen.filter(Exists(mine) | Q(text__state=TextState.PUBLISHED) & adopted)


def _is_adopted(version: OuterRef) -> Q:
    # Imported when asked: an adoption knows its version.
    from decisions.models.adoption import TextAdoption

    return Q(Exists(TextAdoption.objects.filter(version=version)))


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

    objects = TextVersionQuerySet.as_manager()

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


class CirculationQuerySet(models.QuerySet["Circulation"]):
    def reaching(self, viewer: Viewer) -> Self:
        """Return what was circulated to ``viewer``."""
        reached = Q(level=Level.PUBLIC) | Q(level__in=levels.levels_of(viewer))
        held = circles.of(viewer)
        return self.filter(reached | Q(circle__in=held or [""]) & ~Q(circle=""))


class Circulation(models.Model):
    """A frozen version went out to an audience; comments count until the excluded bound."""

    version = models.ForeignKey(
        TextVersion, on_delete=models.PROTECT, related_name="circulations"
    )
    level = models.CharField(_("audience"), max_length=12, choices=Level)
    circle = models.CharField(max_length=60, blank=True)
    comments_until = models.DateTimeField(_("comments until"), null=True, blank=True)
    circulated_at = models.DateTimeField(_("circulated"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = CirculationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("circulation of a version")
        verbose_name_plural = _("circulations of versions")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.version_id} {self.level}"


class LanguageHappened(models.TextChoices):
    """What may happen to the words of a paragraph in one language."""

    AMENDED = Happened.AMENDED.value, _("amended")
    WORDED = Happened.WORDED.value, _("reworded")
    TRANSLATED = Happened.TRANSLATED.value, _("translated")
    CHECKED = Happened.CHECKED.value, _("checked")
    ERASED = Happened.ERASED.value, _("erased")


class TextPart(models.TextChoices):
    """What a paragraph is to its text."""

    HEADER = "header", _("header lines")
    CHAPEAU = "chapeau", _("chapeau")
    PREAMBLE = "preamble", _("preamble")
    OPERATIVE = "operative", _("operative part")
    CLOSING = "closing", _("closing")
    ANNEX = "annex", _("annex")


class ParagraphStyle(models.TextChoices):
    HEADING = "heading", _("heading")
    PARAGRAPH = "paragraph", _("paragraph")


def no_languages() -> dict[str, Any]:
    """Return what is on record of the languages of a new paragraph."""
    return {}


@pghistory.track()
class Paragraph(models.Model):
    """One paragraph of one version, in both languages. ``key`` is the same in every version.

    ``parent`` is the key it stands within; ``number`` how it is cited in its text, fixed
    when the version freezes. ``revision`` grows with every saving. ``languages`` is the
    state of each language as its events leave it: ``{"en": {"state", "at", "by"}}``.
    """

    version = models.ForeignKey(
        TextVersion, on_delete=models.PROTECT, related_name="paragraphs"
    )
    key = models.SlugField(max_length=12)
    position = models.PositiveSmallIntegerField()
    number = models.CharField(_("number"), max_length=30, blank=True)
    style = models.CharField(max_length=10, choices=ParagraphStyle, default="paragraph")
    part = models.CharField(max_length=10, choices=TextPart, default=TextPart.OPERATIVE)
    parent = models.SlugField(max_length=12, blank=True)
    es = models.TextField(_("Spanish"), blank=True)
    en = models.TextField(_("English"), blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    languages = models.JSONField(default=no_languages, editable=False)
    agreed_at = models.DateTimeField(_("agreed"), null=True, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

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

    @property
    def ruled(self) -> rules.Paragraph:
        """Return the paragraph as the rules take it."""
        return rules.Paragraph(
            key=self.key,
            es=self.es,
            en=self.en,
            part=rules.Part(self.part),
            form=rules.Form(self.style),
            parent=self.parent or None,
        )


class LanguageEvent(models.Model):
    """What happened to the words of a paragraph in one language, or in both (empty)."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="language_events")
    key = models.SlugField(max_length=12)
    happened = models.CharField(max_length=10, choices=LanguageHappened)
    language = models.CharField(max_length=2, blank=True)
    at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("event of a language")
        verbose_name_plural = _("events of languages")
        indexes = [
            # The state of one paragraph, from all that happened to it.
            models.Index(fields=["text", "key", "id"], name="decisions_langevent_of"),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.key} {self.language} {self.happened}"
