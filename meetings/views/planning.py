"""Meetings planned, changed, convened, conducted and called off; their sessions."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from meetings.forms.calendar import (
    CallOffForm,
    EditForm,
    JointForm,
    PlanForm,
    SessionForm,
    body_choices,
)
from meetings.meeting_states import AHEAD, State, Step, steps_from
from meetings.models import Body, Meeting, Session
from meetings.presentation import year
from meetings.presentation.head import head, meeting_of, reader_of, require
from meetings.presentation.titles import Names
from meetings.rules import convening
from meetings.services import planning, sessions, steps
from members.forms.common import attempt
from members.http import PortalRequest
from members.models import Party
from members.models.parties import PartyKind, Precision

FORM = ["GET", "HEAD", "POST"]
VERBS = {
    "convene": (steps.convene, gettext_lazy("The meeting is convened.")),
    "open": (steps.open_meeting, gettext_lazy("The meeting is open.")),
    "close": (steps.close_meeting, gettext_lazy("The meeting is closed.")),
    "finalise": (steps.finalise, gettext_lazy("Its documents are final.")),
}


@require_http_methods(FORM)
def plan(request: PortalRequest) -> HttpResponse:
    """Put a meeting into the calendar."""
    require(allowed=convening.may_plan_any(request.viewer))
    names, bodies = Names.read(), list(Body.objects.order_by("order"))
    bodies = [
        body
        for body in bodies
        if convening.may_plan(request.viewer, body.kind, request.viewer.party_id)
    ]
    form = PlanForm(
        bodies,
        names,
        request.viewer.on,
        _hosts(request),
        _others(request),
        request.POST or None,
    )
    made: list[Meeting] = []

    def act(**given: Any) -> None:
        made.append(
            planning.plan_meeting(given.pop("body_code"), by=request.viewer, **given)
        )

    if form.is_valid() and attempt(form, act, **form.given):
        messages.success(request, _("The meeting is in the calendar."))
        return redirect("meetings:meeting", made[0].symbol)
    return render(request, "meetings/plan.html", {"form": form})


@require_http_methods(FORM)
def edit(request: PortalRequest, symbol: str) -> HttpResponse:
    """Change a meeting that lies ahead; of one that sits, the bodies that it is of."""
    meeting = _mine(request, symbol)
    require(allowed=meeting.state in {*AHEAD, State.IN_SESSION})
    owners = _owners(request, meeting)
    form: EditForm | JointForm
    if meeting.state in AHEAD:
        others = _others(request).exclude(pk=meeting.pk)
        initial = EditForm.initial_of(meeting)
        form = EditForm(
            owners, _hosts(request), others, request.POST or None, initial=initial
        )
    else:
        codes = list(meeting.jointly_with.values_list("code", flat=True))
        posted = request.POST if request.method == "POST" else None
        form = JointForm(owners, posted, initial={"jointly_with": codes})
    if form.is_valid() and attempt(
        form, _change, meeting=meeting, typed=form, request=request
    ):
        messages.success(request, _("The meeting was changed."))
        return redirect("meetings:meeting", meeting.symbol)
    context = {**head(request, meeting, label=_("Change")), "form": form}
    return render(request, "meetings/meeting_edit.html", context)


@transaction.atomic
def _change(meeting: Meeting, typed: EditForm | JointForm, request: PortalRequest) -> None:
    """Take over what was typed, all of it or nothing."""
    codes, by = typed.cleaned_data["jointly_with"], request.viewer
    if isinstance(typed, EditForm):
        given = typed.given
        given.pop("jointly_with")
        if "places" not in typed.changed_data:
            given.pop("places")
        planning.change_meeting(meeting.pk, by=by, **given)
    planning.change_owners(meeting.pk, jointly_with=codes, by=by)


def _owners(request: PortalRequest, meeting: Meeting) -> list[tuple[str, str]]:
    """Return the bodies that may be joined: those that the reader plans for, and those there."""
    there = set(meeting.jointly_with.values_list("pk", flat=True))
    others = (each for each in Body.objects.order_by("order") if each != meeting.body)
    mine = [
        body
        for body in others
        if body.pk in there
        or convening.may_plan(request.viewer, body.kind, meeting.host_id)
    ]
    return body_choices(mine, Names.read(), request.viewer.on)


@require_POST
def step(request: PortalRequest, symbol: str, step: str) -> HttpResponse:
    """Take the next step of a meeting."""
    meeting = _mine(request, symbol)
    if step not in VERBS:
        raise Http404
    verb, said = VERBS[step]
    verb(meeting.pk, by=request.viewer)
    messages.success(request, str(said))
    return redirect("meetings:meeting", meeting.symbol)


@require_http_methods(FORM)
def call_off(request: PortalRequest, symbol: str) -> HttpResponse:
    """Call a meeting off, with its reason."""
    meeting = _mine(request, symbol)
    form = CallOffForm(request.POST or None)
    if form.is_valid() and attempt(
        form, steps.call_off, pk=meeting.pk, by=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("The meeting was called off."))
        return redirect("meetings:meeting", meeting.symbol)
    told = meeting.state == State.CONVENED
    context = {**head(request, meeting, label=_("Call off")), "form": form, "told": told}
    return render(request, "meetings/meeting_call_off.html", context)


@require_http_methods(FORM)
def edit_sessions(request: PortalRequest, symbol: str) -> HttpResponse:
    """The sessions of a meeting, and a form to add one."""
    meeting = _mine(request, symbol)
    require(allowed=meeting.state in AHEAD)
    form = SessionForm(meeting, request.POST or None)
    if form.is_valid() and attempt(
        form,
        sessions.add_session,
        meeting_id=meeting.pk,
        by=request.viewer,
        **form.cleaned_data,
    ):
        messages.success(request, _("The session was added."))
        return redirect("meetings:sessions", meeting.symbol)
    found = Session.objects.visible_to(request.viewer).filter(meeting=meeting)
    days = year.by_day(list(found), meeting, reader_of(request))
    context = {**head(request, meeting, label=_("Sessions")), "form": form, "days": days}
    return render(request, "meetings/sessions.html", context)


@require_http_methods(FORM)
def edit_session(request: PortalRequest, pk: int) -> HttpResponse:
    """Change one session."""
    session, meeting = _session(request, pk)
    initial = {name: getattr(session, name) for name in sessions.OWN}
    form = SessionForm(meeting, request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form, sessions.change_session, pk=pk, by=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("The session was changed."))
        return redirect("meetings:sessions", meeting.symbol)
    context = {
        **head(request, meeting, label=session.name),
        "form": form,
        "session": session,
    }
    return render(request, "meetings/session_edit.html", context)


@require_POST
def remove_session(request: PortalRequest, pk: int) -> HttpResponse:
    """Remove one session that nothing hangs on."""
    _found, meeting = _session(request, pk)
    sessions.remove_session(pk, by=request.viewer)
    messages.success(request, _("The session was removed."))
    return redirect("meetings:sessions", meeting.symbol)


def next_steps(request: PortalRequest, meeting: Meeting) -> list[dict[str, object]]:
    """Return the steps that the reader may take now, the one ahead first."""
    if not convening.may_plan(request.viewer, meeting.body.kind, meeting.host_id):
        return []
    exact, today = meeting.precision == Precision.DAY, request.viewer.on
    possible = {
        Step.CONVENE: convening.may_convene_on(meeting.ends_on, today, is_exact=exact),
        Step.OPEN: convening.may_open_on(meeting.starts_on, today, is_exact=exact),
    }
    return [
        {"step": str(each), "label": LABELS[each]}
        for each in steps_from(meeting.state)
        if each in VERBS and possible.get(each, True)
    ]


LABELS: dict[str, str | Promise] = {
    "convene": gettext_lazy("Convene the meeting"),
    "open": gettext_lazy("Open the meeting"),
    "close": gettext_lazy("Close the meeting"),
    "finalise": gettext_lazy("Declare its documents final"),
}


def _mine(request: PortalRequest, symbol: str) -> Meeting:
    """Return a meeting that the reader plans and conducts, or 404."""
    meeting = meeting_of(request, symbol)
    require(allowed=convening.may_plan(request.viewer, meeting.body.kind, meeting.host_id))
    return meeting


def _session(request: PortalRequest, pk: int) -> tuple[Session, Meeting]:
    visible = Session.objects.visible_to(request.viewer).select_related("meeting")
    session = get_object_or_404(visible, pk=pk)
    meeting = _mine(request, session.meeting.symbol)
    require(allowed=meeting.state in AHEAD)
    return session, meeting


def _hosts(request: PortalRequest) -> Any:
    visible = Party.objects.visible_to(request.viewer)
    return visible.filter(kind=PartyKind.MEMBER_STATE).order_by("order")


def _others(request: PortalRequest) -> Any:
    visible = Meeting.objects.visible_to(request.viewer)
    return visible.filter(state__in=AHEAD).order_by("starts_on")
