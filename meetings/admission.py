"""What the pages say of an application: its stages, its criteria with their documents, its acts."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_day, format_known
from meetings import rules, states
from meetings.forms.applications import meeting_label
from meetings.models import Advice, Application, Criterion, Evidence
from meetings.states import State, Step


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion with the documents that speak to it."""

    criterion: Criterion
    documents: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """A step that the reader may take: its address' name and its button."""

    name: str
    label: str | Promise
    is_first: bool = False


PATH = (State.RECEIVED, State.COMPLETE, State.BEFORE_VM)
BUTTONS = {
    Step.COMPLETE: ("application-complete", gettext_lazy("Mark it complete")),
    Step.PUT_BEFORE: ("application-put", gettext_lazy("Put it before the Vice-Ministers")),
    Step.ADMIT: ("application-admit", gettext_lazy("Record the admission")),
    Step.DECLINE: ("application-decline", gettext_lazy("Record that it was declined")),
    Step.WITHDRAW: ("application-withdraw", gettext_lazy("Record its withdrawal")),
}
DECIDING = frozenset({Step.ADMIT, Step.DECLINE})


def asked(application: Application, viewer: Viewer) -> list[Asked]:
    """Return what was asked of an application on the day it came: two queries."""
    criteria = Criterion.objects.in_force(application.kind, application.received_on)
    documents = defaultdict(list)
    found = Evidence.objects.visible_to(viewer).filter(application=application)
    for each in found.defer("file").select_related("added_by"):
        documents[each.criterion_id].append(each)
    return [Asked(each, tuple(documents[each.pk])) for each in criteria]


def advice(application: Application, viewer: Viewer) -> list[Advice]:
    """Return what was advised about applications of its kind by today; it binds nobody."""
    return list(Advice.objects.on(application.kind, viewer.on))


def acts(application: Application, viewer: Viewer) -> list[Act]:
    """Return the steps that ``viewer`` may take from here, the first one first."""
    worker, decider = (
        rules.may_work_applications(viewer),
        rules.may_record_decision(viewer),
    )
    steps = [
        step
        for step in states.steps_from(application.state)
        if (decider if step in DECIDING else worker)
    ]
    firsts = [step for step in steps if step is not Step.WITHDRAW]
    deciding = [step for step in firsts if step in DECIDING]
    first = next(iter(deciding or firsts), None)
    return [Act(*BUTTONS[step], is_first=step is first) for step in steps]


def stages(application: Application) -> list[dict[str, Any]]:
    """Return where an application stands, as the list of stages shows it."""
    reached = _reached(application)
    rows = [
        {
            "label": capfirst(states.LABELS[state]),
            "note": _note(application, state),
            "state": _stage(application, index, reached),
        }
        for index, state in enumerate(PATH)
    ]
    ended = not application.is_open
    label = states.LABELS[State(application.state)] if ended else _("decision")
    refused = application.state in {State.DECLINED, State.WITHDRAWN}
    kind = ("stopped" if refused else "done") if ended else "next"
    return [
        *rows,
        {"label": capfirst(label), "note": _end(application), "state": kind},
    ]


def _reached(application: Application) -> int:
    """How far on the path: what ended was before the Vice-Ministers if a meeting took it."""
    if application.is_open:
        return PATH.index(State(application.state))
    return len(PATH) if application.meeting_id else 1


def _stage(application: Application, index: int, reached: int) -> str:
    if application.is_open:
        return "done" if index < reached else "current" if index == reached else "next"
    return "done" if index < reached else "skipped"


def _note(application: Application, state: State) -> str:
    if state == State.RECEIVED:
        return format_known(application.received_on, application.received_precision)
    if state == State.BEFORE_VM and application.meeting is not None:
        return meeting_label(application.meeting)
    return ""


def _end(application: Application) -> str:
    if application.decided_on:
        return format_known(application.decided_on, application.decided_precision)
    return format_day(application.withdrawn_on, "full") if application.withdrawn_on else ""
