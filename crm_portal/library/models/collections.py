"""Collections: documents, texts, meetings and publications that belong together, in order."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Deferrable, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.library import circles, rules
from crm_portal.library.models.marking import searched
from members.models.history import history


class Shelf(models.TextChoices):
    """Whom a collection is for. Of its items each reader sees those that he or she may read."""

    PREPARED = rules.Shelf.PREPARED.value, pgettext_lazy("collection", "In preparation")
    PUBLIC = rules.Shelf.PUBLIC.value, _("Public")
    CIRCULATION = rules.Shelf.CIRCULATION.value, _("Members and observers")
    MEMBERS = rules.Shelf.MEMBERS.value, _("Member countries only")
    PARTICIPANTS = rules.Shelf.PARTICIPANTS.value, _("Participants of the meeting")


class CollectionQuerySet(models.QuerySet["Collection"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Whoever curates sees all; the others those for them, and none in preparation."""
        if rules.curates(viewer):
            return self
        mine = Q(level__in=[Shelf.PUBLIC, *rules.levels_of(viewer)])
        if not viewer.is_public:
            mine |= Q(level=Shelf.PARTICIPANTS, circle__in=circles.of(viewer))
        return self.filter(mine)


@history()
class Collection(models.Model):
    """A named list of things that are found. Its slug is its address and never changes.

    ``level`` and ``circle`` say whom the list is for, not what is in it.
    """

    slug = models.SlugField(_("address"), max_length=90, unique=True)
    title_es = models.CharField(_("title (Spanish)"), max_length=160)
    title_en = models.CharField(_("title (English)"), max_length=160)
    words_es = models.TextField(_("description (Spanish)"), blank=True)
    words_en = models.TextField(_("description (English)"), blank=True)
    level = models.CharField(
        _("audience"), max_length=12, choices=Shelf, default=Shelf.PREPARED
    )
    circle = models.CharField(_("circle"), max_length=60, blank=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed"))
    is_demonstration = models.BooleanField(
        _("invented for a demonstration"), default=False, editable=False
    )

    title = Bilingual()
    words = Bilingual()

    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        constraints = [
            models.CheckConstraint(
                name="library_collection_circle_where_it_belongs",
                condition=Q(level="participants", circle__endswith=":participants")
                | Q(level__in=["prepared", "public", "circulation", "members"], circle=""),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept_collection", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="cited", fields=["slug", "made_at", "made_by"]),
            searched("collection"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("library:collection", args=[self.slug])


@history()
class CollectionItem(models.Model):
    """One thing in a collection, named as the search names it: its kind and its key."""

    collection = models.ForeignKey(
        Collection, on_delete=models.PROTECT, related_name="items"
    )
    kind = models.CharField(max_length=20)
    target_id = models.BigIntegerField()
    position = models.PositiveSmallIntegerField()
    note_es = models.CharField(_("note (Spanish)"), max_length=300, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=300, blank=True)

    note = Bilingual()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("item of a collection")
        verbose_name_plural = _("items of collections")
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "kind", "target_id"],
                name="library_collectionitem_once",
            ),
            models.UniqueConstraint(
                fields=["collection", "position"],
                name="library_collectionitem_place_once",
                deferrable=Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"collection {self.collection_id}, item {self.pk}"
