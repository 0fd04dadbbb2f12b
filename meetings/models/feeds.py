"""The secret addresses under which people follow the Conference's calendar from their own."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer

NOTED_EVERY = timedelta(hours=1)


class FeedTokenQuerySet(models.QuerySet["FeedToken"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everybody sees their own."""
        return self.filter(user=viewer.user_id) if viewer.user_id else self.none()

    def live(self) -> Self:
        """Those that were not revoked."""
        return self.filter(revoked_at=None)

    def stale(self, at: datetime) -> Self:
        """Those whose last use is not noted within the hour: reading often writes seldom."""
        return self.filter(Q(last_used_at=None) | Q(last_used_at__lt=at - NOTED_EVERY))


class FeedToken(models.Model):
    """One secret address of one account. The secret itself is shown once and never kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="feed_tokens"
    )
    label = models.CharField(_("where it is used"), max_length=80, blank=True)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"))
    last_used_at = models.DateTimeField(_("last read"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return self.label or str(self.pk)
