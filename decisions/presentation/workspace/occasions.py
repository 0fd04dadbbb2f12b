"""What forms offer around a text: meetings, groups, sessions, consultations, paragraphs."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_instant, seat_city
from crm_portal.core.i18n import active_language
from crm_portal.library import circles
from decisions.models import Consultation
from decisions.presentation.workspace.desk import Workspace
from decisions.presentation.workspace.outline import label
from decisions.rules.texts.kinds import Way
from decisions.states import AGREED
from meetings.meeting_states import State
from meetings.models import DraftingGroup, Meeting, Session
from meetings.presentation.titles import Names

OVER = (State.FINAL, State.CALLED_OFF)


def meetings(viewer: Viewer) -> QuerySet[Meeting]:
    """Return the meetings for which a text may still be written, the next one first."""
    there = Meeting.objects.visible_to(viewer).exclude(state__in=OVER)
    mine = there.order_by().values("pk")
    return Meeting.objects.filter(pk__in=mine).select_related("body").order_by("starts_on")


def groups(viewer: Viewer) -> QuerySet[DraftingGroup]:
    """Return the drafting groups at work."""
    return (
        DraftingGroup.objects.visible_to(viewer)
        .at(viewer.at)
        .select_related("meeting__body")
    )


def meeting_namer() -> Callable[[Meeting], str]:
    """Return what says the name of a meeting: the names of bodies are read once, if asked."""
    known: list[Names] = []

    def name(meeting: Meeting) -> str:
        if not known:
            known.append(Names.read())
        return known[0].title(meeting)

    return name


def group_name(group: DraftingGroup, named: Callable[[Meeting], str]) -> str:
    """Return what a drafting group is of, and of which meeting."""
    return f"{group.get_of_display()} ({named(group.meeting)})"


def circles_of(viewer: Viewer) -> frozenset[str]:
    """Return the circles of meetings that the viewer sits in."""
    return circles.of(viewer)


def choices(workspace: Workspace) -> list[tuple[str, str]]:
    """Return the occasions on which this text may be adopted, as its kind has it."""
    found: list[tuple[str, str]] = []
    ways = workspace.kind.ways
    if Way.MEETING in ways and workspace.text.meeting_id:
        found += [(f"session:{each.pk}", _session(each)) for each in sessions(workspace)]
    if Way.CONSULTATION in ways:
        found += [
            (f"consultation:{each.pk}", _consultation(each))
            for each in consultations(workspace)
        ]
    if Way.SIGNATURE in ways:
        found.append(("signature:", _("signed by the Presidency")))
    return found


def sessions(workspace: Workspace) -> QuerySet[Session]:
    """Return the sessions of the text's meeting."""
    found = Session.objects.filter(meeting=workspace.text.meeting_id)
    return found.select_related("meeting__body").order_by("starts_at")


def consultations(workspace: Workspace) -> QuerySet[Consultation]:
    """Return the consultations on the text whose consensus is on record."""
    return Consultation.objects.filter(text=workspace.text.pk, state__in=AGREED)


def _session(session: Any) -> str:
    when = f"{format_instant(session.starts_at, 'dated')} {seat_city()}"
    told = {"when": when, "forum": session.get_forum_display()}
    return _("in the session of %(when)s (%(forum)s)") % told


def _consultation(each: Consultation) -> str:
    said = _("by consultation %(reference)s")
    return said % {"reference": each.short_reference}


def paragraphs(workspace: Workspace) -> list[tuple[str, str]]:
    """Return the paragraphs by number and first words."""
    english = active_language() == "en"
    return [
        (
            row.key,
            f"{workspace.number(row.key)}: {label(row.en if english and row.en else row.es)}",
        )
        for row in workspace.rows
    ]
