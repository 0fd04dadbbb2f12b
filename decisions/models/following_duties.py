"""That a duty was done. The duties themselves are derived and stored nowhere."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.models import append_only
from crm_portal.library.models.documents import Document
from decisions.rules.following import powers
from decisions.rules.following.duties import Kind
from members.models import Party


class DutyKind(models.TextChoices):
    """What is owed by date."""

    GRCM_REPORT = Kind.GRCM_REPORT.value, _("report to the RCGM")
    HALF_YEARLY_PROGRESS = Kind.HALF_YEARLY_PROGRESS.value, _("half-yearly progress report")
    FUND_INFORMATION = Kind.FUND_INFORMATION.value, _("information on the reserve fund")
    CALENDAR_CONFIRMATION = (
        Kind.CALENDAR_CONFIRMATION.value,
        _("confirmation of the calendar"),
    )
    CONTACT_CHECK = Kind.CONTACT_CHECK.value, _("confirmation of a contact")
    HAND_OVER_REPORT = Kind.HAND_OVER_REPORT.value, _("report of the outgoing Presidency")


class DutyDoneQuerySet(models.QuerySet["DutyDone"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Members and the Secretariat."""
        return self if powers.may_read(viewer) else self.none()


class DutyDone(models.Model):
    """A duty was done, on a day, with what shows it; ``key`` names the occasion."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(_("duty"), max_length=24, choices=DutyKind)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"))
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = DutyDoneQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("duty done")
        verbose_name_plural = _("duties done")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return self.key
