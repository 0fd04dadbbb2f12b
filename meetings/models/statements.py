"""Statements that a party asked to make: authorised with a scope, declined, delivered."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.library.models import StoredFile
from meetings import delegation_states
from meetings.delegation_states import Asked
from meetings.models.agenda import AgendaItem
from meetings.models.decided import ParticipationDecision
from meetings.models.delegations import PREPARING
from meetings.models.meetings import Meeting, Session
from meetings.models.participation import Right
from members.models import Party
from members.models.history import history

# Nothing else is ever asked for here: nobody asks to debate, to draft or to decide.
ASKABLE = (Right.SPEAK, Right.INTERVENE_AGENDA)


class StatementState(models.TextChoices):
    """Where a statement stands; the steps between are in ``meetings.delegation_states``."""

    REQUESTED = Asked.REQUESTED.value, delegation_states.ASKED_LABELS[Asked.REQUESTED]
    AUTHORISED = Asked.AUTHORISED.value, delegation_states.ASKED_LABELS[Asked.AUTHORISED]
    DECLINED = Asked.DECLINED.value, delegation_states.ASKED_LABELS[Asked.DECLINED]
    WITHDRAWN = Asked.WITHDRAWN.value, delegation_states.ASKED_LABELS[Asked.WITHDRAWN]
    DELIVERED = Asked.DELIVERED.value, delegation_states.ASKED_LABELS[Asked.DELIVERED]


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those who prepare the meeting, and whoever asked."""
        if viewer.has(*PREPARING):
            return self
        if viewer.party_id is None or viewer.is_public:
            return self.none()
        return self.filter(party=viewer.party_id)


@history()
class Statement(models.Model):
    """A party asks to make a statement, or to intervene on items, at a session.

    The presidency authorises it with a scope, until the session ends (001:218, 001:322);
    ``decision`` is the right that it opened, where the rule left that to it.
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="statements"
    )
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="statements"
    )
    item = models.ForeignKey(
        AgendaItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="statements")
    right = models.CharField(
        _("what is asked"), max_length=16, choices=[(r.value, r.label) for r in ASKABLE]
    )
    subject_es = models.CharField(_("subject (Spanish)"), max_length=300)
    subject_en = models.CharField(_("subject (English)"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=StatementState,
        default=StatementState.REQUESTED,
        editable=False,
    )
    requested_at = models.DateTimeField(_("requested"))
    requested_by = models.CharField(_("requested by"), max_length=200)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    scope_es = models.CharField(_("scope (Spanish)"), max_length=300, blank=True)
    scope_en = models.CharField(_("scope (English)"), max_length=300, blank=True)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    rule = models.CharField(_("source"), max_length=120, blank=True)
    decision = models.OneToOneField(
        ParticipationDecision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statement",
    )
    declined_because = models.CharField(_("reason"), max_length=500, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    document = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document_name = models.CharField(max_length=200, blank=True)

    subject = Bilingual()
    scope = Bilingual()

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "requested_at", "pk"]
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.CheckConstraint(
                name="meetings_statement_never_debates_drafts_or_decides",
                condition=Q(right__in=[each.value for each in ASKABLE]),
            ),
            models.CheckConstraint(
                name="meetings_statement_authorised_with_scope_and_expiry",
                condition=~Q(state__in=[Asked.AUTHORISED.value, Asked.DELIVERED.value])
                | ~Q(scope_es="") & Q(expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="meetings_statement_declined_with_reason",
                condition=Q(state__in=StatementState.values)
                & (~Q(state=Asked.DECLINED.value) | ~Q(declined_because="")),
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.meeting.symbol} {self.party}: {self.subject_es}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:statements", args=[self.meeting.symbol])
