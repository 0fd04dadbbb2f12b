"""Moving the clock of a demonstration: to an instant worth seeing, and then doing what is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _

from crm_portal.core import clock, sweeping
from crm_portal.core.errors import Invalid
from decisions.models import Round
from decisions.models.rounds import RoundStatus
from decisions.services.closing import SETTLE

MINUTE = timedelta(minutes=1)
LONGEST = timedelta(days=366)
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Ahead:
    """The instants ahead that something waits for; None where nothing does."""

    reminder: datetime | None
    deadline: datetime | None


def ahead(at: datetime) -> Ahead:
    """Return the next reminder and the next bound after ``at``."""
    running = Round.objects.filter(status=RoundStatus.OPEN)
    reminder = running.filter(next_reminder_at__gt=at, closes_at__gt=at)
    deadline = running.filter(closes_at__gt=at)
    return Ahead(
        reminder=reminder.aggregate(at=Min("next_reminder_at"))["at"],
        deadline=deadline.aggregate(at=Min("closes_at"))["at"],
    )


def distance(move: str, at: datetime, by: timedelta = timedelta(0)) -> timedelta:
    """Return how far ``move`` goes from ``at``, or raise Invalid when it leads nowhere.

    ``deadline`` goes past the bound by the pause after which a term is settled.
    """
    if move in STEPS:
        return STEPS[move]
    if move == "custom":
        return _no_further_than_a_year(by)
    next_ones = ahead(at)
    target = {
        "reminder": next_ones.reminder,
        "deadline": next_ones.deadline and next_ones.deadline + SETTLE,
        "before_deadline": next_ones.deadline and next_ones.deadline - MINUTE,
    }.get(move)
    if target is None:
        raise Invalid(_("Nothing is waited for: no term is running."), code="nothing_ahead")
    if target <= at:
        raise Invalid(_("That instant has passed."), code="passed")
    return target - at


def move_clock(move: str, at: datetime, by: timedelta = timedelta(0)) -> dict[str, Any]:
    """Move the clock from ``at`` and sweep at once; return what each sweep did."""
    clock.advance(distance(move, at, by))
    return sweeping.sweep("clock")


def _no_further_than_a_year(by: timedelta) -> timedelta:
    if not timedelta(0) < by <= LONGEST:
        raise Invalid(_("Say how far: from one minute to a year."), code="distance")
    return by
