"""Audiences of bulletins that meetings have: those whom one concerns, and those who come to it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from meetings import convened
from meetings.meeting_states import AHEAD
from meetings.models import Delegate, Meeting

MEETING = "meeting"


def offered(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the meetings ahead, the next first: one query."""
    seen = Meeting.objects.visible_to(viewer).filter(state__in=AHEAD)
    rows = seen.order_by("starts_on", "pk").only("pk", "symbol")
    return [(f"{MEETING}:{each.pk}", _name(each)) for each in rows]


def names(keys: Iterable[str]) -> dict[str, str]:
    """Return what the audiences of meetings among ``keys`` are called."""
    wanted = [number for key in keys if (number := _number(key))]
    if not wanted:
        return {}
    rows = Meeting.objects.filter(pk__in=wanted).only("pk", "symbol")
    return {f"{MEETING}:{each.pk}": _name(each) for each in rows}


def accounts(key: str, at: datetime) -> list[int]:
    """Return whom a meeting concerns at ``at``, and its confirmed delegates with an account."""
    number = _number(key)
    meeting = Meeting.objects.select_related("body").filter(pk=number).first()
    if not number or meeting is None:
        return []
    coming = Delegate.objects.confirmed().filter(
        delegation__meeting=meeting, user__is_active=True
    )
    rows = coming.order_by("user_id").values_list("user_id", flat=True)
    return list(dict.fromkeys([*convened.accounts(meeting, at), *rows]))


def _name(meeting: Meeting) -> str:
    return _("Those whom %(symbol)s concerns, and its delegates") % {
        "symbol": meeting.symbol
    }


def _number(key: str) -> int:
    what, _colon, which = key.partition(":")
    is_one = what == MEETING and which.isascii() and which.isdecimal() and len(which) < 10
    return int(which) if is_one else 0
