"""The reminder of a report, in its reader's language; whoever no longer owes it gets none."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_portal.core.access import Role, Viewer
from crm_portal.core.models import Notice
from crm_portal.core.notifications import Letter
from meetings import reports_owed
from meetings.models import PresidencyReport, Representation
from members.access import viewer_for

# Reminders of what is due at a meeting, days ahead: they may wait for their reader's hours.
ROUTINE = frozenset({"report.presidency", "report.representation"})


def compose(notice: Notice, at: datetime) -> Letter | None:
    """Write the reminder that ``notice`` stands for, or return None if nothing is owed now."""
    user = notice.recipient
    viewer = viewer_for(user, at)
    if not user.is_active:
        return None
    write = {"presidency": _presidency, "representation": _representation}
    with override(user.language):
        context = write[notice.event.removeprefix("report.")](notice.target_id, viewer)
        if context is None:
            return None
        context |= {"user": user, "site_url": settings.SITE_URL}
        template = f"mail/report/{notice.event.removeprefix('report.')}.txt"
        body = render_to_string(template, context)
        subject = _("A report to the Conference is due")
        return Letter(to=user.email, subject=subject, body=body)


def _concerns(viewer: Viewer, party_id: int) -> bool:
    own = viewer.has(Role.OFFICIAL_VOICE) and viewer.party_id == party_id
    return own or viewer.has(Role.SECRETARIAT)


def _presidency(pk: int, viewer: Viewer) -> dict[str, Any] | None:
    found = PresidencyReport.objects.owed(viewer).filter(pk=pk)
    owed = next(iter(reports_owed.of_presidencies(found)), None)
    if owed is None or not _concerns(viewer, owed.party_id):
        return None
    report = owed.report
    assert report is not None  # noqa: S101 - asked for above
    link = reverse("meetings:presidency-report", args=[report.presidency.label_year])
    link += report.presidency.seat_query
    return {
        "presidency": report.presidency,
        "meeting": owed.meeting,
        "link": settings.SITE_URL + link,
    }


def _representation(pk: int, viewer: Viewer) -> dict[str, Any] | None:
    found = Representation.objects.owing(viewer.on).filter(pk=pk).select_related("party")
    representation = found.first()
    if representation is None or not _concerns(viewer, representation.party_id):
        return None
    link = reverse("meetings:representation-report", args=[pk])
    return {"representation": representation, "link": settings.SITE_URL + link}
