"""Meetings planned, convened, held; their places, their sessions, and the bodies they are of."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import ZONE_OF_RECORD, Role, Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.library.models import searched
from meetings import meeting_states
from meetings.meeting_states import State
from meetings.models.bodies import Body, BodyKind
from meetings.models.participation import Forum
from meetings.rules import Days
from members.models import Party
from members.models.history import history
from members.models.parties import Precision

SEAT_ZONE = ZONE_OF_RECORD.key
# Whose future meetings only those who work in the Conference know of.
INTERNAL = (BodyKind.TROIKA, BodyKind.DRAFTING_GROUP)
# Who knows of every meeting.
KNOWING = frozenset({Role.MEMBER, Role.SECRETARIAT, Role.ADMINISTRATOR})


class MeetingState(models.TextChoices):
    """Where a meeting stands; the steps between them are in ``meetings.meeting_states``."""

    PLANNED = State.PLANNED.value, meeting_states.LABELS[State.PLANNED]
    CONVENED = State.CONVENED.value, meeting_states.LABELS[State.CONVENED]
    IN_SESSION = State.IN_SESSION.value, meeting_states.LABELS[State.IN_SESSION]
    CLOSED = State.CLOSED.value, meeting_states.LABELS[State.CLOSED]
    FINAL = State.FINAL.value, meeting_states.LABELS[State.FINAL]
    CALLED_OFF = State.CALLED_OFF.value, meeting_states.LABELS[State.CALLED_OFF]


class Mode(models.TextChoices):
    """How one attends."""

    IN_PERSON = "in_person", _("in person")
    VIRTUAL = "virtual", _("virtual")
    HYBRID = "hybrid", _("hybrid")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What has begun is public, and what was convened; plans are the Conference's own.

        Members and the Secretariat know every meeting; observers and civil society those
        of the bodies that open their doors, once convened.
        """
        return self.open_to(viewer.roles, viewer.on)

    def open_to(self, roles: frozenset[Role], on: date) -> Self:
        """Return what somebody with ``roles`` may know of on the civil day ``on``."""
        if not roles.isdisjoint(KNOWING):
            return self
        begun = Q(starts_on__lte=on) & ~Q(state__in=[State.PLANNED, State.CALLED_OFF])
        if roles:
            begun |= Q(starts_on__lte=on, state=State.CALLED_OFF)
        return self.filter(
            begun
            | Q(state__in=[State.CONVENED, State.IN_SESSION]) & ~Q(body__kind__in=INTERNAL)
        )

    def vice_ministerial(self) -> Self:
        """Meetings of the Vice-Ministers that were not called off."""
        of_theirs = self.filter(body__kind=BodyKind.VICE_MINISTERIAL)
        return of_theirs.exclude(state=State.CALLED_OFF)


@history()
class Meeting(models.Model):
    """One meeting of a body, or of several at once.

    Both days are included, as people say them. Known to the month or the year only, the
    meeting falls somewhere among them, and ``precision`` says so. ``symbol`` is what its
    documents are cited by (``XXI-CRM``); ``city`` is its place as it is printed, and the
    places themselves are rows. ``sequence`` counts the changes that calendars are told.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    jointly_with = models.ManyToManyField(Body, blank=True, related_name="joint_meetings")
    symbol = models.SlugField(_("symbol"), max_length=40, unique=True)
    ordinal = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    title_es = models.CharField(_("title (Spanish)"), max_length=300, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    theme_es = models.CharField(_("theme (Spanish)"), max_length=300, blank=True)
    theme_en = models.CharField(_("theme (English)"), max_length=300, blank=True)
    host = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings_hosted",
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    city_es = models.CharField(_("city (Spanish)"), max_length=80, blank=True)
    city_en = models.CharField(_("city (English)"), max_length=80, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default=SEAT_ZONE)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=MeetingState,
        default=MeetingState.PLANNED,
        editable=False,
    )
    held_with = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="accompanied_by",
    )
    registration_closes_at = models.DateTimeField(
        _("registration closes"), null=True, blank=True
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    note_es = models.TextField(_("note (Spanish)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_demonstration = models.BooleanField(
        _("invented for a demonstration"), default=False, editable=False
    )

    title = Bilingual()
    theme = Bilingual()
    city = Bilingual()
    note = Bilingual()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-ordinal", "-pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "ordinal"], name="meetings_meeting_ordinal_once"
            ),
            models.CheckConstraint(
                name="meetings_meeting_ends_not_before_it_begins",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="meetings_meeting_known_precision_state_and_mode",
                condition=Q(
                    precision__in=Precision.values,
                    state__in=MeetingState.values,
                    mode__in=Mode.values,
                ),
            ),
            models.CheckConstraint(
                name="meetings_meeting_not_held_with_itself",
                condition=Q(held_with=None) | ~Q(held_with=F("id")),
            ),
            models.CheckConstraint(
                # What was held before the portal is known by a source; what the portal
                # conducts is known by its own trail.
                name="meetings_meeting_known_by_source_or_conducted_here",
                condition=Q(is_demonstration=True)
                | ~Q(source="")
                | ~Q(state__in=[State.FINAL]),
            ),
        ]
        indexes = [
            # Which meeting of a body is in session, or comes next.
            models.Index(fields=["body", "starts_on"], name="meetings_meeting_of_body"),
            # The calendar of a year, and what comes next.
            models.Index(fields=["starts_on"], name="meetings_meeting_by_day"),
        ]
        triggers = [searched("meeting")]

    def __str__(self) -> str:
        return self.symbol

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.symbol])

    @property
    def days(self) -> Days:
        """The days of the meeting, as the rules take them."""
        return Days(self.starts_on, self.ends_on, self.precision == Precision.DAY)


@history()
class Place(models.Model):
    """One of the cities of a meeting, with its own venue, clock and, if known, days."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="places")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    city_es = models.CharField(_("city (Spanish)"), max_length=80)
    city_en = models.CharField(_("city (English)"), max_length=80, blank=True)
    venue_es = models.CharField(_("venue (Spanish)"), max_length=200, blank=True)
    venue_en = models.CharField(_("venue (English)"), max_length=200, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default=SEAT_ZONE)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    city = Bilingual()
    venue = Bilingual()

    class Meta:
        ordering = ["meeting", "order"]
        verbose_name = _("place of a meeting")
        verbose_name_plural = _("places of a meeting")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "order"], name="meetings_place_order_once"
            ),
        ]

    def __str__(self) -> str:
        return self.city_es


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Whoever may know of the meeting knows its sessions: when they sit, never what of.

        A closed-door session has no title of its own, and its items are seen by those who
        may attend it.
        """
        return self.filter(meeting__in=Meeting.objects.visible_to(viewer))


@history()
class Session(models.Model):
    """A part of a meeting in one forum, between two UTC instants, the second excluded."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="sessions")
    forum = models.CharField(_("forum"), max_length=20, choices=Forum)
    title_es = models.CharField(_("title (Spanish)"), max_length=200, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.CharField(_("room"), max_length=120, blank=True)

    title = Bilingual()

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                name="meetings_session_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="meetings_session_known_forum", condition=Q(forum__in=Forum.values)
            ),
            models.CheckConstraint(
                name="meetings_session_closed_door_has_no_title",
                condition=~Q(forum=Forum.VM_CLOSED) | Q(title_es="", title_en=""),
            ),
        ]
        indexes = [
            # The sessions of a meeting, in their order.
            models.Index(
                fields=["meeting", "starts_at"], name="meetings_session_of_meeting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.forum} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_closed(self) -> bool:
        """Whether it sits behind closed doors (001:376)."""
        return self.forum == Forum.VM_CLOSED

    @property
    def name(self) -> str:
        """What it is called: its own title, or that of its forum."""
        return str(self.title or Forum(self.forum).label)
