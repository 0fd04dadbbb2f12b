"""Who applies, what it takes to be complete, and when the Vice-Ministers may decide.

The criteria are dated reference data; what is here is what is done with them.
"""

from collections.abc import Iterable
from datetime import date

from crm_portal.core.access import Role, Viewer
from meetings.rules.sessions import Days


def may_read_applications(viewer: Viewer) -> bool:
    """The correspondence is a working document: the members' and the Secretariat's (002:97)."""
    return viewer.has(Role.MEMBER, Role.SECRETARIAT)


def may_work_applications(by: Viewer) -> bool:
    """Say whether ``by`` receives applications, files evidence and prepares the meeting."""
    return by.has(Role.SECRETARIAT)


def may_record_decision(by: Viewer) -> bool:
    """Say whether ``by`` may write down what the Vice-Ministers decided (001:312).

    The Secretariat is not in the room (001:376): it records what the presidency tells it.
    """
    return by.has(Role.SECRETARIAT, Role.PRESIDENCY)


def lacking(asked: Iterable[int], evidenced: Iterable[int]) -> tuple[int, ...]:
    """Return which of the criteria ``asked`` have no evidence yet, in order."""
    there = set(evidenced)
    return tuple(each for each in asked if each not in there)


def is_decidable_at(meeting: Days, on: date, today: date) -> bool:
    """Say whether a decision of ``on`` can be one of ``meeting``: on its days, and by now.

    Of a meeting whose days are not known exactly, any of the days among which it falls.
    """
    return meeting.starts_on <= on <= meeting.ends_on and on <= today
