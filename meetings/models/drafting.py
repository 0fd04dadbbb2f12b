"""Drafting groups of a meeting, and who represents each country in them, by date."""

from datetime import datetime
from typing import Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from meetings.models.delegations import Delegate
from meetings.models.meetings import Meeting
from meetings.models.participation import Forum
from members.models import Party
from members.models.history import history
from members.models.parties import IdentityRange

READERS = (Role.MEMBER, Role.SECRETARIAT)


class GroupOf(models.TextChoices):
    """What a drafting group is of: a network, or the GRCM and the Vice-Ministers (001:399)."""

    COMMON = (
        "COMUN",
        _("Regional Consultation Group on Migration and Vice-Ministerial Meeting"),
    )
    TRAFFICKING_NETWORK = Forum.TRAFFICKING_NETWORK.value, Forum.TRAFFICKING_NETWORK.label
    CONSULAR_NETWORK = Forum.CONSULAR_NETWORK.value, Forum.CONSULAR_NETWORK.label
    CHILDREN_NETWORK = Forum.CHILDREN_NETWORK.value, Forum.CHILDREN_NETWORK.label


class DraftingGroupQuerySet(models.QuerySet["DraftingGroup"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Members and the Secretariat: a drafting group is never an observer's."""
        return self if viewer.has(*READERS) else self.none()

    def at(self, instant: datetime) -> Self:
        """Groups that were formed by ``instant`` and had not ended."""
        return self.filter(formed_at__lte=instant).filter(
            Q(ended_at=None) | Q(ended_at__gt=instant)
        )


@history()
class DraftingGroup(models.Model):
    """Formed when the meeting opens and headed by the presidency in office (001:399).

    Who heads it is never written here: it follows from the term of the presidency.
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="drafting_groups"
    )
    of = models.CharField(_("what it is of"), max_length=20, choices=GroupOf)
    formed_at = models.DateTimeField(_("formed"))
    formed_by = models.CharField(_("formed by"), max_length=200)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=200, blank=True)

    objects = DraftingGroupQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "pk"]
        verbose_name = _("drafting group")
        verbose_name_plural = _("drafting groups")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "of"], name="meetings_draftinggroup_once"
            ),
            models.CheckConstraint(
                name="meetings_draftinggroup_known_kind",
                condition=Q(of__in=GroupOf.values),
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.of}"


class RepresentativeQuerySet(models.QuerySet["DraftingRepresentative"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """As the group itself."""
        return self.filter(group__in=DraftingGroup.objects.visible_to(viewer))

    def at(self, instant: datetime) -> Self:
        """Those who represent their countries at ``instant``: at most one each in a group."""
        return self.filter(during__contains=instant)


@history()
class DraftingRepresentative(models.Model):
    """The one person who represents a country in a drafting group, over a range of instants."""

    group = models.ForeignKey(
        DraftingGroup, on_delete=models.PROTECT, related_name="representatives"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    delegate = models.ForeignKey(
        Delegate, on_delete=models.PROTECT, related_name="represents"
    )
    during = DateTimeRangeField(_("during"))
    designated_by = models.CharField(_("designated by"), max_length=200)
    ended_by = models.CharField(_("ended by"), max_length=200, blank=True)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        ordering = ["group", "party", "during"]
        verbose_name = _("representative in a drafting group")
        verbose_name_plural = _("representatives in drafting groups")
        constraints = [
            ExclusionConstraint(
                name="meetings_draftingrepresentative_one_at_a_time",
                expressions=[
                    (IdentityRange("group_id"), RangeOperators.OVERLAPS),
                    (IdentityRange("party_id"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.group_id} {self.party_id} {self.delegate_id}"
