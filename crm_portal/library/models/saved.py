"""Searches that a person keeps: by name, his or her own, and told of if he or she wishes."""

from datetime import datetime
from typing import Self
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer

# The parts of the address of a search, as the page of the search reads them.
PARTS = ("q", "kind", "meeting", "audience", "language", "year")


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own; nobody reads anybody else's, the Secretariat neither."""
        return self.filter(user=viewer.user_id) if viewer.user_id else self.none()

    def due(self, at: datetime) -> Self:
        """Return those that are to be looked into for what is new."""
        return self.filter(tells=True, next_look_at__lte=at)


class SavedSearch(models.Model):
    """One search of one person: what it asks for is the query of its address.

    ``tells``: its person is told once a day of what it finds anew. ``known`` are the entries
    that it has found so far, which are told no more; ``next_look_at`` is when it is looked
    into again.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(_("name"), max_length=80)
    q = models.CharField(_("words"), max_length=100)
    kind = models.CharField(max_length=62, blank=True)
    meeting = models.CharField(max_length=40, blank=True)
    audience = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, blank=True)
    year = models.CharField(max_length=4, blank=True)
    tells = models.BooleanField(_("tell me of new results"), default=False)
    saved_at = models.DateTimeField(_("saved"))
    known = ArrayField(models.BigIntegerField(), default=list, editable=False)
    next_look_at = models.DateTimeField(null=True, editable=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"], name="library_savedsearch_name_once"
            ),
            models.CheckConstraint(
                name="library_savedsearch_looked_into_if_it_tells",
                condition=Q(tells=True, next_look_at__isnull=False)
                | Q(tells=False, next_look_at=None),
            ),
        ]
        indexes = [
            # What the sweep looks into.
            models.Index(
                fields=["next_look_at"],
                condition=Q(tells=True),
                name="library_savedsearch_due",
            ),
        ]

    def __str__(self) -> str:
        # What logs and lists of notices write down says nothing of what is looked for.
        return f"saved search {self.pk}"

    def get_absolute_url(self) -> str:
        return f"{reverse('library:search')}?{urlencode(self.parts)}"

    @property
    def parts(self) -> dict[str, str]:
        """What it asks for, as the address of the search says it."""
        said = {name: str(getattr(self, name)) for name in PARTS}
        return {name: value for name, value in said.items() if value}
