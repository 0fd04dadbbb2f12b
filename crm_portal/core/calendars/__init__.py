"""Business days, and when a term of them is over: values in, values out.

The day of the event is a day of the Secretariat's seat and is never counted. Every member
counts its own business days; the common term ends with the day on which the last of them
has had them all, at the seat's midnight. The bound is exclusive: on time is what is
received before it. No query, no clock, no setting, no date of any holiday.
"""

from crm_portal.core.calendars.computation import (
    Computation,
    utc,
)
from crm_portal.core.calendars.days import (
    SEARCH_LIMIT,
    Pause,
    is_business_day,
    nth_weekday,
)
from crm_portal.core.calendars.engine import (
    after_outage,
    compute,
    elapsed,
    extend,
    is_disabling,
    midnight_after,
    recompute,
    resume,
    seat_date,
)
from crm_portal.core.calendars.forecast import (
    LAST_DAY,
    TWO_DAYS_BEFORE,
    Preview,
    Reminder,
    StripDay,
    preview,
    reminders,
    strip,
    what_if,
)
from crm_portal.core.calendars.model import (
    SEAT,
    CalendarError,
    Closure,
    Kind,
    MemberCalendar,
    Policy,
    zone,
)
from crm_portal.core.calendars.records import MemberTerm, Terms, closure_to_dict

__all__ = [
    "LAST_DAY",
    "SEARCH_LIMIT",
    "SEAT",
    "TWO_DAYS_BEFORE",
    "CalendarError",
    "Closure",
    "Computation",
    "Kind",
    "MemberCalendar",
    "MemberTerm",
    "Pause",
    "Policy",
    "Preview",
    "Reminder",
    "StripDay",
    "Terms",
    "after_outage",
    "closure_to_dict",
    "compute",
    "elapsed",
    "extend",
    "is_business_day",
    "is_disabling",
    "midnight_after",
    "nth_weekday",
    "preview",
    "recompute",
    "reminders",
    "resume",
    "seat_date",
    "strip",
    "utc",
    "what_if",
    "zone",
]
