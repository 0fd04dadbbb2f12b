"""The zone of record in the database: what a midnight is there is what the engine counts to.

A constraint cannot ask the environment, so the zone stands in a function. It is
``America/Costa_Rica`` when the schema is made; loading an instance that sits elsewhere
writes its own.
"""

from django.db import connection
from django.db.models import BooleanField, F, Func

from crm_portal.core.calendars import SEAT

FIRST = "America/Costa_Rica"
FUNCTION = "core_is_midnight"
DEFINITION = """
CREATE OR REPLACE FUNCTION core_is_midnight(at timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $core$SELECT (at AT TIME ZONE '{zone}')::time = '00:00'$core$
"""
IN_FORCE = "SELECT prosrc FROM pg_proc WHERE proname = %s"


def is_midnight(field: str) -> Func:
    """Return whether the instant in ``field`` begins a day of the zone of record."""
    return Func(F(field), function=FUNCTION, output_field=BooleanField())


def keep() -> None:
    """Write the instance's zone into the function, unless it stands there.

    A database serves one instance: where the first zone is its own, nobody wrote another.
    """
    if SEAT.key == FIRST:
        return
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, [FUNCTION])
        (source,) = cursor.fetchone()
        if f"'{SEAT.key}'" not in source:
            cursor.execute(DEFINITION.format(zone=SEAT.key))
