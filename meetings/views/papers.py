"""The papers of a meeting, and the packs of them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm_portal.core.access import Role
from crm_portal.core.files import sealed
from crm_portal.core.i18n import active_language
from crm_portal.library import keeping, reading
from meetings import paper_lists
from meetings.forms.papers import AttachForm, PackAskForm, PaperForm
from meetings.models import Meeting, PackJob, Session
from meetings.presentation.head import head, meeting_of, require
from meetings.rules import papers as rules
from meetings.services import packs
from meetings.services import papers as services
from members.forms.common import attempt
from members.http import PortalRequest

TAKES = ["GET", "HEAD", "POST"]
HERE = "meetings:papers"
TYPES = {"zip": "application/zip", "pdf": "application/pdf"}


@require_safe
def papers(request: PortalRequest, symbol: str) -> HttpResponse:
    """The documents of a meeting that the reader may know, by session; its packs."""
    meeting = meeting_of(request, symbol)
    return _page(request, meeting)


def _page(
    request: PortalRequest, meeting: Meeting, asked: PackAskForm | None = None
) -> HttpResponse:
    viewer = request.viewer
    parts = paper_lists.parts(meeting, viewer)
    shown = [line.document for part in parts for line in part.lines]
    reading.noted(shown, "meeting", by=viewer)
    levels = packs.levels_for(meeting, viewer)
    initial = {"language": active_language(), "level": levels[-1] if levels else ""}
    jobs = paper_lists.jobs(meeting, viewer)
    context = {
        **head(request, meeting, HERE),
        "parts": parts,
        "may_add": keeping.registers(viewer),
        "may_publish": viewer.has(Role.SECRETARIAT)
        and any(each.is_public for each in shown),
        "may_take_off": any(keeping.keeps(each, viewer) for each in shown),
        "ask": (asked or PackAskForm(levels, initial=initial))
        if shown and levels
        else None,
        "jobs": jobs,
        "is_making": any(job.state == PackJob.State.ASKED for job in jobs),
    }
    return render(request, "meetings/papers.html", context)


@require_http_methods(TAKES)
def new(request: PortalRequest, symbol: str) -> HttpResponse:
    """Register a document among the papers of a meeting."""
    meeting = meeting_of(request, symbol)
    require(allowed=keeping.registers(request.viewer))
    form = PaperForm(
        request.viewer,
        meeting,
        request.POST or None,
        request.FILES or None,
        initial=_usual(request, meeting),
    )
    if form.is_valid() and attempt(form, _add, form=form, meeting=meeting, request=request):
        messages.success(request, _("The document is among the papers of the meeting."))
        return redirect(HERE, meeting.symbol)
    return _act(request, meeting, form, _("Register a document"))


def _usual(request: PortalRequest, meeting: Meeting) -> dict[str, Any]:
    """Say for whom the papers of the part that was asked for usually are."""
    asked = request.GET.get("session", "")
    sessions = Session.objects.visible_to(request.viewer).filter(meeting=meeting)
    session = sessions.filter(pk=int(asked)).first() if asked.isdecimal() else None
    forum = session.forum if session else meeting.body.forum
    return {
        "session": session,
        "level": rules.usual(forum).level,
        "item": request.GET.get("item", ""),
    }


def _add(form: PaperForm, meeting: Meeting, request: PortalRequest) -> None:
    services.add_paper(
        meeting.pk,
        form.draft,
        form.sheets,
        by=request.viewer,
        session_id=form.session_id,
        item_id=form.item_id,
    )


@require_http_methods(TAKES)
def attach(request: PortalRequest, symbol: str) -> HttpResponse:
    """Put a registered document among the papers of a meeting."""
    meeting = meeting_of(request, symbol)
    require(allowed=keeping.registers(request.viewer))
    form = AttachForm(request.viewer, meeting, request.POST or None)
    if form.is_valid() and attempt(
        form, _attach, form=form, meeting=meeting, request=request
    ):
        messages.success(request, _("The document is among the papers of the meeting."))
        return redirect(HERE, meeting.symbol)
    return _act(request, meeting, form, _("Add a registered document"))


def _attach(form: AttachForm, meeting: Meeting, request: PortalRequest) -> None:
    document = form.cleaned_data["document"]
    services.attach_paper(
        meeting.pk,
        document.pk,
        by=request.viewer,
        session_id=form.session_id,
        item_id=form.item_id,
    )


@require_POST
def ask(request: PortalRequest, symbol: str) -> HttpResponse:
    """Ask for a pack: a worker makes it, and the page says how far it is."""
    meeting = meeting_of(request, symbol)
    levels = packs.levels_for(meeting, request.viewer)
    form = PackAskForm(levels, request.POST)
    if form.is_valid() and attempt(form, _ask, form=form, meeting=meeting, request=request):
        messages.success(request, _("The pack is being prepared."))
        address = redirect(HERE, meeting.symbol)
        address["Location"] += "#packs"
        return address
    return _page(request, meeting, form)


def _ask(form: PackAskForm, meeting: Meeting, request: PortalRequest) -> None:
    packs.ask_pack(meeting.pk, by=request.viewer, **form.cleaned_data)


@require_safe
def file(request: PortalRequest, symbol: str, pk: int) -> StreamingHttpResponse:
    """Hand over a pack, if its reader may still know everything that is in it."""
    meeting = meeting_of(request, symbol)
    visible = PackJob.objects.visible_to(request.viewer).filter(meeting=meeting)
    job = get_object_or_404(visible.select_related("meeting", "file"), pk=pk)
    if job.file is None or not job.readable_by(request.viewer):
        raise Http404
    answer = StreamingHttpResponse(job.file.read(), content_type=TYPES[job.form])
    answer["Content-Length"] = str(job.file.size)
    return sealed(answer, job.file_name)


def _act(request: PortalRequest, meeting: Meeting, form: Any, title: str) -> HttpResponse:
    context = {**head(request, meeting, HERE, label=title), "form": form, "act": title}
    return render(request, "meetings/papers_act.html", context)
