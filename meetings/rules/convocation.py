"""Who is called to a meeting and how letters are numbered and filled in. Values in, values out."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from crm_portal.core.access import Role, Viewer
from crm_portal.core.instance import THIS
from meetings.rules.participation import Ground, Verdict

FIELD = re.compile(r"\{([a-z_]+)\}")
# What a letter may have in it, filled in for each addressee.
FIELDS = (
    "party",
    "meeting",
    "symbol",
    "dates",
    "city",
    "host",
    "mode",
    "presidency",
    "answer_by",
    "theme",
)
# The office in a number; a country that convenes to its own workshop has its code there.
PRESIDENCY, SECRETARIAT = "PPT", "ST"


def letter_number(office: str, year: int, number: int) -> str:
    """Return ``CRM/PPT/2026/001``: the office that calls, the year, the letter of that year."""
    return f"{THIS.prefix}/{office}/{year}/{number:03d}"


def unknown_fields(text: str) -> list[str]:
    """Return the fields in ``text`` that no letter knows, each once."""
    return list(dict.fromkeys(name for name in FIELD.findall(text) if name not in FIELDS))


def filled(text: str, told: Mapping[str, str]) -> str:
    """Return ``text`` with its fields filled in; a field that is not told stays as it is."""
    return FIELD.sub(lambda found: told.get(found[1], found[0]), text)


def is_called(attend: Verdict) -> bool:
    """Say whether a party is called without anybody's further decision: it may attend by
    right, or on a condition that its own delegation or a space on record meets."""
    return attend.allowed or attend.ground == Ground.COMPOSITION


def may_be_invited(attend: Verdict) -> bool:
    """Say whether an invitation opens the door: its right to attend waits for one."""
    return not attend.allowed and attend.ground == Ground.INVITATION


def may_convene(by: Viewer, *, is_event: bool, host_id: int | None) -> bool:
    """The presidency convenes the Conference's own meetings (001:401, 001:410); a workshop
    is its host's to convene, with the Secretariat (001:406)."""
    if not is_event:
        return by.has(Role.PRESIDENCY)
    is_host = by.has(Role.OFFICIAL_VOICE) and by.party_id == host_id
    return is_host or by.has(Role.SECRETARIAT)


def reminders_due(dates: Iterable[date], on: date) -> list[date]:
    """Return the days among ``dates`` whose reminder is due by the day ``on``."""
    return sorted(each for each in dates if each <= on)
