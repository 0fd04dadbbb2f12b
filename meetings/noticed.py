"""What notices about meetings are about, and who may still know of it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.models import Notice
from crm_portal.core.noticed import Matter
from crm_portal.library import circles
from meetings import (
    agenda_notices,
    delegation_notices,
    meeting_notices,
    notices,
    statement_notices,
)
from meetings.circles import CLOSED
from meetings.models import (
    AgendaVersion,
    Application,
    ConvocationLetter,
    Delegation,
    Door,
    Meeting,
    PresidencyReport,
    Representation,
    Statement,
)

MEETINGS = "meetings"


def _applications(viewer: Viewer) -> QuerySet[Any]:
    return Application.objects.visible_to(viewer)


def _agendas(viewer: Viewer) -> QuerySet[Any]:
    seen = AgendaVersion.objects.visible_to(viewer).filter(door=Door.OPEN)
    return seen.select_related("meeting")


def _letters(viewer: Viewer) -> QuerySet[Any]:
    seen = ConvocationLetter.objects.visible_to(viewer)
    if not viewer.has(Role.SECRETARIAT):
        seen = seen.filter(party=viewer.party_id)
    return seen.select_related("convocation__meeting")


def _delegations(viewer: Viewer) -> QuerySet[Any]:
    seen = Delegation.objects.visible_to(viewer)
    return seen.select_related("meeting", "party", "guest")


def _statements(viewer: Viewer) -> QuerySet[Any]:
    return Statement.objects.visible_to(viewer).select_related("meeting")


def _meetings(viewer: Viewer) -> QuerySet[Any]:
    return Meeting.objects.visible_to(viewer)


def _outside_the_door(viewer: Viewer) -> Q:
    """What moved behind a closed door is known to whoever may be inside now."""
    inside = [
        int(each.split(":")[1])
        for each in circles.of(viewer)
        if circles.kind(each) == CLOSED
    ]
    return Q(data__closed__isnull=True) | Q(target_id__in=inside)


def _presidencies(viewer: Viewer) -> QuerySet[Any]:
    seen = PresidencyReport.objects.visible_to(viewer).select_related("presidency")
    own = viewer.has(Role.SECRETARIAT)
    return seen if own else seen.filter(presidency__party=viewer.party_id)


def _representations(viewer: Viewer) -> QuerySet[Any]:
    seen = Representation.objects.visible_to(viewer)
    return seen if viewer.has(Role.SECRETARIAT) else seen.filter(party=viewer.party_id)


def _own_page(_notice: Notice, row: Any) -> str:
    return str(row.get_absolute_url())


def _symbol(row: Any) -> str:
    return str(row.meeting.symbol)


def _what(notice: Notice) -> str:
    return notice.event.partition(".")[2]


MATTERS = (
    Matter(
        "meeting",
        MEETINGS,
        _own_page,
        lambda notice, row: (
            str(meeting_notices.SUBJECTS[_what(notice)]) % {"symbol": row.symbol}
        ),
        rows=_meetings,
        known=_outside_the_door,
    ),
    Matter(
        "agenda",
        MEETINGS,
        lambda _notice, row: reverse("meetings:agenda", args=[row.meeting.symbol]),
        lambda notice, _row: agenda_notices.SUBJECTS[_what(notice)],
        rows=_agendas,
        about=_symbol,
    ),
    Matter(
        "convocation",
        MEETINGS,
        _own_page,
        lambda notice, _row: (
            _("An answer to a convocation is awaited")
            if notice.event == "convocation.reminder"
            else _("A convocation of the Conference")
        ),
        rows=_letters,
        about=lambda row: row.convocation.meeting.symbol,
    ),
    Matter(
        "delegation",
        MEETINGS,
        _own_page,
        lambda notice, _row: delegation_notices.SUBJECTS[_what(notice)],
        rows=_delegations,
        about=lambda row: f"{row.meeting.symbol}, {row.name}",
    ),
    Matter(
        "statement",
        MEETINGS,
        _own_page,
        lambda notice, _row: statement_notices.SUBJECTS[_what(notice)],
        rows=_statements,
        about=_symbol,
    ),
    Matter(
        "admission",
        MEETINGS,
        lambda _notice, row: reverse("meetings:application", args=[row.reference]),
        lambda notice, _row: notices.SUBJECTS[_what(notice)],
        rows=_applications,
        about=lambda row: row.reference,
    ),
    Matter(
        "report",
        MEETINGS,
        lambda _notice, row: (
            reverse("meetings:presidency-report", args=[row.presidency.label_year])
            + row.presidency.seat_query
        ),
        lambda _notice, _row: _("A report to the Conference is due"),
        rows=_presidencies,
        about=lambda row: str(row.presidency.label_year),
        events=frozenset({"presidency"}),
    ),
    Matter(
        "report",
        MEETINGS,
        lambda _notice, row: reverse("meetings:representation-report", args=[row.pk]),
        lambda _notice, _row: _("A report to the Conference is due"),
        rows=_representations,
        about=lambda row: row.forum,
        events=frozenset({"representation"}),
    ),
)
