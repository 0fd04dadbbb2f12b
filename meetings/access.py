"""The Conference between its Vice-Ministerial Meetings, at an instant of the clock of record."""

from datetime import date, datetime

from crm_portal.core.access import ZONE_OF_RECORD
from meetings import rules
from meetings.models import Meeting


def is_intersessional(at: datetime) -> bool:
    """Say whether the period between Vice-Ministerial Meetings is open at ``at`` (001:386).

    It is, on every day of San José on which none of them sits.
    """
    day = _day(at)
    around = Meeting.objects.vice_ministerial().filter(starts_on__lte=day, ends_on__gte=day)
    return not rules.is_in_session((meeting.days for meeting in around), day)


def next_vice_ministerial(at: datetime) -> Meeting | None:
    """Return the Vice-Ministerial Meeting that opens next after the day of ``at``, if any.

    One announced for a month or a year counts until that has passed: its ``starts_on`` is
    then the earliest day it may open.
    """
    day = _day(at)
    ahead = Meeting.objects.vice_ministerial().filter(ends_on__gt=day)
    return next(
        (
            meeting
            for meeting in ahead.order_by("starts_on", "pk")
            if rules.may_open_after(meeting.days, day)
        ),
        None,
    )


def _day(at: datetime) -> date:
    return at.astimezone(ZONE_OF_RECORD).date()
