"""The clock of record: the database's, read once per act.

In demonstration and tests the database function reads an offset, so that a whole
portal moves together; anywhere else the function has no offset to read and moving
the clock is refused.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from crm_portal.core.errors import Refused

REAL = "SELECT clock_timestamp()"
MOVABLE = (
    "SELECT coalesce((SELECT coalesce(frozen_at, clock_timestamp() + shift)"
    " FROM core_clock WHERE id = 1), clock_timestamp())"
)


def now() -> datetime:
    """Return the instant of record, aware, in UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_now()")
        instant: datetime = cursor.fetchone()[0]
    return instant.astimezone(UTC)


def make_movable() -> None:
    """Let ``core_now()`` read the offset. Refused outside demonstration and tests."""
    _only_where_it_may_move()
    _define(MOVABLE)


def make_real() -> None:
    """Make ``core_now()`` the plain clock of the database again."""
    _define(REAL)


def is_real() -> bool:
    """Say whether ``core_now()`` is the plain clock of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'core_now'")
        return bool(cursor.fetchone()[0].strip() == REAL)


def advance(by: timedelta) -> None:
    """Move the whole portal's clock by ``by`` (forward only)."""
    _only_where_it_may_move()
    if by < timedelta(0):
        raise Refused("The clock of a demonstration moves forward only.", code="clock")
    _write("shift = core_clock.shift + %s, frozen_at = core_clock.frozen_at + %s", [by, by])


def set_to(instant: datetime, *, frozen: bool = False) -> None:
    """Put the portal's clock at ``instant``, running on from there or ``frozen``."""
    _only_where_it_may_move()
    if frozen:
        _write("frozen_at = %s", [instant])
    else:
        _write("shift = %s - clock_timestamp(), frozen_at = NULL", [instant])


def reset() -> None:
    """Put the portal's clock back on the database's own."""
    _only_where_it_may_move()
    _write("shift = interval '0', frozen_at = NULL", [])


def shift() -> timedelta:
    """Return how far the clock stands from the database's own (zero when real)."""
    if is_real():
        return timedelta(0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_now() - clock_timestamp()")
        difference: timedelta = cursor.fetchone()[0]
    return difference


def _write(assignment: str, parameters: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_clock (id, shift) VALUES (1, interval '0')"
            " ON CONFLICT (id) DO NOTHING"
        )
        cursor.execute(f"UPDATE core_clock SET {assignment} WHERE id = 1", parameters)  # noqa: S608


def _define(body: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION core_now() RETURNS timestamptz"
            f" LANGUAGE sql VOLATILE AS $core${body}$core$"
        )


def _only_where_it_may_move() -> None:
    if not settings.CLOCK_MAY_MOVE:
        raise Refused("The clock of record cannot be moved here.", code="clock")
