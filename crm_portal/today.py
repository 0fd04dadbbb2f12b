"""“Today”: what waits for the reader, by deadline. It knows every app, and decides nothing."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from crm_portal import notice_centre
from crm_portal.core.access import Viewer
from crm_portal.core.display import format_day
from crm_portal.library import webhooks_today
from decisions import asked_today, following_today, texts_today
from decisions.presentation import agenda
from decisions.views.common import reader_of
from finance import fund_today
from finance import today as finance_today
from meetings import reports_owed, waits_today
from meetings.reports_owed import Owed
from members.http import PortalRequest


@require_safe
def today(request: PortalRequest) -> HttpResponse:
    """The front page of the intranet, for the role of whoever reads it."""
    context = agenda.today(request.viewer, reader_of(request))
    context["unread"] = notice_centre.unread(request.viewer)
    context["reports"] = reports(request.viewer)
    context["waiting"] = waiting(request.viewer)
    if context["waiting"] and not context["awaited"] and not context["moving"]:
        context["lede"] = {}  # that nothing waits would not be true
    return render(request, "core/today.html", context)


# What each part of the house waits for: its heading, and who tells it.
PARTS: tuple[tuple[str, Promise, Callable[[Viewer], list[dict[str, Any]]]], ...] = (
    ("texts", gettext_lazy("Texts in negotiation"), texts_today.today),
    ("meetings", gettext_lazy("Waiting for the meetings ahead"), waits_today.today),
    ("asked", gettext_lazy("Asked of you, and duties"), asked_today.today),
    ("commitments", gettext_lazy("Commitments to report on"), following_today.today),
    ("finance", gettext_lazy("Contributions and budget"), finance_today.today),
    ("fund", gettext_lazy("Cases of the reserve fund"), fund_today.today),
    ("webhooks", gettext_lazy("Systems that are told"), webhooks_today.today),
)


def waiting(viewer: Viewer) -> list[dict[str, Any]]:
    """Return the parts of the page that have rows, in order: ``{"key", "title", "rows"}``."""
    told = [(key, title, tell(viewer)) for key, title, tell in PARTS]
    return [{"key": key, "title": title, "rows": rows} for key, title, rows in told if rows]


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
            "url": reverse("meetings:presidency-report", args=[presidency.label_year])
            + presidency.seat_query,
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
