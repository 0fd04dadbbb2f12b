"""A meeting with two sessions and papers for everybody in it, as the tests play it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from crm_portal.core.access import Viewer
from crm_portal.reference import conference
from meetings.models import (
    Body,
    Meeting,
    MeetingPaper,
    MeetingState,
    ParticipationRule,
    Session,
)
from meetings.services import papers
from tests.library.documents import draft, pdf, sheet

SITS = datetime(2026, 11, 19, 15, tzinfo=UTC)


def meeting(symbol: str = "XXXI-CRM", **said: Any) -> Meeting:
    """Return a Vice-Ministerial Meeting of November, with its plenary and its closed door."""
    if not ParticipationRule.objects.exists():
        ParticipationRule.objects.bulk_create(conference._rules(SITS))
    body, _made = Body.objects.get_or_create(
        code="VICE_MINISTERIAL", defaults={"kind": "vice_ministerial"}
    )
    usual = {
        "starts_on": SITS.date(),
        "ends_on": SITS.date() + timedelta(days=1),
        "state": MeetingState.CONVENED,
        "title_es": "XXXI Reunión Viceministerial",
        "title_en": "XXXI Vice-Ministerial Meeting",
        "is_demonstration": True,
    }
    found = Meeting.objects.create(body=body, symbol=symbol, **{**usual, **said})
    for n, forum in enumerate(("VM_PLENARIA", "VM_CERRADA")):
        starts = SITS + timedelta(days=n)
        Session.objects.create(
            meeting=found,
            forum=forum,
            starts_at=starts,
            ends_at=starts + timedelta(hours=4),
        )
    return found


def paper(
    found: Meeting, by: Viewer, *sheets: Any, forum: str = "", **said: Any
) -> MeetingPaper:
    """Return a document that ``by`` registers among the papers of a meeting."""
    session = found.sessions.filter(forum=forum).first() if forum else None
    return papers.add_paper(
        found.pk,
        draft(series=found.symbol, **said),
        sheets or [sheet("es", pdf(said.get("title_es", "Texto"), pages=2))],
        by=by,
        session_id=session.pk if session else None,
    )
