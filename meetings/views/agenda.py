"""The agenda of a meeting: read it, see it prepared, take its papers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_portal.core.access import Role
from meetings import agendas, paper_lists
from meetings.models import AgendaItem, AgendaVersion, Door, ItemResult, Meeting, Session
from meetings.models.agenda import INSIDERS
from meetings.presentation import agenda as pages
from meetings.presentation.head import head, meeting_of, require
from meetings.rules import agenda as rules
from meetings.services import (
    agenda,
    agenda_carrying,
    agenda_comments,
    agenda_papers,
    agenda_versions,
)
from meetings.views import agenda_acting as acting
from meetings.views.files import stored_pdf
from members.http import PortalRequest


@require_safe
def page(request: PortalRequest, symbol: str) -> HttpResponse:
    """The agenda as the reader may read it, and what the reader may do with it."""
    viewer = request.viewer
    meeting = meeting_of(request, symbol)
    found = agendas.shown(meeting, viewer)
    versions = list(_versions(request, meeting, in_circle=found.in_circle))
    current = next((each for each in versions if each.door == Door.OPEN), found.version)
    papers = paper_lists.by_item(meeting, viewer)
    context = {
        **head(request, meeting, acting.HERE),
        "parts": pages.parts(found.rows, meeting, papers),
        "closed_parts": pages.parts(found.closed, meeting, papers),
        "in_circle": found.in_circle,
        "may_write_closed": found.in_circle and agendas.presides(viewer),
        "version": found.version,
        "current": current,
        "versions": versions,
        "may_prepare": agenda.may_prepare(meeting, viewer),
        "may_propose": _may_propose(request, meeting),
        "may_comment": bool(
            current
            and current.takes_comments_at(viewer.at)
            and agenda_comments.may_comment(current, viewer)
        ),
    }
    return render(request, "meetings/agenda.html", context)


@require_safe
def edit(request: PortalRequest, symbol: str) -> HttpResponse:
    """The agenda as it is prepared: order, proposals, what waits, what lacks."""
    viewer = request.viewer
    meeting = meeting_of(request, symbol)
    open_, closed = acting.powers(request, meeting)
    require(allowed=open_ or closed)
    doors = agendas.doors(meeting)
    rows = agendas.rows_of(doors[Door.OPEN]) if open_ else []
    behind = agendas.rows_of(doors[Door.CLOSED]) if closed else []
    kinds = [row["kind"] for row in rows]
    context = {
        **head(request, meeting, acting.HERE, label=_("Prepare the agenda")),
        "parts": pages.parts(rows, meeting),
        "closed_parts": pages.parts(behind, meeting),
        "open": open_,
        "closed": closed,
        "proposed": _proposed(request, meeting) if open_ else [],
        "offered": agenda_carrying.offered(meeting, viewer) if open_ else None,
        "kept_closed": agenda_carrying.offered_closed(meeting, viewer) if closed else None,
        "lacking": agenda_versions.lacking(meeting, rows) if open_ else [],
        "expected": pages.kinds(rules.expected(meeting.body.forum, kinds)) if open_ else [],
        "untreated": agenda_comments.untreated(meeting) if open_ else 0,
        "may_circulate": rules.may_circulate(viewer),
        "sessions": Session.objects.visible_to(viewer).filter(meeting=meeting),
        "scripts": _scripts(request, meeting, open_=open_, closed=closed),
        "result_choices": ItemResult.choices,
    }
    return render(request, "meetings/agenda_edit.html", context)


@require_POST
def script(request: PortalRequest, symbol: str) -> HttpResponse:
    """Ask for the chair's script; what is closed is a paper of its own."""
    meeting = meeting_of(request, symbol)
    closed = request.POST.get("door") == Door.CLOSED
    require(allowed=agenda_papers.may_have_script(meeting, request.viewer, closed=closed))
    agenda_papers.order_script(meeting, closed=closed, by=request.viewer)
    messages.success(request, _("The script is being put on paper."))
    return redirect("meetings:agenda-edit", meeting.symbol)


@require_safe
def paper(request: PortalRequest, symbol: str, code: str) -> HttpResponse:
    """A paper of this agenda, to whoever may read what it is of."""
    meeting = meeting_of(request, symbol)
    viewer = request.viewer
    jobs: list[Any] = []
    for version in AgendaVersion.objects.visible_to(viewer).filter(meeting=meeting):
        jobs += agenda_papers.papers_of(version)
    for closed in (False, True):
        if agenda_papers.may_have_script(meeting, viewer, closed=closed):
            jobs += agenda_papers.scripts_of(meeting, closed=closed)
    job = agenda_papers.named(jobs, code.replace("-", ""))
    if job is None or job.document is None:
        raise Http404
    return stored_pdf(job.document)


def _versions(request: PortalRequest, meeting: Meeting, *, in_circle: bool) -> Any:
    """The circle of the closed door has been asked for once: it is not asked again."""
    if not request.viewer.has(*INSIDERS):
        visible = AgendaVersion.objects.visible_to(request.viewer)
        return visible.filter(meeting=meeting).order_by("-circulated_at", "-pk")
    doors = [Door.OPEN, Door.CLOSED] if in_circle else [Door.OPEN]
    found = meeting.agenda_versions.filter(door__in=doors)
    return found.order_by("-circulated_at", "-pk")


def _may_propose(request: PortalRequest, meeting: Meeting) -> bool:
    """Members may by right wherever they sit; of others the matrix is asked."""
    viewer = request.viewer
    if viewer.has(Role.MEMBER):
        return agenda.speaks(viewer) and not agenda.may_prepare(meeting, viewer)
    if viewer.has(Role.SECRETARIAT):
        return False
    return agenda.may_propose(meeting, viewer)


def _proposed(request: PortalRequest, meeting: Meeting) -> Any:
    visible = AgendaItem.objects.visible_to(request.viewer)
    found = visible.filter(meeting=meeting, standing="proposed")
    return found.select_related("proposed_by")


def _scripts(
    request: PortalRequest, meeting: Meeting, *, open_: bool, closed: bool
) -> list[Any]:
    may = {False: open_ and rules.may_prepare(request.viewer), True: closed}
    found = [
        agenda_papers.scripts_of(meeting, closed=door).first()
        for door, allowed in may.items()
        if allowed
    ]
    return [job for job in found if job is not None]
