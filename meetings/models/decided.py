"""What the presidency decided beyond the matrix: for whom, where, for what, until when."""

from datetime import datetime
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import Bilingual
from meetings.models.meetings import Meeting, Session
from meetings.models.participation import Forum, PartyClass, Right
from members.models import Party
from members.models.history import history

# Whose page of decisions it is; each reads of it what ``visible_to`` gives.
READERS = (Role.MEMBER, Role.SECRETARIAT, Role.OBSERVER, Role.CIVIL_SOCIETY)


class ParticipationDecisionQuerySet(models.QuerySet["ParticipationDecision"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Members and the Secretariat read all; an observer what was decided about it."""
        if viewer.has(Role.MEMBER, Role.SECRETARIAT):
            return self
        return self.filter(party=viewer.party_id) if viewer.party_id else self.none()

    def in_force(self, at: datetime) -> Self:
        """Those whose time has come and not passed at ``at``, and that were not revoked."""
        return self.filter(valid_from__lte=at, valid_until__gt=at).filter(
            Q(revoked_at=None) | Q(revoked_at__gt=at)
        )


@history()
class ParticipationDecision(models.Model):
    """A right that the presidency opened to a class, or to one party, until it expires.

    ``valid_until`` is excluded. Without a meeting it holds for every meeting of the forum;
    without a party, for the whole class. An exception at the closed door is the
    Vice-Ministers' own (001:376), and ``decided_by`` says so.
    """

    forum = models.CharField(_("where"), max_length=20, choices=Forum)
    party_class = models.CharField(_("class of party"), max_length=12, choices=PartyClass)
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    right = models.CharField(_("right"), max_length=16, choices=Right)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="decided"
    )
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="decided"
    )
    valid_from = models.DateTimeField(_("from"))
    valid_until = models.DateTimeField(_("until"))
    scope_es = models.CharField(_("scope (Spanish)"), max_length=300)
    scope_en = models.CharField(_("scope (English)"), max_length=300, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200)
    source = models.CharField(_("source"), max_length=200)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=200)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    scope = Bilingual()

    objects = ParticipationDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        verbose_name = _("decision on participation")
        verbose_name_plural = _("decisions on participation")
        constraints = [
            models.CheckConstraint(
                name="meetings_participationdecision_known_case",
                condition=Q(
                    forum__in=Forum.values,
                    party_class__in=PartyClass.values,
                    right__in=Right.values,
                ),
            ),
            models.CheckConstraint(
                name="meetings_participationdecision_has_scope_and_expiry",
                condition=Q(valid_until__gt=F("valid_from"))
                & ~Q(scope_es="")
                & ~Q(decided_by="")
                & ~Q(source=""),
            ),
        ]
        indexes = [
            # What holds in a forum when a right is asked for.
            models.Index(
                fields=["forum", "party_class"], name="meetings_decision_of_forum"
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.forum} {self.party_class} {self.right}"

    def holds_at(self, at: datetime) -> bool:
        """Say whether its time has come and not passed, and it was not revoked."""
        is_revoked = self.revoked_at is not None and self.revoked_at <= at
        return self.valid_from <= at < self.valid_until and not is_revoked
