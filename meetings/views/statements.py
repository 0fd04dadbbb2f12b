"""Statements of those who have to ask: requested, decided on by the presidency, delivered."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from crm_portal.core.files import sealed
from crm_portal.library import uploads
from meetings.forms.common import tried
from meetings.forms.statements import DecisionForm, DeliveryForm, StatementForm
from meetings.models import AgendaItem, Forum, Meeting, Statement, StatementState
from meetings.models.delegations import PREPARING
from meetings.presentation.head import head, meeting_of, require
from meetings.rules import delegations as rules
from meetings.services import statements as services
from members.http import PortalRequest

FORM = ["GET", "HEAD", "POST"]
TONES = {
    StatementState.REQUESTED: "due",
    StatementState.AUTHORISED: "ok",
    StatementState.DECLINED: "late",
    StatementState.WITHDRAWN: "off",
    StatementState.DELIVERED: "brand",
}


@require_safe
def statements(request: PortalRequest, symbol: str) -> HttpResponse:
    """What was asked for at a meeting: one's own, or everything for those who prepare it."""
    meeting = meeting_of(request, symbol)
    viewer = request.viewer
    require(allowed=rules.acts_for_a_party(viewer))
    visible = Statement.objects.visible_to(viewer).filter(meeting=meeting)
    found = visible.select_related("party", "session", "item__session")
    context = {
        **head(request, meeting, "meetings:statements"),
        "statements": [(each, TONES[StatementState(each.state)]) for each in found],
        "may_decide": rules.may_authorise(viewer),
        "may_deliver": viewer.has(*PREPARING),
        "own": viewer.party_id,
        "now": viewer.at,
    }
    return render(request, "meetings/statements.html", context)


@require_http_methods(FORM)
def new(request: PortalRequest, symbol: str) -> HttpResponseBase:
    """Ask to make a statement or to intervene; where a rule forbids it, the rule answers."""
    meeting = meeting_of(request, symbol)
    require(allowed=rules.acts_for_a_party(request.viewer))
    items = AgendaItem.objects.visible_to(request.viewer).filter(meeting=meeting)
    sessions = meeting.sessions.exclude(forum=Forum.VM_CLOSED)
    form = StatementForm(
        sessions, items.exclude(session__forum=Forum.VM_CLOSED), request.POST or None
    )
    if form.is_valid() and tried(
        form,
        services.request_statement,
        meeting_id=meeting.pk,
        asking=form.asking,
        by=request.viewer,
    ):
        messages.success(request, _("The request was recorded."))
        return redirect("meetings:statements", symbol)
    return _act(request, meeting, form, title=_("Ask to make a statement"), button=_("Ask"))


@require_http_methods(FORM)
def decide(request: PortalRequest, symbol: str, pk: int) -> HttpResponseBase:
    """Authorise a statement, with what it covers, or decline it with the reason."""
    meeting = meeting_of(request, symbol)
    statement = _statement(request, meeting, pk)
    require(allowed=rules.may_authorise(request.viewer))
    initial = {"scope_es": statement.subject_es, "scope_en": statement.subject_en}
    form = DecisionForm(request.POST or None, initial=initial)
    if form.is_valid():
        data, by = form.cleaned_data, request.viewer
        if request.POST.get("act") == "decline":
            done = tried(form, services.decline, pk=pk, reason=data["reason"], by=by)
        else:
            scope = {"scope_es": data["scope_es"], "scope_en": data["scope_en"]}
            done = tried(form, services.authorise, pk=pk, by=by, **scope)
        if done:
            messages.success(request, _("The decision was recorded."))
            return redirect("meetings:statements", symbol)
    choices = [("authorise", _("Authorise")), ("decline", _("Decline"))]
    told = f"{statement.party.name}: {statement.subject}"
    title = _("Decide on a statement")
    return _act(request, meeting, form, title=title, choices=choices, told=told)


@require_POST
def withdraw(request: PortalRequest, symbol: str, pk: int) -> HttpResponseBase:
    """Take back what one asked for."""
    statement = _statement(request, meeting_of(request, symbol), pk)
    services.withdraw_statement(statement.pk, by=request.viewer)
    messages.success(request, _("The request was withdrawn."))
    return redirect("meetings:statements", symbol)


@require_http_methods(FORM)
def deliver(request: PortalRequest, symbol: str, pk: int) -> HttpResponseBase:
    """Record that a statement was made, with its text."""
    meeting = meeting_of(request, symbol)
    statement = _statement(request, meeting, pk)
    require(allowed=request.viewer.has(*PREPARING))
    form = DeliveryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["document"]
        kept = uploads.keep(**uploads.stored_fields(file)) if file else None
        name = file.name if file else ""
        arguments = {"pk": pk, "document": kept, "name": name, "by": request.viewer}
        if tried(form, services.deliver, **arguments):
            messages.success(request, _("It was recorded that the statement was made."))
            return redirect("meetings:statements", symbol)
    told = f"{statement.party.name}: {statement.subject}"
    title = _("Record a statement as made")
    return _act(request, meeting, form, title=title, button=_("Record"), told=told)


@require_safe
def document(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """The text of a statement that was made."""
    statement = _statement(request, meeting_of(request, symbol), pk)
    stored = statement.document
    if stored is None:
        raise Http404
    response = HttpResponse(bytes(stored.content), content_type=stored.content_type)
    return sealed(response, statement.document_name, inline=True)


def _statement(request: PortalRequest, meeting: Meeting, pk: int) -> Statement:
    visible = Statement.objects.visible_to(request.viewer).select_related(
        "party", "session", "document"
    )
    found: Statement = get_object_or_404(visible, pk=pk, meeting=meeting)
    return found


def _act(
    request: PortalRequest, meeting: Meeting, form: Any, *, title: str, **more: Any
) -> HttpResponse:
    context = {
        **head(request, meeting, label=title),
        "form": form,
        "act": title,
        "back": reverse("meetings:statements", args=[meeting.symbol]),
        **more,
    }
    return render(request, "meetings/delegation_act.html", context)
