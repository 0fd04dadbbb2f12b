"""Changes of whom a document is for: narrowed by one person, widened by two."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.models import kept_whole
from crm_portal.library.models.documents import Document, Level


class ChangeState(models.TextChoices):
    """What became of a proposal that more people read a document."""

    PROPOSED = "proposed", _("waits for a second person")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    NARROWED = "narrowed", _("narrowed")


class AudienceChangeQuerySet(models.QuerySet["AudienceChange"]):
    def waiting(self) -> Self:
        """Return the proposals that nobody has decided."""
        return self.filter(state=ChangeState.PROPOSED)


class AudienceChange(models.Model):
    """One change, who proposed it and who decided. Once decided it never changes.

    The database itself refuses that one person approve what he or she proposed.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="changes")
    was = models.CharField(_("audience before"), max_length=12, choices=Level)
    was_circle = models.CharField(max_length=60, blank=True)
    becomes = models.CharField(_("audience after"), max_length=12, choices=Level)
    becomes_circle = models.CharField(max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    proposed_at = models.DateTimeField(_("proposed"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=8, choices=ChangeState, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = AudienceChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("change of audience")
        verbose_name_plural = _("changes of audience")
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state="proposed"),
                name="library_audiencechange_one_waits",
            ),
            models.CheckConstraint(
                name="library_audiencechange_takes_two_persons",
                condition=~Q(state="approved") | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="library_audiencechange_decided_by_somebody",
                condition=Q(state="proposed", decided_at=None, decided_by=None)
                | ~Q(state="proposed")
                & Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="as_proposed", exclude=["state", "decided_at", "decided_by"]
            ),
            pgtrigger.Protect(
                name="decided_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__decided_at__isnull=False),
            ),
            pgtrigger.Protect(name="kept_change", operation=pgtrigger.Delete),
            kept_whole("changes_kept_whole"),
        ]

    def __str__(self) -> str:
        return f"change {self.pk} of document {self.document_id}"
