"""What waits for the reader at a meeting: each part of the house says its own.

A source takes the meeting and the viewer and returns rows ``{"text", "url", "action",
"until"}``, the last an instant or None. It asks the database little: the page has a budget.
"""

from typing import Any

from django.utils.module_loading import import_string

from crm_portal.core.access import Viewer
from meetings.models import Meeting

SOURCES = ("meetings.waits.answer", "meetings.waits.accreditation")


def waiting(meeting: Meeting, viewer: Viewer) -> list[dict[str, Any]]:
    """Return what waits for the viewer's party at the meeting, the most urgent first."""
    rows: list[dict[str, Any]] = []
    for path in SOURCES:
        rows += import_string(path)(meeting, viewer)
    return sorted(rows, key=lambda row: (row["until"] is None, row["until"] or 0))
