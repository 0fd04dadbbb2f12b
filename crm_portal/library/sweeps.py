"""What the tick does for the library: make the papers that are owed, scan and read what came in."""

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from crm_portal.core import clock
from crm_portal.library import services
from crm_portal.library.models import DocumentRevision, RenderJob, SavedSearch, Scan
from crm_portal.library.searching import indexing, reading
from crm_portal.library.services import scanning

logger = logging.getLogger(__name__)


def render_due(limit: int = 20) -> int:
    """Make at most ``limit`` papers, each in a transaction of its own; return how many tried."""
    tried = 0
    while tried < limit and services.make_next():
        tried += 1
    return tried


def oldest_overdue(at: datetime) -> tuple[str, str, datetime | None]:
    """Return since when the oldest paper has been owed, for the health page."""
    first = RenderJob.objects.due(at).order_by("asked_at").first()
    return "papers_owed", _("Oldest paper not yet made"), first.asked_at if first else None


def scan_due(limit: int = 50) -> int:
    """Scan at most ``limit`` files that wait for it; return how many were tried."""
    tried = 0
    while tried < limit and scanning.scan_next():
        tried += 1
    return tried


def oldest_unscanned(at: datetime) -> tuple[str, str, datetime | None]:
    """Return since when a file has waited for the scanner, for the health page."""
    waiting = DocumentRevision.objects.filter(scan=Scan.PENDING, added_at__lte=at)
    first = waiting.order_by("added_at").first()
    return (
        "files_to_scan",
        _("Oldest file not yet scanned"),
        first.added_at if first else None,
    )


def index_due(limit: int = 5) -> int:
    """Make findable what changed, in at most ``limit`` batches; return how many changes."""
    return indexing.index_due(limit)


def read_due(limit: int = 5) -> int:
    """Read the words of at most ``limit`` files that nobody read yet; return how many."""
    return reading.read_due(limit)


def look_into_searches(limit: int = 20) -> int:
    """Look into at most ``limit`` saved searches for what is new; return how many were."""
    at = clock.now()
    due = SavedSearch.objects.due(at).order_by("next_look_at", "pk")
    keys = list(due.values_list("pk", flat=True)[:limit])
    for pk in keys:
        try:
            services.look_into(pk, at)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("Saved search %s could not be looked into", pk)
    return len(keys)
