"""Which sessions a delegate comes to, in which seat; and the notes that accredit a delegation."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.models import append_only
from crm_portal.library.models import StoredFile
from meetings.models.composition import MOST_COMPANIONS
from meetings.models.delegations import PREPARING, Delegate, Delegation
from meetings.models.meetings import Session
from meetings.models.participation import Forum
from members.models.history import history


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def in_force(self) -> Self:
        """Those that were not ended, of delegates who come."""
        return self.filter(ended_at=None, delegate__withdrawn_at=None)

    def visible_to(self, viewer: Viewer) -> Self:
        """Who comes to which session; behind closed doors only whom it is one's part to know.

        There, one's own delegation and those who prepare the meeting; the list of the door
        is for those inside, and is asked for apart.
        """
        known = self.filter(delegate__in=Delegate.objects.visible_to(viewer))
        if viewer.has(*PREPARING):
            return known
        open_door = ~Q(session__forum=Forum.VM_CLOSED)
        return known.filter(Q(delegation__party=viewer.party_id) | open_door)


# A place behind closed doors is a numbered seat, and is of the delegate's own delegation.
SEATED = """
    IF NEW.delegation_id <> (SELECT delegation_id FROM meetings_delegate
                              WHERE id = NEW.delegate_id) THEN
        RAISE EXCEPTION 'the delegate is of another delegation';
    END IF;
    IF (SELECT meeting_id FROM meetings_session WHERE id = NEW.session_id)
       <> (SELECT meeting_id FROM meetings_delegation WHERE id = NEW.delegation_id) THEN
        RAISE EXCEPTION 'the session is of another meeting';
    END IF;
    IF NEW.seat IS NULL AND (SELECT forum FROM meetings_session WHERE id = NEW.session_id)
       = 'VM_CERRADA' THEN
        RAISE EXCEPTION 'a place behind closed doors is a numbered seat';
    END IF;
    RETURN NEW;
"""


@history()
class Registration(models.Model):
    """A delegate comes to a session. Behind closed doors the seat is numbered: 0 is the head's.

    The seats of a delegation at a session are each taken once, and there is none beyond
    those of the widest rule: whatever happens at the same time, nobody comes in above it.
    """

    delegate = models.ForeignKey(
        Delegate, on_delete=models.PROTECT, related_name="registrations"
    )
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="registrations"
    )
    seat = models.PositiveSmallIntegerField(_("seat"), null=True, blank=True)
    rule = models.CharField(_("source"), max_length=120, blank=True)
    registered_at = models.DateTimeField(_("registered"))
    registered_by = models.CharField(_("registered by"), max_length=200)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=200, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["session", "delegation", "seat", "pk"]
        verbose_name = _("registration for a session")
        verbose_name_plural = _("registrations for sessions")
        constraints = [
            models.UniqueConstraint(
                fields=["delegate", "session"],
                condition=Q(ended_at=None),
                name="meetings_registration_once",
            ),
            models.UniqueConstraint(
                fields=["session", "delegation", "seat"],
                condition=Q(ended_at=None, seat__isnull=False),
                name="meetings_registration_seat_taken_once",
            ),
            models.CheckConstraint(
                name="meetings_registration_no_seat_beyond_the_widest_rule",
                condition=Q(seat=None) | Q(seat__gte=0, seat__lte=MOST_COMPANIONS),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="seated",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=SEATED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate_id} {self.session_id}"


class CredentialQuerySet(models.QuerySet["Credential"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The delegation that brought it, the Secretariat and the presidency."""
        if viewer.has(*PREPARING):
            return self
        if viewer.party_id is None or viewer.is_public:
            return self.none()
        return self.filter(delegation__party=viewer.party_id)


class Credential(models.Model):
    """A note verbale that accredits a delegation, as it was brought; never changed."""

    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, related_name="credentials"
    )
    document = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    document_name = models.CharField(max_length=200)
    added_at = models.DateTimeField(_("added"))
    added_by = models.CharField(_("added by"), max_length=200)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        ordering = ["delegation", "added_at", "pk"]
        verbose_name = _("credentials")
        verbose_name_plural = _("credentials")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return self.document_name
