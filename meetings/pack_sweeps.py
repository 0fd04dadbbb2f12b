"""What the tick does for packs: make one that is owed, let go those whose time has passed."""

from datetime import datetime

from django.utils.translation import gettext as _

from meetings.models import PackJob
from meetings.services import packs


def make_due() -> int:
    """Make one pack, if one is owed; the next tick makes the next."""
    packs.let_go()
    return int(packs.make_next())


def oldest_overdue(at: datetime) -> tuple[str, str, datetime | None]:
    """Return since when the oldest pack has been owed, for the health page."""
    first = PackJob.objects.due(at).order_by("asked_at").first()
    return "packs_owed", _("Oldest pack not yet made"), first.asked_at if first else None
