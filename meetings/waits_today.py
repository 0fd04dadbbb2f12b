"""What the meetings ahead wait for from the reader: the rows of “Today”. Two queries."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core.access import Role, Viewer
from crm_portal.core.display import format_day, format_instant
from meetings.meeting_states import State
from meetings.models import ConvocationLetter, Delegation, DelegationState, Meeting
from meetings.rules import delegations as rules

OWN = (DelegationState.DRAFT, DelegationState.RETURNED)
SPEAKERS = (Role.FOCAL_POINT,)


def today(viewer: Viewer) -> list[dict[str, Any]]:
    """Return ``{"label", "text", "note", "url", "tone"}`` a row, the next meeting first."""
    if viewer.party_id is None:
        return []
    rows = [*_letters(viewer), *_delegations(viewer)]
    return [row for _day, row in sorted(rows, key=lambda each: each[0])]


def _letters(viewer: Viewer) -> list[Any]:
    if not viewer.has(*SPEAKERS):
        return []
    silent = ConvocationLetter.objects.visible_to(viewer).silent()
    mine = silent.filter(
        party=viewer.party_id,
        convocation__meeting__state=State.CONVENED,
        convocation__meeting__ends_on__gte=viewer.on,
    )
    return [
        (letter.convocation.meeting.starts_on, _letter(letter))
        for letter in mine.select_related("convocation__meeting")
    ]


def _letter(letter: ConvocationLetter) -> dict[str, Any]:
    meeting, last = letter.convocation.meeting, letter.convocation.answer_by
    return {
        "label": meeting.symbol,
        "text": _("The convocation awaits your answer"),
        "note": _("until %(day)s") % {"day": format_day(last, "dated")} if last else "",
        "url": reverse("meetings:convocation-letter", args=[meeting.symbol, letter.pk]),
        "tone": "due",
    }


def _delegations(viewer: Viewer) -> list[Any]:
    decides = rules.may_decide_delegations(viewer)
    if not decides and not viewer.has(*SPEAKERS):
        return []
    ahead = Delegation.objects.filter(
        meeting__state=State.CONVENED, meeting__ends_on__gte=viewer.on
    ).select_related("meeting")
    waiting: dict[int, int] = {}
    meetings: dict[int, Meeting] = {}
    rows = []
    for each in ahead:
        meetings[each.meeting_id] = each.meeting
        if decides and each.state == DelegationState.SUBMITTED:
            waiting[each.meeting_id] = waiting.get(each.meeting_id, 0) + 1
        if each.party_id == viewer.party_id and each.state in OWN:
            rows.append((each.meeting.starts_on, _own(each)))
    rows += [
        (meetings[pk].starts_on, _to_approve(meetings[pk], many))
        for pk, many in waiting.items()
    ]
    return rows


def _own(delegation: Delegation) -> dict[str, Any]:
    meeting = delegation.meeting
    closes_at = meeting.registration_closes_at
    is_back = delegation.state == DelegationState.RETURNED
    return {
        "label": meeting.symbol,
        "text": _("Your delegation was returned to you")
        if is_back
        else _("Your delegation is not registered yet"),
        "note": _("until %(day)s") % {"day": format_instant(closes_at, "dated")}
        if closes_at
        else "",
        "url": reverse("meetings:accreditation", args=[meeting.symbol]),
        "tone": "late" if is_back else "due",
    }


def _to_approve(meeting: Meeting, many: int) -> dict[str, Any]:
    text = ngettext(
        "%(count)s delegation awaits approval",
        "%(count)s delegations await approval",
        many,
    )
    return {
        "label": meeting.symbol,
        "text": text % {"count": many},
        "note": "",
        "url": reverse("meetings:delegations", args=[meeting.symbol]),
        "tone": "due",
    }
