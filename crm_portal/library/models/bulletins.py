"""Bulletins of the Secretariat: written, looked at twice, sent once to chosen audiences."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only
from crm_portal.library import rules


class BulletinState(models.TextChoices):
    """Where a bulletin stands. Once sent it does not change."""

    DRAFT = "draft", pgettext_lazy("bulletin", "Draft")
    SENT = "sent", pgettext_lazy("bulletin", "Sent")
    DISCARDED = "discarded", pgettext_lazy("bulletin", "Discarded")


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Whoever was in its audience reads what was sent; the Secretariat, all of it."""
        if rules.writes_bulletins(viewer):
            return self
        if viewer.is_public or viewer.user_id is None:
            return self.none()
        mine = BulletinAddressee.objects.filter(user=viewer.user_id)
        return self.filter(state=BulletinState.SENT, pk__in=mine.values("bulletin"))

    def listed(self) -> Self:
        """Drafts first, then what was sent, the latest first; what was discarded is not listed."""
        kept = self.exclude(state=BulletinState.DISCARDED)
        return kept.order_by(F("sent_at").desc(nulls_first=True), "-pk")


class Bulletin(models.Model):
    """One bulletin in both languages; paragraphs are parted by empty lines.

    ``audiences`` are the keys of those it is for; whom that reached is kept when it is sent.
    """

    title_es = models.CharField(_("title (Spanish)"), max_length=160)
    title_en = models.CharField(_("title (English)"), max_length=160)
    words_es = models.TextField(_("text (Spanish)"))
    words_en = models.TextField(_("text (English)"))
    audiences = ArrayField(models.CharField(max_length=60), verbose_name=_("audiences"))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=BulletinState,
        default=BulletinState.DRAFT,
        editable=False,
    )
    written_at = models.DateTimeField(editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    title = Bilingual()
    words = Bilingual()

    objects = BulletinQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        constraints = [
            models.CheckConstraint(
                name="library_bulletin_sent_by_somebody",
                condition=~Q(state=BulletinState.SENT)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="sent_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=BulletinState.SENT.value),
            ),
        ]

    def __str__(self) -> str:
        return self.title_es

    def get_absolute_url(self) -> str:
        return reverse("library:bulletin", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == BulletinState.DRAFT

    @property
    def is_sent(self) -> bool:
        return self.state == BulletinState.SENT


class BulletinAddressee(models.Model):
    """One person whom a bulletin reached, and as what: the first audience that names them."""

    bulletin = models.ForeignKey(
        Bulletin, on_delete=models.PROTECT, related_name="addressees"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    audience = models.CharField(_("audience"), max_length=60)

    class Meta:
        ordering = ["bulletin", "pk"]
        verbose_name = _("addressee of a bulletin")
        verbose_name_plural = _("addressees of bulletins")
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "user"], name="library_addressee_once"
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.bulletin_id}:{self.user_id}"
