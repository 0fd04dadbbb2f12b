"""News of the Conference: written by one person, published by two, at its hour."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.library import rules


class NewsState(models.TextChoices):
    """Where an item stands. Approved, it is public from its hour on."""

    DRAFT = "draft", pgettext_lazy("news", "Draft")
    APPROVED = "approved", pgettext_lazy("news", "Approved")
    WITHDRAWN = "withdrawn", pgettext_lazy("news", "Withdrawn")


class NewsQuerySet(models.QuerySet["NewsItem"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everybody sees what is approved, from its hour on; those who write news, all of it."""
        return self if rules.writes_news(viewer) else self.public_at(viewer)

    def public_at(self, viewer: Viewer) -> Self:
        """Return what is public at the viewer's instant, the latest first."""
        shown = self.filter(state=NewsState.APPROVED, public_from__lte=viewer.at)
        return shown.order_by("-public_from", "-pk")


class NewsItem(models.Model):
    """One item in both languages; paragraphs are parted by empty lines.

    ``public_from`` is the embargo: before it only those who write news know of the item.
    Whoever wrote the words last never approves them.
    """

    slug = models.SlugField(_("address"), max_length=90, unique=True)
    title_es = models.CharField(_("title (Spanish)"), max_length=160)
    title_en = models.CharField(_("title (English)"), max_length=160)
    words_es = models.TextField(_("text (Spanish)"))
    words_en = models.TextField(_("text (English)"))
    public_from = models.DateTimeField(_("public from"))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=NewsState,
        default=NewsState.DRAFT,
        editable=False,
    )
    written_at = models.DateTimeField(editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    title = Bilingual()
    words = Bilingual()

    objects = NewsQuerySet.as_manager()

    class Meta:
        ordering = ["-public_from", "-pk"]
        verbose_name = _("item of news")
        verbose_name_plural = _("news")
        constraints = [
            models.CheckConstraint(
                name="library_newsitem_approved_by_somebody_else",
                condition=~Q(state=NewsState.APPROVED)
                | Q(approved_by__isnull=False) & ~Q(approved_by=F("written_by")),
            ),
        ]
        indexes = [
            # The latest that are public.
            models.Index(fields=["state", "-public_from"], name="library_newsitem_public"),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("library:news-item", args=[self.slug])

    @property
    def mark(self) -> str:
        """What tells these words and their hour from every other."""
        said = [self.title_es, self.title_en, self.words_es, self.words_en]
        return rules.sha256(rules.canonical_json([*said, self.public_from.isoformat()]))

    @property
    def is_draft(self) -> bool:
        return self.state == NewsState.DRAFT
