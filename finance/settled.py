"""Figures of the ledger, kept by each process for as long as the ledger does not change.

The ledger only grows, and a journal keeps the number of its transaction. What was read when
no visible journal was younger than the oldest transaction still open is exact for as long as
no journal is as young as that transaction: one look at an index says so.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Any, TypeVar

from django.db import connection

Figures = TypeVar("Figures")
MOST = 64  # periods and members of a process

# (oldest transaction open, whether a journal is as young as the one kept)
LOOK = """
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
           EXISTS (SELECT FROM finance_journal WHERE tx >= coalesce(
               %s, pg_snapshot_xmin(pg_current_snapshot())::text::bigint))
"""
_kept: "OrderedDict[Hashable, tuple[int, Any]]" = OrderedDict()


def kept(key: Hashable, read: Callable[[], Figures]) -> Figures:
    """Return what ``read`` reads of the ledger, read again only if the ledger grew since.

    What a transaction reads of its own writing, or while others write, is not kept.
    """
    since, figures = _kept.get(key, (None, None))
    horizon, is_moving = _look(since)
    # A database put back from a copy counts from an older transaction.
    if since is not None and since <= horizon and not is_moving:
        with suppress(KeyError):  # another thread may have let go of it meanwhile
            _kept.move_to_end(key)
        return figures  # type: ignore[return-value]
    found = read()
    _kept.pop(key, None)
    if since is None and not is_moving:
        _keep(key, horizon, found)
    return found


def _keep(key: Hashable, horizon: int, found: Any) -> None:
    _kept[key] = (horizon, found)
    while len(_kept) > MOST:
        _kept.popitem(last=False)


def _look(since: int | None) -> tuple[int, bool]:
    with connection.cursor() as cursor:
        cursor.execute(LOOK, [since])
        horizon, is_moving = cursor.fetchone()
    return int(horizon), bool(is_moving)
