"""The circles of meetings in words: offered to whoever registers a document, and described."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.library import circles
from crm_portal.library.circles import Described
from crm_portal.library.rules import alphabet
from meetings import convened
from meetings.circles import CLOSED, DRAFTING, PARTICIPANTS
from meetings.models import Delegate, Meeting, MeetingState, Right
from meetings.rights import Rights
from members.models import Party

LABELS: dict[str, str | Promise] = {
    PARTICIPANTS: _("participants of the meeting"),
    DRAFTING: _("drafting group"),
    CLOSED: _("closed door"),
}
SOURCES = {PARTICIPANTS: "001:455", DRAFTING: "001:399", CLOSED: "001:376"}
# Meetings that nobody brings a document to any more.
SETTLED = (MeetingState.FINAL, MeetingState.CALLED_OFF)


def offered(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the viewer's circles of meetings that still take documents, the latest first."""
    mine = circles.of(viewer)
    ids = {int(each.split(":")[1]) for each in mine}
    meetings = Meeting.objects.filter(pk__in=ids).exclude(state__in=SETTLED)
    return [
        (f"meeting:{meeting.pk}:{circle}", f"{meeting.symbol}: {label}")
        for meeting in meetings.only("pk", "symbol", "starts_on")
        for circle, label in LABELS.items()
        if f"meeting:{meeting.pk}:{circle}" in mine
    ]


def described(key: str, viewer: Viewer) -> Described | None:
    """Return a circle of a meeting with the parties that sit in it."""
    what, _colon, rest = key.partition(":")
    number, _colon, circle = rest.partition(":")
    if what != "meeting" or circle not in LABELS or not number.isdecimal():
        return None
    meeting = (
        Meeting.objects.visible_to(viewer).select_related("body").filter(pk=number).first()
    )
    if meeting is None:
        return None
    parties = Party.objects.filter(pk__in=_sitting(meeting, circle, viewer))
    return Described(
        label=f"{meeting.symbol}: {LABELS[circle]}",
        source=SOURCES[circle],
        url=reverse("meetings:participation", args=[meeting.symbol]),
        parties=sorted((str(party.name) for party in parties), key=alphabet),
    )


def accounts(key: str, viewer: Viewer) -> list[int]:
    """Return the accounts that may sit behind the closed door of a meeting."""
    what, _colon, rest = key.partition(":")
    number, _colon, circle = rest.partition(":")
    if what != "meeting" or circle != CLOSED or not number.isdecimal():
        return []
    meeting = Meeting.objects.filter(pk=number).first()
    return convened.behind_the_door(meeting, viewer.at) if meeting else []


def _sitting(meeting: Meeting, circle: str, viewer: Viewer) -> set[int]:
    """The members, by their office; and whoever else has an approved delegation there."""
    members = set(Party.objects.members_on(viewer.on).values_list("pk", flat=True))
    if circle != PARTICIPANTS:
        return members
    coming = Delegate.objects.confirmed().filter(delegation__meeting=meeting)
    parties = coming.exclude(delegation__party=None)
    found = set(parties.values_list("delegation__party_id", flat=True))
    rights, forum = Rights.of(meeting, viewer.at), meeting.body.forum
    return members | {each for each in found if rights.may(Right.WORKING_DOCS, forum, each)}
