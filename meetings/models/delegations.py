"""Delegations to a meeting: who comes, in which function, and who may know of it."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import Bilingual
from meetings import delegation_states
from meetings.delegation_states import State
from meetings.models.composition import DelegateLevel
from meetings.models.guests import Guest
from meetings.models.meetings import Meeting
from members.models import Party
from members.models.history import history

# Who prepares the meeting, and sees every delegation whole.
PREPARING = (Role.SECRETARIAT, Role.PRESIDENCY)


class DelegationState(models.TextChoices):
    """Where a delegation stands; the steps between are in ``meetings.delegation_states``."""

    DRAFT = State.DRAFT.value, delegation_states.LABELS[State.DRAFT]
    SUBMITTED = State.SUBMITTED.value, delegation_states.LABELS[State.SUBMITTED]
    APPROVED = State.APPROVED.value, delegation_states.LABELS[State.APPROVED]
    RETURNED = State.RETURNED.value, delegation_states.LABELS[State.RETURNED]


class DelegateFunction(models.TextChoices):
    """What somebody is in his or her delegation."""

    HEAD = "head", _("head of delegation")
    ALTERNATE = "alternate", _("alternate head of delegation")
    MEMBER = "member", _("member")
    ADVISER = "adviser", _("adviser")


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Its own people and those who prepare the meeting; other participants once approved.

        Members know who comes to every meeting; others to those where their own party has
        somebody approved. The public knows nobody.
        """
        if viewer.has(*PREPARING):
            return self
        if viewer.party_id is None or viewer.is_public:
            return self.none()
        own = Q(party=viewer.party_id)
        somebody = Exists(Delegate.objects.confirmed().filter(delegation=OuterRef("pk")))
        if viewer.has(Role.MEMBER):
            return self.filter(own | Q(somebody))
        attending = Delegate.objects.confirmed().filter(delegation__party=viewer.party_id)
        there = Q(meeting__in=attending.values("delegation__meeting"))
        return self.filter(own | there & Q(somebody))


@history()
class Delegation(models.Model):
    """Those who come to a meeting for one party, or for a guest that is no party."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="delegations"
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="delegations"
    )
    guest = models.OneToOneField(
        Guest, on_delete=models.PROTECT, null=True, blank=True, related_name="delegation"
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=DelegationState,
        default=DelegationState.DRAFT,
        editable=False,
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    submitted_by = models.CharField(_("submitted by"), max_length=200, blank=True)
    is_late = models.BooleanField(_("registered late"), default=False, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    returned_because = models.CharField(_("reason"), max_length=500, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "pk"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.CheckConstraint(
                name="meetings_delegation_of_a_party_or_a_named_guest",
                condition=Q(party=None, guest__isnull=False)
                | Q(party__isnull=False, guest=None),
            ),
            models.UniqueConstraint(
                fields=["meeting", "party"], name="meetings_delegation_once_a_meeting"
            ),
            models.CheckConstraint(
                name="meetings_delegation_known_state_returned_with_reason",
                condition=Q(state__in=DelegationState.values)
                & (~Q(state=DelegationState.RETURNED) | ~Q(returned_because="")),
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.meeting.symbol} {self.party or self.guest}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:delegation", args=[self.meeting.symbol, self.pk])

    @property
    def name(self) -> str:
        """Of whom it is, in the active language."""
        return str(self.party.name if self.party else self.guest.name if self.guest else "")


class DelegateQuerySet(models.QuerySet["Delegate"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everybody of one's own delegation; of the others, those who were approved."""
        known = self.filter(delegation__in=Delegation.objects.visible_to(viewer))
        if viewer.has(*PREPARING):
            return known
        confirmed = Q(approved_at__isnull=False, withdrawn_at=None)
        return known.filter(Q(delegation__party=viewer.party_id) | confirmed)

    def coming(self) -> Self:
        """Those who were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def confirmed(self) -> Self:
        """Those who were approved and not withdrawn."""
        return self.filter(approved_at__isnull=False, withdrawn_at=None)


@history()
class Delegate(models.Model):
    """Somebody of a delegation: name, function, level, and no more of a person than that.

    A change takes the approval back until it is given again; whoever does not come after
    all stays on record, withdrawn. ``email`` is for those who prepare the meeting.
    """

    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, related_name="delegates"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    full_name = models.CharField(_("full name"), max_length=160)
    title_es = models.CharField(_("title or function (Spanish)"), max_length=200)
    title_en = models.CharField(
        _("title or function (English)"), max_length=200, blank=True
    )
    institution = models.CharField(_("institution"), max_length=200, blank=True)
    function = models.CharField(
        _("function in the delegation"),
        max_length=10,
        choices=DelegateFunction,
        default=DelegateFunction.MEMBER,
    )
    level = models.CharField(
        _("level"), max_length=20, choices=DelegateLevel, default=DelegateLevel.OTHER
    )
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegate_of",
    )
    registered_at = models.DateTimeField(_("registered"))
    registered_by = models.CharField(_("registered by"), max_length=200)
    is_late = models.BooleanField(_("registered late"), default=False)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=200, blank=True)

    title = Bilingual()

    objects = DelegateQuerySet.as_manager()

    class Meta:
        ordering = ["delegation", "order", "pk"]
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        constraints = [
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(function=DelegateFunction.HEAD, withdrawn_at=None),
                name="meetings_delegate_one_head",
            ),
            models.UniqueConstraint(
                fields=["delegation", "user"],
                condition=Q(withdrawn_at=None),
                name="meetings_delegate_account_once",
            ),
            models.CheckConstraint(
                name="meetings_delegate_known_function_and_level",
                condition=Q(
                    function__in=DelegateFunction.values, level__in=DelegateLevel.values
                )
                & ~Q(full_name=""),
            ),
        ]
        indexes = [
            # Which meetings an account comes to: asked whenever a circle is.
            models.Index(
                fields=["user"],
                condition=Q(user__isnull=False),
                name="meetings_delegate_of_account",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
