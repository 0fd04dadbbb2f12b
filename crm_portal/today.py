"""“Today”: what waits for the reader, by deadline. It knows every app, and decides nothing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_day
from decisions import texts_today
from decisions.presentation import agenda
from decisions.views.common import reader_of
from meetings import reports_owed, waits_today
from meetings.reports_owed import Owed
from members.http import PortalRequest


@require_safe
def today(request: PortalRequest) -> HttpResponse:
    """The front page of the intranet, for the role of whoever reads it."""
    context = agenda.today(request.viewer, reader_of(request))
    context["reports"] = reports(request.viewer)
    context["meetings"] = waits_today.today(request.viewer)
    context["texts"] = texts_today.today(request.viewer)
    return render(request, "core/today.html", context)


def reports(viewer: Viewer) -> list[dict[str, Any]]:
    """Return the reports that the reader's party owes; the Secretariat sees everybody's."""
    return [_report(owed) for owed in reports_owed.owed_by(viewer)]


def _report(owed: Owed) -> dict[str, Any]:
    since = _("owed since %(day)s") % {"day": format_day(owed.since, "dated")}
    if owed.report is not None:
        presidency = owed.report.presidency
        return {
            "label": presidency.party.name,
            "text": _("Report of the presidency of %(year)s")
            % {"year": presidency.label_year},
            "note": f"{since}; {_due(owed)}",
            "url": reverse("meetings:presidency-report", args=[presidency.label_year]),
            "tone": "due",
        }
    representation = owed.representation
    assert representation is not None  # noqa: S101 - one of the two is there
    return {
        "label": representation.party.name,
        "text": representation.forum,
        "note": since,
        "url": reverse("meetings:representation-report", args=[representation.pk]),
        "tone": "late",
    }


def _due(owed: Owed) -> str:
    if owed.meeting is None:
        return _("due at the next meeting, which is not on record yet")
    day = format_day(owed.meeting.starts_on, "dated")
    return _("due at the meeting of %(day)s") % {"day": day}
