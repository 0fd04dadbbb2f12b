"""Who plans and conducts a meeting, and when a step may be taken. Values in, values out."""

from datetime import date

from crm_portal.core.access import Role, Viewer

HELD_BY_HOST = "event"
CLOSED_DOOR = "VM_CERRADA"
TOLD = frozenset(
    {
        *("starts_on", "ends_on", "mode", "time_zone", "host_id"),
        *("city_es", "city_en", "title_es", "title_en"),
    }
)


def may_plan(by: Viewer, kind: str, host_id: int | None) -> bool:
    """Say whether ``by`` plans, convenes and conducts meetings of bodies of this kind.

    The Conference's own are the presidency's, which the Secretariat serves (001:399,
    001:411, 001:451); workshops, seminars and trainings are their host's, together with
    the Secretariat (001:406).
    """
    if by.has(Role.SECRETARIAT):
        return True
    if kind == HELD_BY_HOST:
        return host_id is not None and by.party_id == host_id and by.has(Role.FOCAL_POINT)
    return by.has(Role.PRESIDENCY)


def may_plan_any(by: Viewer) -> bool:
    """Say whether ``by`` may plan something: a member's focal point, an event of its own."""
    is_host = by.has(Role.MEMBER) and by.has(Role.FOCAL_POINT)
    return is_host or by.has(Role.SECRETARIAT, Role.PRESIDENCY)


def rule_of(kind: str) -> str:
    """Return the source of who convenes."""
    return "001:406" if kind == HELD_BY_HOST else "001:399"


def may_open_on(first_day: date, today: date, *, is_exact: bool) -> bool:
    """A meeting opens on its first day at the earliest, and only if that day is known."""
    return is_exact and first_day <= today


def may_convene_on(last_day: date, today: date, *, is_exact: bool) -> bool:
    """What is convened has its days, and they have not passed."""
    return is_exact and last_day >= today


def tells_calendars(before: dict[str, object], after: dict[str, object]) -> bool:
    """Say whether the change is one that people's calendars have to follow."""
    return any(before.get(name) != after.get(name) for name in TOLD)


def falls_within(first: date, last: date, day: date) -> bool:
    """Say whether ``day`` is one of the days of a meeting, both included."""
    return first <= day <= last


def is_exception(forum: str) -> bool:
    """Say whether what is decided in ``forum`` is an exception of the Vice-Ministers (001:376)."""
    return forum == CLOSED_DOOR


def names_vice_ministers(decided_by: str) -> bool:
    """Say whether whoever decided is named as the Vice-Ministers, in either language."""
    said = decided_by.casefold().replace("-", "")
    return any(name in said for name in ("viceministr", "viceminister", "subsecretari"))
