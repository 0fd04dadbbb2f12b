"""The drafting groups of a meeting: which there are to be, where they belong, who heads them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from crm_portal.core.access import Viewer
from meetings.models import (
    Body,
    BodyKind,
    Delegate,
    DraftingGroup,
    DraftingRepresentative,
    Forum,
    GroupOf,
    Meeting,
    Session,
)
from meetings.rules import drafting as rules
from members.access import troika_at
from members.models import Party


def family(meeting: Meeting) -> list[Meeting]:
    """Return the meetings held with one another, this one among them: one query."""
    root = meeting.held_with_id or meeting.pk
    together = Meeting.objects.filter(Q(pk=root) | Q(held_with=root))
    return list(together.select_related("body").order_by("starts_on", "pk"))


def forums_of(meeting: Meeting) -> set[str]:
    """Return where the meeting sits: its bodies' forums and its sessions'."""
    sessions = Session.objects.filter(meeting=meeting).values_list("forum", flat=True)
    bodies = Body.objects.filter(joint_meetings=meeting).values_list("forum", flat=True)
    return {meeting.body.forum, *sessions, *bodies}


def anchor(meeting: Meeting, of: str) -> Meeting:
    """Return the meeting that a group belongs to: the common one, to the Vice-Ministers'.

    The GRCM and the Vice-Ministers who meet with it have one group between them (001:399).
    """
    if of != GroupOf.COMMON or meeting.body.kind == BodyKind.VICE_MINISTERIAL:
        return meeting
    together = family(meeting)
    theirs = (m for m in together if m.body.kind == BodyKind.VICE_MINISTERIAL)
    return next(theirs, meeting)


@dataclass(frozen=True)
class Planned:
    """A group that the meeting has, or is to have once it opens."""

    of: str
    meeting: Meeting
    group: DraftingGroup | None
    serving: list[DraftingRepresentative]

    @property
    def label(self) -> str:
        return str(GroupOf(self.of).label)


def groups(meeting: Meeting, viewer: Viewer) -> list[Planned]:
    """Return the groups of a meeting, formed or to be formed, with those who represent now."""
    serving = DraftingRepresentative.objects.at(viewer.at).select_related(
        "party", "delegate"
    )
    found = []
    for of in rules.groups_of(forums_of(meeting)):
        home = anchor(meeting, of)
        formed = DraftingGroup.objects.visible_to(viewer).filter(meeting=home, of=of)
        group = formed.first()
        now = list(serving.filter(group=group)) if group else []
        found.append(Planned(of, home, group, now))
    return found


def forum_of(group: DraftingGroup) -> str:
    """Return the forum in which the right to draft is asked for besides the group's own."""
    if group.of != GroupOf.COMMON:
        return group.of
    return (
        group.meeting.body.forum
        if group.meeting.body.forum == Forum.GRCM
        else (Forum.VM_PLENARY.value)
    )


def heading(at: datetime) -> Party | None:
    """Return the country that heads the groups at an instant: the one that presides (001:412)."""
    current = troika_at(at).current
    return Party.objects.filter(pk=current).first() if current else None


def candidates(group: DraftingGroup, party_id: int) -> QuerySet[Delegate]:
    """Return whom a country may designate: its approved delegates at any meeting held with it."""
    together = [meeting.pk for meeting in family(group.meeting)]
    found = Delegate.objects.confirmed().filter(
        delegation__meeting__in=together, delegation__party=party_id
    )
    return found.order_by("delegation", "order")
