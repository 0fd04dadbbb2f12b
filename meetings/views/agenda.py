"""The agenda of a meeting: read it, prepare it, propose to it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm_portal.core.access import Role
from crm_portal.core.errors import Invalid
from meetings import agendas, paper_lists
from meetings.forms.agenda import ItemForm, ProposalForm, SetAsideForm
from meetings.models import AgendaItem, AgendaVersion, Door, ItemResult, Meeting, Session
from meetings.models.agenda import INSIDERS
from meetings.presentation import agenda as pages
from meetings.presentation.head import head, meeting_of, require
from meetings.rules import agenda as rules
from meetings.services import (
    agenda,
    agenda_carrying,
    agenda_moves,
    agenda_papers,
    agenda_versions,
)
from meetings.views.files import stored_pdf
from members.forms.common import attempt
from members.http import PortalRequest
from members.models import Party

HERE = "meetings:agenda"


@require_safe
def page(request: PortalRequest, symbol: str) -> HttpResponse:
    """The agenda as the reader may read it, and what the reader may do with it."""
    viewer = request.viewer
    meeting = meeting_of(request, symbol)
    found = agendas.shown(meeting, viewer)
    is_insider = viewer.has(*INSIDERS)
    in_circle = is_insider and agendas.is_in_the_circle(meeting, viewer)
    closed = agendas.rows_of(agendas.items(meeting, Door.CLOSED)) if in_circle else []
    versions = list(_versions(request, meeting, in_circle=in_circle))
    current = next((each for each in versions if each.door == Door.OPEN), found.version)
    papers = paper_lists.by_item(meeting, viewer)
    context = {
        **head(request, meeting, HERE),
        "parts": pages.parts(found.rows, meeting, papers),
        "closed_parts": pages.parts(closed, meeting, papers),
        "in_circle": in_circle,
        "may_write_closed": in_circle and agendas.presides(viewer),
        "version": found.version,
        "current": current,
        "versions": versions,
        "may_prepare": agenda.may_prepare(meeting, viewer),
        "may_propose": _may_propose(request, meeting),
        "may_comment": bool(
            current
            and current.takes_comments_at(viewer.at)
            and agenda_versions.may_comment(current, viewer)
        ),
    }
    return render(request, "meetings/agenda.html", context)


@require_safe
def edit(request: PortalRequest, symbol: str) -> HttpResponse:
    """The agenda as it is prepared: order, proposals, what waits, what lacks."""
    viewer = request.viewer
    meeting = meeting_of(request, symbol)
    open_, closed = _powers(request, meeting)
    require(allowed=open_ or closed)
    rows = agendas.rows_of(agendas.items(meeting, Door.OPEN)) if open_ else []
    behind = agendas.rows_of(agendas.items(meeting, Door.CLOSED)) if closed else []
    kinds = [row["kind"] for row in rows]
    context = {
        **head(request, meeting, HERE, label=_("Prepare the agenda")),
        "parts": pages.parts(rows, meeting),
        "closed_parts": pages.parts(behind, meeting),
        "open": open_,
        "closed": closed,
        "proposed": _proposed(request, meeting) if open_ else [],
        "offered": agenda_carrying.offered(meeting, viewer) if open_ else None,
        "lacking": agenda_versions.lacking(meeting, rows) if open_ else [],
        "expected": pages.kinds(rules.expected(meeting.body.forum, kinds)) if open_ else [],
        "untreated": agenda_versions.untreated(meeting) if open_ else 0,
        "may_circulate": rules.may_circulate(viewer),
        "sessions": Session.objects.visible_to(viewer).filter(meeting=meeting),
        "scripts": _scripts(request, meeting, open_=open_, closed=closed),
        "result_choices": ItemResult.choices,
    }
    return render(request, "meetings/agenda_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest, symbol: str) -> HttpResponse:
    """Put an item on the agenda."""
    meeting = meeting_of(request, symbol)
    open_, closed = _powers(request, meeting)
    require(allowed=open_ or closed)
    form = _item_form(request, meeting, may_close=closed)
    if form.is_valid() and attempt(
        form, agenda.add_item, meeting_id=meeting.pk, by=request.viewer, **form.told
    ):
        messages.success(request, _("The item is on the agenda."))
        return redirect("meetings:agenda-edit", meeting.symbol)
    return _act(request, meeting, form, _("Add an item"))


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Change an item."""
    meeting, found, closed = _prepared(request, symbol, pk)
    form = _item_form(request, meeting, may_close=closed, item=found)
    if form.is_valid() and attempt(
        form, agenda.change_item, pk=pk, by=request.viewer, **form.told
    ):
        messages.success(request, _("The item was changed."))
        return redirect("meetings:agenda-edit", meeting.symbol)
    return _act(request, meeting, form, _("Change the item"))


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: PortalRequest, symbol: str) -> HttpResponse:
    """Propose an item for the agenda."""
    meeting = meeting_of(request, symbol)
    require(allowed=agenda.may_propose(meeting, request.viewer))
    form = ProposalForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        agenda.propose_item,
        meeting_id=meeting.pk,
        by=request.viewer,
        **form.cleaned_data,
    ):
        messages.success(request, _("The item was proposed."))
        return redirect(meeting_agenda(meeting))
    return _act(request, meeting, form, _("Propose an item"), button=_("Propose"))


@require_POST
def move(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Move an item up, down, in or out."""
    meeting, _found, _closed = _prepared(request, symbol, pk)
    form = forms.Form(request.POST)
    form.is_valid()
    way = request.POST.get("way", "")
    if not attempt(form, agenda_moves.move_item, pk=pk, way=way, by=request.viewer):
        messages.warning(request, " ".join(map(str, form.non_field_errors())))
    answer = redirect("meetings:agenda-edit", meeting.symbol)
    answer["Location"] += f"?moved={pk}#item-{pk}"
    return answer


@require_POST
def take(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Take a proposed item onto the agenda."""
    meeting, _found, _closed = _prepared(request, symbol, pk)
    session = _session(request, meeting)
    agenda.take_item(pk, session_id=session, by=request.viewer)
    messages.success(request, _("The item is on the agenda."))
    return redirect("meetings:agenda-edit", meeting.symbol)


@require_http_methods(["GET", "HEAD", "POST"])
def set_aside(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Take an item off the agenda, or decline a proposal."""
    meeting, found, _closed = _prepared(request, symbol, pk)
    form = SetAsideForm(request.POST or None)
    if form.is_valid() and attempt(
        form, agenda.set_aside, pk=pk, by=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("The item is not on the agenda."))
        return redirect("meetings:agenda-edit", meeting.symbol)
    return _act(request, meeting, form, _("Set an item aside"), lead=found.title, stop=True)


@require_POST
def result(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Record what became of an item."""
    meeting, _found, _closed = _prepared(request, symbol, pk)
    said = request.POST.get("result", "")
    agenda.conclude_item(pk, said, by=request.viewer)
    messages.success(request, _("The result was recorded."))
    return redirect("meetings:results", meeting.symbol)


@require_POST
def carry(request: PortalRequest, symbol: str) -> HttpResponse:
    """Take up what waits for this agenda: an item left pending, or a matter referred."""
    meeting = meeting_of(request, symbol)
    require(allowed=agenda.may_prepare(meeting, request.viewer))
    session, by = _session(request, meeting), request.viewer
    if pk := request.POST.get("item", ""):
        known = AgendaItem.objects.visible_to(by)
        earlier = get_object_or_404(known, pk=_number(pk))
        agenda_carrying.carry(meeting.pk, earlier.pk, session_id=session, by=by)
    elif not request.POST.get("matter"):
        raise Invalid(_("Say what is taken up."), code="required")
    else:
        matter = _number(request.POST.get("matter", ""))
        offered = agenda_carrying.offered(meeting, by).matters
        require(allowed=matter in {each.pk for each in offered})
        agenda_carrying.take_matter(meeting.pk, matter, session_id=session, by=by)
    messages.success(request, _("The item is on the agenda."))
    return redirect("meetings:agenda-edit", meeting.symbol)


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


def meeting_agenda(meeting: Meeting) -> str:
    """Return the address of the agenda of a meeting."""
    return AgendaItem(meeting=meeting).get_absolute_url()


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


def _powers(request: PortalRequest, meeting: Meeting) -> tuple[bool, bool]:
    viewer = request.viewer
    closed = viewer.has(Role.MEMBER) and agendas.may_write_closed(meeting, viewer)
    return agenda.may_prepare(meeting, viewer), closed


def _prepared(
    request: PortalRequest, symbol: str, pk: int
) -> tuple[Meeting, AgendaItem, bool]:
    """Return an item that the reader prepares, or 404."""
    meeting = meeting_of(request, symbol)
    open_, closed = _powers(request, meeting)
    require(allowed=open_ or closed)
    visible = AgendaItem.objects.visible_to(request.viewer).filter(meeting=meeting)
    found = get_object_or_404(visible.select_related("session"), pk=pk)
    require(allowed=closed if found.is_behind_closed_door else open_)
    return meeting, found, closed


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


def _item_form(
    request: PortalRequest,
    meeting: Meeting,
    *,
    may_close: bool,
    item: AgendaItem | None = None,
) -> ItemForm:
    viewer = request.viewer
    sessions = Session.objects.visible_to(viewer).filter(meeting=meeting)
    if not may_close:
        sessions = sessions.exclude(forum="VM_CERRADA")
    parties = Party.objects.visible_to(viewer).order_by("order")
    initial = {name: getattr(item, name) for name in ItemForm.base_fields} if item else None
    return ItemForm(
        meeting,
        sessions,
        parties,
        request.POST or None,
        initial=initial,
        may_close=may_close,
    )


def _session(request: PortalRequest, meeting: Meeting) -> int | None:
    pk = request.POST.get("session", "")
    if not pk:
        return None
    visible = Session.objects.visible_to(request.viewer).filter(meeting=meeting)
    return get_object_or_404(visible, pk=_number(pk)).pk


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() else 0


def _act(
    request: PortalRequest,
    meeting: Meeting,
    form: forms.Form,
    label: str,
    *,
    lead: str = "",
    button: str = "",
    stop: bool = False,
) -> HttpResponse:
    context = {
        **head(request, meeting, HERE, label=label),
        "form": form,
        "act": label,
        "lead": lead,
        "button": button or _("Record"),
        "stop": stop,
        "back": meeting_agenda(meeting),
    }
    return render(request, "meetings/act.html", context)
