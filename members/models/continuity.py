"""Whether observer organizations go on being so: asked by the Secretariat, answered by each."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from members.models.history import history
from members.models.parties import Party


class ContinuityInquiry(models.Model):
    """One asking: the Secretariat writes to the organizations it thinks fit (003:109)."""

    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("continuity inquiry")
        verbose_name_plural = _("continuity inquiries")

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d}"


class ContinuityAnswerQuerySet(models.QuerySet["ContinuityAnswer"]):
    def visible_to(self, viewer: Viewer) -> "ContinuityAnswerQuerySet":
        """All of them for the Secretariat; for an organization its own."""
        if viewer.has(Role.SECRETARIAT):
            return self
        if viewer.has(Role.FOCAL_POINT, Role.LIAISON_OFFICER):
            return self.filter(party=viewer.party_id)
        return self.none()


@history()
class ContinuityAnswer(models.Model):
    """What one organization was asked, and what it answered: once, by its focal point."""

    inquiry = models.ForeignKey(
        ContinuityInquiry, on_delete=models.PROTECT, related_name="answers"
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="continuity_answers"
    )
    continues = models.BooleanField(_("continues as an observer"), null=True)
    text = models.CharField(_("remark"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ContinuityAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-inquiry", "party"]
        verbose_name = _("answer on continuity")
        verbose_name_plural = _("answers on continuity")
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "party"], name="members_continuityanswer_once"
            ),
            models.CheckConstraint(
                name="members_continuityanswer_is_signed",
                condition=Q(continues=None, answered_at=None, answered_by=None)
                | Q(
                    continues__isnull=False,
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.inquiry_id}"
