"""The one place where a deadline is put into words, in Spanish and in English.

Page, mail, PDF, iCal and API all take their sentence here, so that none can say another
day. The names of cities and countries belong to the parties and come as arguments.
"""

from crm_portal.core.deadline_text.reasons import not_counted, warnings, why, why_not
from crm_portal.core.deadline_text.remaining import remaining, remaining_for
from crm_portal.core.deadline_text.sentence import (
    change,
    clocks,
    headline,
    preview_sentence,
    sentence,
    short,
    utc,
)
from crm_portal.core.deadline_text.words import (
    day_month,
    day_number,
    full_date,
    listed,
    short_date,
    short_number,
)

__all__ = [
    "change",
    "clocks",
    "day_month",
    "day_number",
    "full_date",
    "headline",
    "listed",
    "not_counted",
    "preview_sentence",
    "remaining",
    "remaining_for",
    "sentence",
    "short",
    "short_date",
    "short_number",
    "utc",
    "warnings",
    "why",
    "why_not",
]
