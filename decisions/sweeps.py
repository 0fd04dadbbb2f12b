"""The duties of the tick: expire what is over, remind whoever has not replied."""

import logging
from datetime import datetime, timedelta

from django.db import OperationalError
from django.utils.translation import gettext as _

from crm_portal.core import calendars, clock
from crm_portal.core.access import Viewer
from decisions import access
from decisions.models import Round
from decisions.models.rounds import RoundStatus
from decisions.rules.positions import Position
from decisions.services import closing, deadlines, telling
from members.models import Party

logger = logging.getLogger(__name__)


def expire_due_rounds(limit: int = 2000) -> int:
    """Settle every term that is over, oldest bound first; return how many.

    Each row is claimed, checked again and moved in a transaction of its own; a row that
    fails is logged and left for the next tick, and does not hold up the others.
    """
    at = clock.now()
    due = Round.objects.due(at - closing.SETTLE).order_by("closes_at", "pk")
    expired = 0
    for pk in list(due.values_list("pk", flat=True)[:limit]):
        try:
            expired += closing.expire_if_due(pk, by=Viewer(at=clock.now(), label="tick"))
        except OperationalError:
            raise
        except Exception:
            logger.exception("Round %s could not be expired", pk)
    return expired


def oldest_overdue(at: datetime) -> tuple[str, str, datetime | None]:
    """Return when the oldest unsettled term should have been settled, for the health page."""
    first = Round.objects.due(at - closing.SETTLE).order_by("closes_at").first()
    late_since = first.closes_at + closing.SETTLE if first and first.closes_at else None
    return "overdue_rounds", _("Oldest term not yet settled"), late_since


def owe_due_reminders() -> int:
    """Owe the reminders whose instant has come, to members that have not replied.

    A reminder not sent before the bound is skipped and recorded as such; each member is
    reminded at 08:00 of its own capital, two business days before its last and on it.
    """
    at = clock.now()
    owed = 0
    for asked in Round.objects.to_remind(at).select_related("consultation"):
        try:
            owed += _remind(asked, at)
        except OperationalError:
            raise
        except Exception:
            logger.exception("Round %s could not be reminded of", asked.pk)
    return owed


def _remind(asked: Round, at: datetime) -> int:
    computation = deadlines.current(asked)
    silent = {
        party
        for party, standing in access.standings(asked).items()
        if standing.position is Position.SILENT
    }
    codes = dict(Party.objects.filter(pk__in=silent).values_list("code", "pk"))
    owed, upcoming = 0, []
    for reminder in calendars.reminders(computation):
        if reminder.at > at:
            upcoming.append(reminder.at)
        elif reminder.country in codes:
            owed += _owe(asked, reminder, codes[reminder.country], at)
    Round.objects.filter(pk=asked.pk, status=RoundStatus.OPEN).update(
        next_reminder_at=min(upcoming, default=None)
    )
    return owed


def _owe(asked: Round, reminder: calendars.Reminder, party: int, at: datetime) -> int:
    return telling.tell(
        "reminder",
        asked.consultation,
        to=telling.focal_points([party], at),
        by=Viewer(at=at),
        occasion=f"round:{asked.number}:reminder:{reminder.label}:{reminder.at:%Y%m%d}",
        stale_at=min(asked.closes_at or at, reminder.at + timedelta(hours=16)),
        round=asked.number,
        label=reminder.label,
        instant=calendars.utc(reminder.at),
    )
