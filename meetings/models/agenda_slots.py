"""The space that others than the members are given in an agenda."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from meetings.models.agenda import INSIDERS, AgendaItem, behind_closed_door
from meetings.models.participation import Right
from members.models import Party
from members.models.history import history


class SlotOffice(models.TextChoices):
    """Who gives a space in the agenda: both, one after the other (001:375, 003:105)."""

    PRESIDENCY = "presidency", _("the presidency")
    SECRETARIAT = "secretariat", _("the Secretariat")


SLOT_RIGHTS = (Right.SPEAK, Right.INTERVENE_AGENDA)


class AgendaSlotQuerySet(models.QuerySet["AgendaSlot"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Of items in sight: members and the Secretariat all of them, a party its own once
        it is confirmed."""
        items = AgendaItem.objects.visible_to(viewer)
        if viewer.has(*INSIDERS):
            return self.filter(item__in=items)
        if viewer.party_id is None:
            return self.none()
        return self.confirmed().filter(
            party=viewer.party_id, item__in=AgendaItem.objects.exclude(behind_closed_door())
        )

    def confirmed(self) -> Self:
        """Those that both offices gave, and that were not taken back."""
        return self.exclude(confirmed_at=None).filter(withdrawn_at=None)


@history()
class AgendaSlot(models.Model):
    """A space in the agenda: a party may make a statement, or intervene, at one item.

    Proposed by the presidency or by the Secretariat, it holds once the other confirms it
    (003:105).
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="slots")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    right = models.CharField(
        _("right"),
        max_length=16,
        choices=[(right.value, right.label) for right in SLOT_RIGHTS],
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    proposed_by = models.CharField(_("proposed by"), max_length=12, choices=SlotOffice)
    proposed_at = models.DateTimeField(_("proposed"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = AgendaSlotQuerySet.as_manager()

    class Meta:
        ordering = ["item", "pk"]
        verbose_name = _("space in the agenda")
        verbose_name_plural = _("spaces in the agenda")
        constraints = [
            models.CheckConstraint(
                name="meetings_agendaslot_known_right_and_office",
                condition=Q(right__in=SLOT_RIGHTS, proposed_by__in=SlotOffice.values),
            ),
            models.UniqueConstraint(
                fields=["item", "party", "right"],
                condition=Q(withdrawn_at=None),
                name="meetings_agendaslot_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.right}"
