"""What the tick does for the library: make the papers that are owed."""

from datetime import datetime

from django.utils.translation import gettext as _

from crm_portal.library import services
from crm_portal.library.models import RenderJob


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
