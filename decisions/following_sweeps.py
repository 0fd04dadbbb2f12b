"""What time makes due of commitments: a letter a week before, and one once it is overdue."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from crm_portal.core.models import Notice
from decisions import following_notices as notices
from decisions.models.following import Commitment

# No source sets a number of days; a week leaves one to report.
AHEAD = timedelta(days=7)


def remind_of_commitments() -> int:
    """Owe the reminders whose turn has come; return how many letters that makes.

    Two queries where nothing is due.
    """
    by = Viewer(at=clock.now())
    ahead = Q(due_on__range=(by.on, by.on + AHEAD))
    return _remind(notices.DUE, ahead, by) + _remind(
        notices.OVERDUE, Q(due_on__lt=by.on), by
    )


def _remind(event: str, when: Q, by: Viewer) -> int:
    told = Notice.objects.filter(
        event=event,
        target_type=ContentType.objects.get_for_model(Commitment),
        target_id=OuterRef("pk"),
    )
    due = Commitment.objects.live().filter(when, ~Exists(told))
    return sum(notices.tell(event, each, by=by) for each in due.order_by("due_on", "pk"))
