"""The steps of a meeting: convened, opened, closed, made final, called off. One function a verb."""

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from meetings.meeting_states import State, Step, after
from meetings.models import Meeting, MeetingState
from meetings.rules import convening
from meetings.services import invitations
from meetings.services.planning import require_power
from members.models.parties import Precision

# What a meeting conducted here is known by, once it is final.
OWN_TRAIL = "portal"


@transaction.atomic
def convene(pk: int, *, by: Viewer) -> Meeting:
    """Convene a planned meeting: it becomes known, and its parties' calendars are told."""
    meeting = _locked(pk, by)
    state = after(meeting.state, Step.CONVENE)
    exact = meeting.precision == Precision.DAY
    if not convening.may_convene_on(meeting.ends_on, by.on, is_exact=exact):
        raise Conflict(
            _("A meeting is convened for days that are known and have not passed."),
            code="days",
        )
    _take(meeting, state, "convened", by=by)
    invitations.tell(meeting, "convened", by=by)
    return meeting


@transaction.atomic
def open_meeting(pk: int, *, by: Viewer) -> Meeting:
    """Open a convened meeting, on its first day or after."""
    meeting = _locked(pk, by)
    state = after(meeting.state, Step.OPEN)
    exact = meeting.precision == Precision.DAY
    if not convening.may_open_on(meeting.starts_on, by.on, is_exact=exact):
        raise Conflict(_("It opens on its first day at the earliest."), code="early")
    return _take(meeting, state, "opened", by=by)


@transaction.atomic
def close_meeting(pk: int, *, by: Viewer) -> Meeting:
    """Close a meeting that sits: it is over."""
    meeting = _locked(pk, by)
    return _take(meeting, after(meeting.state, Step.CLOSE), "closed", by=by)


@transaction.atomic
def finalise(pk: int, *, by: Viewer) -> Meeting:
    """Say that the documents of a closed meeting are final."""
    meeting = _locked(pk, by)
    state = after(meeting.state, Step.FINALISE)
    meeting.source = meeting.source or OWN_TRAIL
    return _take(meeting, state, "finalised", by=by)


@transaction.atomic
def call_off(pk: int, *, reason: str, by: Viewer) -> Meeting:
    """Call off a meeting that lies ahead; whoever was told of it is told that it is not."""
    meeting = _locked(pk, by)
    state = after(meeting.state, Step.CALL_OFF)
    if not reason.strip():
        raise Invalid(_("Say why it is called off."), code="reason")
    was_convened = meeting.state == State.CONVENED
    meeting.sequence += 1
    _take(meeting, state, "called_off", by=by, reason=reason.strip())
    if was_convened:
        invitations.tell(meeting, "called_off", by=by)
    return meeting


def _locked(pk: int, by: Viewer) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body")
    meeting = rows.get(pk=pk)
    require_power(meeting.body.kind, meeting.host_id, by)
    return meeting


def _take(meeting: Meeting, state: State, verb: str, *, by: Viewer, **data: str) -> Meeting:
    was, meeting.state = meeting.state, MeetingState(state.value)
    meeting.save(update_fields=["state", "sequence", "source"])
    audit.record(meeting, verb, by=by, was=was, **data)
    return meeting
