"""Who was there: a party or one of its delegates, at a session or at a whole meeting."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from meetings.models.delegations import Delegate
from meetings.models.guests import Guest
from meetings.models.meetings import Meeting, Session
from meetings.models.participation import Forum
from members.models import Party
from members.models.history import history


class PresenceQuerySet(models.QuerySet["Presence"]):
    def in_force(self) -> Self:
        """Those that were not struck out."""
        return self.filter(struck_at=None)

    def visible_to(self, viewer: Viewer) -> Self:
        """Whoever may know of the meeting knows which parties came; to closed doors, nobody.

        Who was behind closed doors is told to those inside, and is asked for apart.
        """
        known = self.filter(meeting__in=Meeting.objects.visible_to(viewer))
        return known.exclude(session__forum=Forum.VM_CLOSED)


@history()
class Presence(models.Model):
    """Somebody was present. Without a session, at the meeting, as a source tells.

    A mistake is struck out and stays on record.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="presences")
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="presences"
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    guest = models.ForeignKey(
        Guest, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    delegate = models.ForeignKey(
        Delegate, on_delete=models.PROTECT, null=True, blank=True, related_name="presences"
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=200, blank=True)
    struck_at = models.DateTimeField(_("struck out"), null=True, blank=True)
    struck_by = models.CharField(_("struck out by"), max_length=200, blank=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "session", "pk"]
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.CheckConstraint(
                name="meetings_presence_of_a_party_or_a_named_guest",
                condition=Q(party=None, guest__isnull=False)
                | Q(party__isnull=False, guest=None),
            ),
            models.CheckConstraint(
                name="meetings_presence_recorded_here_or_by_source",
                condition=Q(session__isnull=False) | ~Q(source=""),
            ),
            models.UniqueConstraint(
                fields=["meeting", "session", "party", "guest", "delegate"],
                condition=Q(struck_at=None),
                nulls_distinct=False,
                name="meetings_presence_once",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.session_id} {self.party_id or self.guest_id}"
