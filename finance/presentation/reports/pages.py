"""The Secretariat's reports as pages show them: live figures while a draft, kept ones after."""

from datetime import date
from typing import Any

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import active_language
from finance import activity
from finance.activity_tables import Table, shown, tables
from finance.models import ActivityReport
from finance.services.activity import LABELS, PARTS
from meetings.models import Meeting


def reports(viewer: Viewer) -> Any:
    """Return the reports that the reader may know, the latest first."""
    found = ActivityReport.objects.all().visible_to(viewer)
    return found.select_related("meeting", "changed_by")


def figures_of(report: ActivityReport, viewer: Viewer) -> dict[str, Any]:
    """Return the figures that an issued report keeps, or those of the records now."""
    if report.data is not None:
        kept: dict[str, Any] = report.data
        return kept
    return activity.figures(report.period, viewer)


def tables_of(report: ActivityReport, viewer: Viewer) -> list[Table]:
    """Return the tables of a report in the reader's language."""
    return tables(figures_of(report, viewer), active_language())


def shown_of(report: ActivityReport, viewer: Viewer) -> list[Table]:
    """Return the same with every cell as a page writes it."""
    return shown(tables_of(report, viewer))


def words_of(report: ActivityReport) -> list[dict[str, Any]]:
    """Return what the Secretariat wrote, part by part, in both languages."""
    return [
        {
            "part": part,
            "label": LABELS[part],
            "es": getattr(report, f"{part}_es"),
            "en": getattr(report, f"{part}_en"),
        }
        for part in PARTS
        if getattr(report, f"{part}_es") or getattr(report, f"{part}_en")
    ]


def meetings(viewer: Viewer) -> Any:
    """Return the meetings that a report may be for, the latest first."""
    return Meeting.objects.visible_to(viewer).order_by("-starts_on", "-pk")


def proposed(viewer: Viewer) -> dict[str, date]:
    """Return the period that a new report is proposed for: from the last one, or this year."""
    last = ActivityReport.objects.exclude(issued_at=None).order_by("-ends_on").first()
    first = date(viewer.on.year, 1, 1)
    if last is not None and last.ends_on < viewer.on:
        first = date.fromordinal(last.ends_on.toordinal() + 1)
    return {"starts_on": first, "ends_on": viewer.on}
