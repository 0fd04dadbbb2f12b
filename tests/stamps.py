"""Rows that many tests begin with: made once for a run, laid down again for each test.

Making the Conference row by row costs more than most tests do with it. A stamp makes it
once, in a transaction that is undone, keeps the rows as PostgreSQL copies them, and lays
them down as they were. Their keys are nobody else's: sequences are not undone.
"""

import pickle
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, Generic, TypeVar

from django.db import connection, transaction

T = TypeVar("T")
# Written by whoever lays a stamp down: there is one row, and a test may have set it before.
APART = frozenset({"core_clock"})
INSERTED = "SELECT relname, n_tup_ins FROM pg_stat_xact_user_tables ORDER BY relname"
WRITTEN = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"


class Stamp(Generic[T]):
    """What ``make`` returns, and every row that it writes into an empty database."""

    def __init__(self, make: Callable[[], T]) -> None:
        with transaction.atomic():
            before = _inserted()
            self._made = pickle.dumps(make())
            written = [table for table, rows in _inserted().items() if rows > before[table]]
            self._rows = {table: _copy_of(table) for table in written if table not in APART}
            transaction.set_rollback(True)

    def lay(self) -> T:
        """Write the rows, and return what ``make`` returned as if it had just been made.

        Triggers and checks of foreign keys step aside: the rows passed them once.
        """
        return self._laid(self._rows, ())

    def lay_over(self, base: "Stamp[Any]") -> T:
        """Do the same where ``base``, with which ``make`` begins, is laid and untouched."""
        changed = {
            table: rows
            for table, rows in self._rows.items()
            if base._rows.get(table) != rows
        }
        return self._laid(changed, base._rows.keys() & changed.keys())

    def _laid(self, rows_of: dict[str, bytes], emptied: Iterable[str]) -> T:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in emptied:
                cursor.execute(f'DELETE FROM "{table}"')
            for table, rows in rows_of.items():
                cursor.copy_expert(
                    f'COPY "{table}" FROM STDIN (FORMAT binary)', BytesIO(rows)
                )
            cursor.execute("SET LOCAL session_replication_role = origin")
        made: T = pickle.loads(self._made)
        return made


def touched() -> int:
    """Return how many rows this transaction has written so far: the same is untouched."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return int(cursor.fetchone()[0])


def _inserted() -> dict[str, int]:
    """Return how many rows this connection has put into each table lately."""
    with connection.cursor() as cursor:
        cursor.execute(INSERTED)
        return dict(cursor.fetchall())


def _copy_of(table: str) -> bytes:
    rows = BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{table}" TO STDOUT (FORMAT binary)', rows)
    return rows.getvalue()
