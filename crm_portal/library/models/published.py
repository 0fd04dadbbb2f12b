"""What the public site explains and lists: the words of the Conference, and what it published."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.library.models.marking import searched


class GlossaryTermQuerySet(models.QuerySet["GlossaryTerm"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The words of the Conference are for everybody."""
        return self


class GlossaryTerm(models.Model):
    """A term of the Conference in both languages, what it means here, and where that is said."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    term_es = models.CharField(_("term (Spanish)"), max_length=120)
    term_en = models.CharField(_("term (English)"), max_length=120)
    acronym_es = models.CharField(_("initials (Spanish)"), max_length=20, blank=True)
    acronym_en = models.CharField(_("initials (English)"), max_length=20, blank=True)
    definition_es = models.TextField(_("definition (Spanish)"))
    definition_en = models.TextField(_("definition (English)"))
    source = models.CharField(_("source"), max_length=200)

    term = Bilingual()
    acronym = Bilingual()
    definition = Bilingual()

    objects = GlossaryTermQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("term of the glossary")
        verbose_name_plural = _("terms of the glossary")
        triggers = [searched("term")]

    def __str__(self) -> str:
        return self.term_es

    def get_absolute_url(self) -> str:
        return reverse("library:term", args=[self.code])


class PublicationKind(models.TextChoices):
    """What a publication is."""

    GUIDELINES = "guidelines", _("guidelines and reference texts")
    PROCEEDINGS = "proceedings", _("proceedings of meetings")
    STUDY = "study", _("studies and comparative work")
    REPORT = "report", _("reports on the Conference")
    DECLARATION = "declaration", _("declarations published apart")


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What was published is for everybody."""
        return self


class Publication(models.Model):
    """A publication that a source lists, by its year; ``number`` keeps the source's order.

    ``title_es`` is the source's; ``title_en`` is the portal's translation of it. ``text`` is
    the reference of the same text in the register, where it has one.
    """

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=PublicationKind)
    year = models.PositiveSmallIntegerField(_("year"))
    title_es = models.CharField(_("title (Spanish)"), max_length=400)
    title_en = models.CharField(_("title (English)"), max_length=400)
    text = models.CharField(_("reference in the register"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=200)

    title = Bilingual()

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "number"]
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        triggers = [searched("publication")]

    def __str__(self) -> str:
        return f"{self.year} {self.title_es}"
