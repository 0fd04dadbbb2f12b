"""What a meeting waits for from the reader's party: an answer, a delegation. Two queries."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_portal.core.access import ZONE_OF_RECORD, Viewer
from crm_portal.core.prepared import Prepared
from meetings.meeting_states import State
from meetings.models import ConvocationLetter, Delegation, DelegationState, Meeting
from meetings.rules.delegations import Registering, registering
from meetings.tabs import is_accredited

OPEN = (DelegationState.DRAFT, DelegationState.RETURNED)
ONE_DAY = timedelta(days=1)
_DELEGATION: Prepared[Delegation] = Prepared(
    lambda meeting, party: Delegation.objects.filter(meeting=meeting, party=party)
)


def answer(meeting: Meeting, viewer: Viewer) -> list[dict[str, Any]]:
    """The convocation that the party has not answered, by its last day."""
    if meeting.state != State.CONVENED or viewer.party_id is None:
        return []
    letters = _LETTERS(meeting=meeting.pk, party=viewer.party_id, at=viewer.at)
    if not letters:
        return []
    letter = letters[0]
    last = letter.convocation.answer_by
    end = datetime.combine(last + ONE_DAY, time(), ZONE_OF_RECORD) if last else None
    return [
        {
            "text": _("The convocation awaits your answer"),
            "url": reverse("meetings:convocation-letter", args=[meeting.symbol, letter.pk]),
            "action": _("Answer"),
            "until": end - timedelta(minutes=1) if end else None,
        }
    ]


def _letters(meeting: int, party: int, at: datetime) -> QuerySet[ConvocationLetter]:
    """The letter to a party, sent by ``at``: whoever acts for it may read it."""
    silent = ConvocationLetter.objects.silent().filter(sent_at__lte=at)
    mine = silent.filter(convocation__meeting=meeting, party=party)
    return mine.select_related("convocation").order_by("pk")[:1]


_LETTERS: Prepared[ConvocationLetter] = Prepared(_letters)


def accreditation(meeting: Meeting, viewer: Viewer) -> list[dict[str, Any]]:
    """The delegation that is not registered yet, or came back, by the cut-off."""
    closes_at = meeting.registration_closes_at
    may = registering(viewer, viewer.party_id, state=meeting.state, closes_at=closes_at)
    if may != Registering.ALLOWED or not is_accredited(viewer, meeting):
        return []
    mine = _DELEGATION(meeting=meeting.pk, party=viewer.party_id)
    if mine and mine[0].state not in OPEN:
        return []
    is_back = bool(mine) and mine[0].state == DelegationState.RETURNED
    return [
        {
            "text": _("Your delegation was returned to you")
            if is_back
            else _("Your delegation is not registered yet"),
            "url": reverse("meetings:accreditation", args=[meeting.symbol]),
            "action": _("Register it"),
            "until": closes_at,
        }
    ]
