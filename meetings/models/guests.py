"""Special guests: of one meeting, and of nothing outside it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual, pick
from meetings.models.meetings import Meeting
from members.models import Party
from members.models.history import history


class GuestQuerySet(models.QuerySet["Guest"]):
    def visible_to(self, viewer: Viewer) -> "GuestQuerySet":
        """Who works in the Conference knows the guests of a meeting; others once it began."""
        known = self.filter(meeting__in=Meeting.objects.visible_to(viewer))
        return (
            known.filter(meeting__starts_on__lte=viewer.on) if viewer.is_public else known
        )


@history()
class Guest(models.Model):
    """A country or organization invited to one meeting (002:93); it gets no standing by it.

    Either a party to the Conference, or a name. An invitation called off stays on record.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="guests")
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="invited_to"
    )
    called_es = models.CharField(_("name (Spanish)"), max_length=200, blank=True)
    called_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    purpose_es = models.CharField(_("purpose (Spanish)"), max_length=300, blank=True)
    purpose_en = models.CharField(_("purpose (English)"), max_length=300, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200)
    source = models.CharField(_("source"), max_length=120)
    called_off_on = models.DateField(_("called off on"), null=True, editable=False)

    purpose = Bilingual()

    objects = GuestQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "pk"]
        verbose_name = _("special guest")
        verbose_name_plural = _("special guests")
        constraints = [
            models.CheckConstraint(
                name="meetings_guest_is_a_party_or_a_name",
                condition=Q(party=None) & ~Q(called_es="")
                | Q(party__isnull=False, called_es="", called_en=""),
            ),
            models.CheckConstraint(
                name="meetings_guest_is_decided_and_sourced",
                condition=~Q(decided_by="") & ~Q(source=""),
            ),
            models.UniqueConstraint(
                fields=["meeting", "party", "called_es"],
                nulls_distinct=False,
                name="meetings_guest_once_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return self.called_es or str(self.party)

    @property
    def name(self) -> str:
        """What the guest is called, in the active language."""
        if self.party is None:
            return pick(self.called_es, self.called_en)
        return str(self.party.name)
