"""Rows that many tests begin with: made once for a run, laid down again for each test.

Making the Conference row by row costs more than most tests do with it. A stamp makes it
once, in a transaction that is undone, keeps the rows as PostgreSQL copies them, and lays
them down as they were. Their keys are nobody else's: sequences are not undone.
"""

import pickle
from collections.abc import Callable
from io import BytesIO
from typing import Generic, TypeVar

from django.db import connection, transaction

T = TypeVar("T")
# Written by whoever lays a stamp down: there is one row, and a test may have set it before.
APART = frozenset({"core_clock"})
WRITTEN = "SELECT relname FROM pg_stat_xact_user_tables WHERE n_tup_ins > 0 ORDER BY relname"
# What hangs on a content type is no stamp: their numbers change when tables are emptied.
UNSTABLE = """
    SELECT count(*) FROM pg_constraint
    WHERE contype = 'f' AND confrelid = 'django_content_type'::regclass
        AND conrelid::regclass::text = ANY(%s)
"""


class Stamp(Generic[T]):
    """What ``make`` returns, and every row that it writes into an empty database."""

    def __init__(self, make: Callable[[], T]) -> None:
        with transaction.atomic():
            self._made = pickle.dumps(make())
            self._rows = {table: _copy_of(table) for table in _written()}
            transaction.set_rollback(True)

    def lay(self) -> T:
        """Write the rows, and return what ``make`` returned as if it had just been made.

        Triggers and checks of foreign keys step aside: the rows passed them once.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table, rows in self._rows.items():
                cursor.copy_expert(f'COPY "{table}" FROM STDIN (FORMAT binary)', BytesIO(rows))
            cursor.execute("SET LOCAL session_replication_role = origin")
        made: T = pickle.loads(self._made)
        return made


def _written() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        tables = [name for (name,) in cursor if name not in APART]
        cursor.execute(UNSTABLE, [tables])
        assert cursor.fetchone() == (0,), tables
    return tables


def _copy_of(table: str) -> bytes:
    rows = BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{table}" TO STDOUT (FORMAT binary)', rows)
    return rows.getvalue()
