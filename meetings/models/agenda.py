"""The agenda of a meeting: its items, and who may know of each."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.library import circles
from meetings.models.meetings import Meeting, Session
from meetings.models.participation import Forum
from members.models import Party
from members.models.history import history

INSIDERS = (Role.MEMBER, Role.SECRETARIAT)


class ItemKind(models.TextChoices):
    """What an item of the agenda is; the plenary has at least the first three (001:375)."""

    PPT_REPORT = "ppt_report", _("report of the Presidency Pro-Tempore")
    OPENING_STATEMENTS = "opening_statements", _("opening statements of the delegations")
    RROCM_DIALOGUE = "rrocm_dialogue", _("dialogue with civil society (RNCOM)")
    GRCM_REPORT = "grcm_report", _("report of the RCGM")
    NETWORK_REPORT = "network_report", _("report of a network or working group")
    SECRETARIAT_REPORT = "secretariat_report", _("report of the Secretariat")
    DECISION = "decision", _("matter for decision")
    DISCUSSION = "discussion", _("matter for discussion")
    INFORMATION = "information", _("matter for information")
    CEREMONY = "ceremony", _("opening or closing")
    OTHER = "other", _("other matter")


class Axis(models.TextChoices):
    """The three themes around which an agenda is structured (001:364, 001:380)."""

    MANAGEMENT = "management", _("migration policies and management")
    RIGHTS = "rights", _("human rights")
    DEVELOPMENT = "development", _("migration and development")


class ItemStanding(models.TextChoices):
    """Whether an item is on the agenda."""

    PROPOSED = "proposed", _("proposed")
    TAKEN = "taken", _("on the agenda")
    SET_ASIDE = "set_aside", _("set aside")


class ItemResult(models.TextChoices):
    """What became of an item at the meeting."""

    CONCLUDED = "concluded", _("concluded")
    PENDING = "pending", _("pending: to be taken up again")


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Members and the Secretariat read what is open; others, what was published.

        A closed item is for the circle of its meeting's closed door alone (001:376).
        """
        known = ~behind_closed_door()
        if not viewer.has(*INSIDERS):
            known &= Q(published_at__lte=viewer.at) & Q(
                meeting__in=Meeting.objects.visible_to(viewer)
            )
        return self.filter(
            known | Q(behind_closed_door(), meeting__in=closed_doors_open_to(viewer))
        )

    def on_the_agenda(self) -> Self:
        """Those that are taken, not merely proposed."""
        return self.filter(standing=ItemStanding.TAKEN)

    def in_order(self) -> Self:
        """By session as they sit, then by place; what has no session yet comes last."""
        return self.order_by(
            F("session__starts_at").asc(nulls_last=True), "session", "position", "pk"
        )


def behind_closed_door(prefix: str = "") -> Q:
    """Return what says that an item is closed, by itself or by its session."""
    return Q(**{f"{prefix}is_closed": True}) | Q(
        **{f"{prefix}session__forum": Forum.VM_CLOSED}
    )


def closed_doors_open_to(viewer: Viewer) -> list[int]:
    """Return the meetings (ids) whose closed door is open to ``viewer`` now."""
    from meetings.circles import CLOSED  # it reads the sessions, and stands on the models

    if viewer.user_id is None:
        return []
    suffix = f":{CLOSED}"
    keys = circles.of(viewer)
    return sorted(int(key.split(":")[1]) for key in keys if key.endswith(suffix))


# Whoever writes the row: what hangs on something closed is closed.
INHERITS = """
    IF NOT NEW.is_closed THEN
        NEW.is_closed := EXISTS (
            SELECT 1 FROM meetings_session s WHERE s.id = NEW.session_id AND s.forum = 'VM_CERRADA'
        ) OR EXISTS (
            SELECT 1 FROM meetings_agendaitem p WHERE p.id = NEW.parent_id AND p.is_closed
        );
    END IF;
    RETURN NEW;
"""


@history()
class AgendaItem(models.Model):
    """One item. Its number is not kept: it is counted in the series of whoever reads.

    ``starts_at`` and ``ends_at`` are its slot, the second excluded. ``carried_from`` is the
    item of an earlier meeting that it goes on with; ``referred_by`` says in words what
    referred the matter, ``referred_url`` where that is read.
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="agenda_items"
    )
    session = models.ForeignKey(
        Session,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    position = models.PositiveIntegerField(default=0, editable=False)
    kind = models.CharField(
        _("kind"), max_length=20, choices=ItemKind, default=ItemKind.OTHER
    )
    axis = models.CharField(_("thematic axis"), max_length=12, choices=Axis, blank=True)
    title_es = models.CharField(_("title (Spanish)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    description_es = models.TextField(_("description (Spanish)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    presenter = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    presenter_name = models.CharField(_("who presents it"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    is_closed = models.BooleanField(_("behind closed doors"), default=False)
    standing = models.CharField(
        _("standing"),
        max_length=10,
        choices=ItemStanding,
        default=ItemStanding.TAKEN,
        editable=False,
    )
    proposed_by = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    because = models.CharField(_("reason"), max_length=300, blank=True)
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to"
    )
    referred_by = models.CharField(_("referred by"), max_length=200, blank=True)
    referred_url = models.CharField(max_length=200, blank=True)
    result = models.CharField(
        _("result"), max_length=10, choices=ItemResult, blank=True, editable=False
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=200, blank=True)

    title = Bilingual()
    description = Bilingual()

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "position", "pk"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.CheckConstraint(
                name="meetings_agendaitem_known_kind_axis_and_standing",
                condition=Q(
                    kind__in=ItemKind.values,
                    axis__in=["", *Axis.values],
                    standing__in=ItemStanding.values,
                    result__in=["", *ItemResult.values],
                ),
            ),
            models.CheckConstraint(
                name="meetings_agendaitem_ends_after_it_begins",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="meetings_agendaitem_not_under_itself",
                condition=Q(parent=None) | ~Q(parent=F("id")),
            ),
            models.CheckConstraint(
                name="meetings_agendaitem_closed_is_never_published",
                condition=Q(is_closed=False) | Q(published_at=None),
            ),
            models.CheckConstraint(
                name="meetings_agendaitem_set_aside_with_a_reason",
                condition=~Q(standing=ItemStanding.SET_ASIDE) | ~Q(because=""),
            ),
        ]
        indexes = [
            # The agenda of a meeting, in its order.
            models.Index(
                fields=["meeting", "position"], name="meetings_agendaitem_of_meeting"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="closed_inherits",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=INHERITS,
            ),
        ]

    def __str__(self) -> str:
        # What is closed leaves no title in trails, labels or mails.
        return f"agenda {self.pk}" if self.is_behind_closed_door else self.title_es

    def get_absolute_url(self) -> str:
        return reverse("meetings:agenda", args=[self.meeting.symbol])

    @property
    def is_behind_closed_door(self) -> bool:
        """Whether it is closed by itself or by the session it stands in."""
        return self.is_closed or (self.session is not None and self.session.is_closed)

    @property
    def forum(self) -> str:
        """Where it is dealt with, as the matrix names it."""
        return self.session.forum if self.session else self.meeting.body.forum
